"""The founders' menus, and the few pages that the home page opens a door to."""

from django import template
from django.apps import apps

from alongside.core.models import SitePage
from alongside.pages.menu import Entry, entries
from alongside.pages.models import Menu

register = template.Library()


@register.simple_tag
def top_menu() -> list[Entry]:
    """Entries of the menu at the top."""
    return entries(Menu.Place.TOP)


@register.simple_tag
def footer_menu() -> list[Entry]:
    """Entries of the footer."""
    return entries(Menu.Place.FOOTER)


@register.simple_tag
def pages_by_id(*brief_ids: str) -> list[SitePage]:
    """The live pages with these ids, in this order; one that is not there is left out."""
    found: dict[str, SitePage] = {}
    for model in apps.get_models():
        if issubclass(model, SitePage) and (missing := set(brief_ids) - set(found)):
            pages = model.objects.live().public().filter(brief_id__in=missing)
            found |= {page.brief_id: page for page in pages}
    return [found[brief_id] for brief_id in brief_ids if brief_id in found]
