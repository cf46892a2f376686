"""Orders: the lists, one of them, and those that founders write down."""

from django.urls import path

from . import hand_views, order_views, press_views

urlpatterns = [
    path("orders/", order_views.orders, name="book_orders"),
    path("orders/find/", order_views.find, name="book_find"),
    path("orders/money/", order_views.to_give_back, name="book_to_give_back"),
    path("orders/by-hand/", hand_views.order_by_hand, name="book_by_hand"),
    path("orders/event/", hand_views.sale_at_event, name="book_event"),
    path("orders/bulk/", hand_views.bulk_order, name="book_bulk"),
    path("orders/invoices/<int:pk>/", hand_views.invoice, name="book_invoice"),
    path("orders/<int:pk>/", order_views.order, name="book_order"),
    path("orders/<int:pk>/press/", press_views.press, name="book_press"),
]
