"""What anybody may open of the shop; the book's own page is a page of Wagtail (`/book/`)."""

from django.urls import path

from . import book_views, buy_views, free_views, order_views
from .cards import views as card_views

urlpatterns = [
    path("book/look-inside.pdf", book_views.look_inside, name="book-look-inside"),
    path("book/order/", buy_views.order_book, name="order-book"),
    path("book/cancel/", book_views.how_to_cancel, name="book-cancel"),
    path("book/free-copy/", free_views.free_copy, name="free-copy"),
    path("book/orders/<str:token>/", card_views.leads_to_card(order_views.order), name="order"),
    path("book/orders/<str:token>/receipt.pdf", order_views.order_receipt, name="order-receipt"),
    path("book/orders/<str:token>/address/", order_views.order_address, name="order-address"),
    path("book/orders/<str:token>/cancel/", order_views.order_cancel, name="order-cancel"),
    path("book/orders/<str:token>/book.<str:kind>", order_views.order_e_book, name="order-e-book"),
    path("book/orders/<str:token>/pay/", card_views.pay, name="order-pay"),
    path("book/orders/<str:token>/card/", card_views.look_again, name="order-card"),
    path("webhooks/stripe/", card_views.webhook, name="stripe-webhook"),
]
