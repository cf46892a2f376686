"""The moderators' screens on the staff side."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from alongside.accounts.permissions import can_catalogue, can_moderate


@hooks.register("register_admin_urls")
def register_experiences_urls() -> list[Any]:
    return [path("experiences/", include("alongside.experiences.admin_urls"))]


class ExperiencesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_moderate(request.user)


@hooks.register("register_admin_menu_item")
def register_experiences_menu_item() -> MenuItem:
    return ExperiencesMenuItem(
        "Experiences", reverse("experiences"), name="experiences", icon_name="openquote", order=25
    )


class CatalogueMenuItem(MenuItem):
    """For editors: moderators and founders come to it through Experiences."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_catalogue(request.user) and not can_moderate(request.user)


@hooks.register("register_admin_menu_item")
def register_catalogue_menu_item() -> MenuItem:
    return CatalogueMenuItem(
        "Catalogue of signs", reverse("catalogue"), name="catalogue", icon_name="list-ul", order=25
    )
