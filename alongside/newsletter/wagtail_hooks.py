"""Letters on the staff side."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from alongside.accounts.permissions import can_write

from .models import Mailing


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


@hooks.register("before_delete_page")
def keep_what_was_ordered(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The ledger of a letter needs the letter: it says what became of it."""
    ordered = Mailing.objects.filter(page__path__startswith=page.path).select_related("page")
    if not (found := ordered.first()):
        return None
    messages.warning(
        request,
        f"Nothing was deleted. The letter “{found.page.title}” was ordered to be sent, and what became "
        "of it is written down. You can take it from the website: unpublish it.",
    )
    return redirect("letter", found.page_id)


@hooks.register("before_bulk_action")
def keep_what_was_ordered_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], _action: Any
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    pages = (one for one in objects if isinstance(one, Page))
    return next(filter(None, (keep_what_was_ordered(request, page) for page in pages)), None)
