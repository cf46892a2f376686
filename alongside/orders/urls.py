"""What anybody may open of the shop; the book's own page is a page of Wagtail (`/book/`)."""

from django.urls import path

from . import order_views
from .cards import views as card_views

urlpatterns = [
    path("book/orders/<str:token>/", card_views.leads_to_card(order_views.order), name="order"),
    path("book/orders/<str:token>/pay/", card_views.pay, name="order-pay"),
    path("book/orders/<str:token>/card/", card_views.look_again, name="order-card"),
    path("webhooks/stripe/", card_views.webhook, name="stripe-webhook"),
]
