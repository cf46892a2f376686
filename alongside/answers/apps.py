from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "alongside.answers"
    label = "answers"

    def ready(self) -> None:
        from . import signals  # noqa: F401  (connects the receivers)
