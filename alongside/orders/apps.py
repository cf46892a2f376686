from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "alongside.orders"
    label = "orders"

    def ready(self) -> None:
        from alongside.core import demo
        from alongside.core.tasks import register_look

        from . import demonstration
        from .actions import giving, paying

        demo.register(demonstration.demonstration())
        register_look(paying.expire_due, in_one_transaction=False)
        register_look(giving.give_due, in_one_transaction=False)
