"""The page about mail on the staff side, for whoever has the permission to see the outbox."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_views


@hooks.register("register_admin_urls")
def register_mail_urls() -> list[Any]:
    return [
        path("mail/", admin_views.mail, name="mail"),
        path("mail/written/", admin_views.mail_files, name="mail_files"),
        path("mail/written/<str:name>/", admin_views.mail_file, name="mail_file"),
    ]


class MailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(admin_views.PERMISSION))


@hooks.register("register_admin_menu_item")
def register_mail_menu_item() -> MenuItem:
    return MailMenuItem("Mail", reverse("mail"), name="mail", icon_name="mail", order=160)
