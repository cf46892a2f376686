from django.apps import AppConfig


class ExperiencesConfig(AppConfig):
    name = "alongside.experiences"
    label = "experiences"

    def ready(self) -> None:
        from alongside.core import organisation_key, tasks

        from . import actions, keys, signals

        organisation_key.on_exchange(keys.follow_founders_key)
        signals.connect()
        tasks.register_look(actions.release_when_due, in_one_transaction=False)
