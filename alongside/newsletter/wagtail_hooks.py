"""Letters on the editors' side."""

from typing import Any

from django.urls import path
from wagtail import hooks

from .letter_views import check_letter


@hooks.register("register_admin_urls")
def register_letter_urls() -> list[Any]:
    return [path("letters/<int:page_id>/check/", check_letter, name="check_letter")]
