from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "alongside.core"
    label = "core"

    def ready(self) -> None:
        from . import signals  # noqa: F401  (connects the receivers)
        from .mail import subject as mail
        from .subject import Holder, register

        register(
            Holder("mail", "Mail that waits, and addresses that get none", mail.export, mail.erase)
        )
