"""The desk of the book, under `/admin/book/`."""

from django.urls import include, path

urlpatterns = [
    path("", include("alongside.orders.desk.parcel_urls")),
    path("", include("alongside.orders.desk.order_urls")),
    path("", include("alongside.orders.desk.shop_urls")),
    path("", include("alongside.orders.desk.till_urls")),
    path("", include("alongside.orders.desk.living_urls")),
    path("", include("alongside.orders.desk.card_urls")),
]
