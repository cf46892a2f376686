from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "alongside.accounts"
    label = "accounts"

    def ready(self) -> None:
        from alongside.core.subject import Holder, register

        from . import signals, subject
        from .roles import ensure_roles_after_migrating

        post_migrate.connect(ensure_roles_after_migrating, dispatch_uid="ensure-roles")
        signals.connect()
        register(Holder("accounts", "Staff accounts", subject.export, subject.erase))
