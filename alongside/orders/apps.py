from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "alongside.orders"
    label = "orders"

    def ready(self) -> None:
        from alongside.core import demo
        from alongside.core.publishing import register_pages
        from alongside.core.tasks import register_look

        from . import signals  # noqa: F401  (receivers)
        from .actions import giving, paying
        from .living_book import demonstration, listing

        register_look(paying.expire_due, in_one_transaction=False)
        register_look(giving.give_due, in_one_transaction=False)
        register_pages(listing.pages)
        demo.register(demonstration.demonstration())
