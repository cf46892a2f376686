"""Addresses and names that every page needs, whatever host it was asked on."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page, Site

register = template.Library()


@register.simple_tag
def address_of(page: Page | None) -> str:
    """The one public address of a page, or "" while it has none (a draft that never was live).

    Wagtail's own `full_url` names the host of its Site row; `ALONGSIDE_URL` is what readers see.
    """
    parts = page.get_url_parts() if page else None
    return f"{settings.WAGTAILADMIN_BASE_URL}{parts[2]}" if parts else ""


@register.simple_tag(takes_context=True)
def site_name(context: dict[str, Any]) -> str:
    """The name of the site: neutral, because it stands in the reader's history."""
    request: HttpRequest | None = context.get("request")
    site = Site.find_for_request(request) if request else None
    return (site.site_name if site else "") or settings.WAGTAIL_SITE_NAME
