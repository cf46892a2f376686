from django.apps import AppConfig


class ExperiencesConfig(AppConfig):
    name = "alongside.experiences"
    label = "experiences"

    def ready(self) -> None:
        from alongside.core import demo, organisation_key, tasks

        from . import actions, demonstration, keys, rights, signals

        organisation_key.on_exchange(keys.follow_founders_key)
        organisation_key.opens_too("experiences")
        signals.connect()
        rights.register()
        demo.register(demonstration.demonstration())
        tasks.register_look(actions.release_when_due, in_one_transaction=False)
