"""Card payments."""

from django.urls import path

from . import card_views

urlpatterns = [
    path("cards/", card_views.card_payments, name="book_cards"),
    path("cards/compare/", card_views.compare, name="book_cards_compare"),
    path("cards/<int:pk>/order/", card_views.give_to_order, name="book_card_order"),
]
