"""What accounts add to the editors' side: people, who did what, and the way to one's own account."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import BaseSettingsPanel

from . import admin_views as views
from .models import User
from .permissions import can_manage_accounts, can_read_audit_log


class ShownNameForm(forms.ModelForm[User]):
    """Name and role as readers will see them."""

    class Meta:
        model = User
        fields = ("shown_name", "shown_role")


@hooks.register("register_account_settings_panel")
class ShownNamePanel(BaseSettingsPanel):
    name = "shown"
    title = "Your name under pages that you checked"
    order = 150
    form_class = ShownNameForm


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("people/", views.people, name="people"),
        path("people/invite/", views.invite, name="invite"),
        path("people/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw_invitation"),
        path("people/<int:pk>/", views.person, name="person"),
        path("people/<int:pk>/remove-access/", views.remove_access, name="remove_access"),
        path("people/<int:pk>/fresh-link/", views.fresh_link, name="fresh_link"),
        path("log/", views.log, name="audit_log"),
        path("log/export/", views.export_log, name="export_audit_log"),
    ]


class PeopleItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_accounts(request.user)


class LogItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_audit_log(request.user)


@hooks.register("register_admin_menu_item")
def register_people_item() -> MenuItem:
    return PeopleItem("People", reverse("people"), name="people", icon_name="group", order=800)


@hooks.register("register_admin_menu_item")
def register_log_item() -> MenuItem:
    return LogItem("Who did what", reverse("audit_log"), name="log", icon_name="history", order=810)


@hooks.register("construct_settings_menu")
def without_users(request: HttpRequest, items: list[Any]) -> None:
    """Accounts are made, changed and shut under "People", where each step is noted."""
    items[:] = [item for item in items if item.name != "users"]


@hooks.register("register_account_menu_item")
def register_account_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("mfa_index"),
        "label": "How you sign in",
        "help_text": "Passkeys, app, recovery codes, password, address, devices.",
    }
