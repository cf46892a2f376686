from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "alongside.enquiries"
    label = "enquiries"

    def ready(self) -> None:
        from . import journal, key_looks, looks, organisation, rights, signals

        signals.connect()
        looks.register()
        key_looks.register()
        journal.register()
        rights.register()
        organisation.register()
