from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "alongside.orders"
    label = "orders"

    def ready(self) -> None:
        from alongside.core.tasks import register_look

        from . import checks, rights, signals  # noqa: F401  (checks registers itself)
        from .actions import giving, paying, reminding
        from .cards.looks import look_after_cards

        rights.register()
        signals.listen()
        register_look(paying.expire_due, in_one_transaction=False)
        register_look(giving.give_due, in_one_transaction=False)
        register_look(reminding.remind_due)
        register_look(look_after_cards, in_one_transaction=False)
