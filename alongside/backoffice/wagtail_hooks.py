"""Today on the staff side."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from alongside.accounts.permissions import can_see_today

from .today_views import today


@hooks.register("register_admin_urls")
def register_today_url() -> list[Any]:
    return [path("today/", today, name="today")]


class TodayMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_today(request.user)


@hooks.register("register_admin_menu_item")
def register_today_menu_item() -> MenuItem:
    return TodayMenuItem("Today", reverse("today"), name="today", icon_name="home", order=10)
