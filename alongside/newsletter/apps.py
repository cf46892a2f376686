from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "alongside.newsletter"
    label = "newsletter"

    def ready(self) -> None:
        from alongside.core.tasks import register_look

        from .sending.process import start_when_due

        register_look(start_when_due, in_one_transaction=False)
