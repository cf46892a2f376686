from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "alongside.orders"
    label = "orders"

    def ready(self) -> None:
        from alongside.core.tasks import register_look

        from . import rights, signals
        from .actions import giving, paying, reminding

        rights.register()
        signals.listen()
        register_look(paying.expire_due, in_one_transaction=False)
        register_look(giving.give_due, in_one_transaction=False)
        register_look(reminding.remind_due)
