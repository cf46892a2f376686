from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "alongside.orders"
    label = "orders"

    def ready(self) -> None:
        from alongside.core import demo
        from alongside.core.publishing import register_pages
        from alongside.core.tasks import register_look

        from . import checks, demonstration, rights, signals  # noqa: F401  (checks register themselves)
        from .actions import giving, paying, reminding
        from .cards.looks import look_after_cards
        from .living_book import demonstration as chapters
        from .living_book import listing

        rights.register()
        signals.listen()
        register_look(paying.expire_due, in_one_transaction=False)
        register_look(giving.give_due, in_one_transaction=False)
        register_look(reminding.remind_due)
        register_look(look_after_cards, in_one_transaction=False)
        register_pages(listing.pages)
        demo.register(demonstration.demonstration())
        demo.register(chapters.demonstration())
