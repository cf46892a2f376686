"""Letters on the staff side."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from alongside.accounts.permissions import can_write


@hooks.register("register_admin_urls")
def register_letter_urls() -> list[Any]:
    return [path("letters/", include("alongside.newsletter.desk.urls"))]


class LettersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_write(request.user)


@hooks.register("register_admin_menu_item")
def register_letters_menu_item() -> MenuItem:
    return LettersMenuItem(
        "Letters", reverse("letters"), name="letters", icon_name="doc-full-inverse", order=30
    )
