"""What anybody may open of the shop; the book's own page is a page of Wagtail (`/book/`)."""

from django.urls import include, path

from . import order_views

urlpatterns = [
    path("", include("alongside.orders.living_book.urls")),
    path("book/orders/<str:token>/", order_views.order, name="order"),
]
