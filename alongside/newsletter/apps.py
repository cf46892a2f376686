from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "alongside.newsletter"
    label = "newsletter"

    def ready(self) -> None:
        from alongside.core import demo

        from . import demonstration

        demo.register(demonstration.demonstration())
