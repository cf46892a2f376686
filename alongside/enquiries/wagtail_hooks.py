"""The screens about the inbox key on the staff side."""

from typing import Any

from django.urls import include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def register_key_urls() -> list[Any]:
    return [path("inbox/keys/", include("alongside.enquiries.key_urls"))]
