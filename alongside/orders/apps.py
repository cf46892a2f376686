from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "alongside.orders"
    label = "orders"

    def ready(self) -> None:
        from alongside.core.tasks import register_look

        from . import checks  # noqa: F401  (registers them)
        from .actions import giving, paying
        from .cards.looks import look_after_cards

        register_look(paying.expire_due, in_one_transaction=False)
        register_look(giving.give_due, in_one_transaction=False)
        register_look(look_after_cards, in_one_transaction=False)
