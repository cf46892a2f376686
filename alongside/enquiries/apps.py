from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "alongside.enquiries"
    label = "enquiries"

    def ready(self) -> None:
        from alongside.core.tasks import register_look

        from .key_looks import remind_of_rehearsal

        register_look(remind_of_rehearsal)
