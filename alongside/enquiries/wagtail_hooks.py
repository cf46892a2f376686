"""The inbox on the staff side, for founders."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from alongside.accounts.permissions import can_read_enquiries


@hooks.register("register_admin_urls")
def register_inbox_urls() -> list[Any]:
    return [
        path("inbox/keys/", include("alongside.enquiries.key_urls")),
        path("inbox/", include("alongside.enquiries.inbox_urls")),
    ]


class InboxMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_enquiries(request.user)


@hooks.register("register_admin_menu_item")
def register_inbox_menu_item() -> MenuItem:
    return InboxMenuItem("Inbox", reverse("inbox"), name="inbox", icon_name="mail", order=20)
