from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "alongside.answers"
    label = "answers"

    def ready(self) -> None:
        from alongside.core.terms import register_glossary

        from . import signals  # noqa: F401  (connects the receivers)
        from .models import words_to_mark

        register_glossary(words_to_mark)
