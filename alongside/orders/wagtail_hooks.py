"""The door to the desk of the book in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from alongside.accounts.permissions import can_dispatch
from alongside.orders.permissions import can_see_living_book


@hooks.register("register_admin_urls")
def register_book_urls() -> list[Any]:
    return [path("book/", include("alongside.orders.desk.urls"))]


class BookMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_dispatch(request.user)


@hooks.register("register_admin_menu_item")
def register_book_menu_item() -> MenuItem:
    return BookMenuItem("Book", reverse("book_to_post"), name="book", icon_name="glasses", order=40)


class LivingBookMenuItem(MenuItem):
    """For those who write or check, and post no parcels."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_living_book(request.user) and not can_dispatch(request.user)


@hooks.register("register_admin_menu_item")
def register_living_book_menu_item() -> MenuItem:
    address = reverse("book_desk_chapters")
    return LivingBookMenuItem("Book", address, name="living-book", icon_name="glasses", order=40)
