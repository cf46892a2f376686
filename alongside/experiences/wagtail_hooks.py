"""The moderators' screens on the staff side."""

from typing import Any

from django.urls import include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def register_experiences_urls() -> list[Any]:
    return [path("experiences/", include("alongside.experiences.admin_urls"))]
