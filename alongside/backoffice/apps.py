from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "alongside.backoffice"
    label = "backoffice"
