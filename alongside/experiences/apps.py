from django.apps import AppConfig


class ExperiencesConfig(AppConfig):
    name = "alongside.experiences"
    label = "experiences"

    def ready(self) -> None:
        from alongside.core import organisation_key

        from . import keys, signals

        organisation_key.on_exchange(keys.follow_founders_key)
        organisation_key.opens_too("experiences")
        signals.connect()
