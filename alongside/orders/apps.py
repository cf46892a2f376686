from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "alongside.orders"
    label = "orders"
