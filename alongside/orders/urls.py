"""What anybody may open of the shop; the book's own page is a page of Wagtail (`/book/`)."""

from django.urls import path

from . import invoice_views, order_views

urlpatterns = [
    path("book/orders/<str:token>/", order_views.order, name="order"),
    path("book/orders/<str:token>/invoice.pdf", invoice_views.invoice, name="order-invoice"),
]
