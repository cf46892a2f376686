from django.apps import AppConfig


class ExperiencesConfig(AppConfig):
    name = "alongside.experiences"
    label = "experiences"
