from django.apps import AppConfig


class PublishedConfig(AppConfig):
    """The room that serves what the website rooms have published. It has no tables."""

    name = "alongside.published"
    label = "published"
    verbose_name = "Published site"
