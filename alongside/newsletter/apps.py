from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "alongside.newsletter"
    label = "newsletter"

    def ready(self) -> None:
        from alongside.core import foot

        from . import rights

        foot.register("newsletter/foot.html")
        rights.register()
