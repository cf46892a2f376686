from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out


class EnquiriesConfig(AppConfig):
    name = "alongside.enquiries"
    label = "enquiries"

    def ready(self) -> None:
        from . import key_looks, looks, rights
        from .unlocking import drop_for

        user_logged_out.connect(drop_for, dispatch_uid="lock-inbox")
        looks.register()
        key_looks.register()
        rights.register()
