from django.apps import AppConfig


class SignsConfig(AppConfig):
    name = "alongside.signs"
    label = "signs"
