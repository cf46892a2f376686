"""The founders' menus, and the few pages that the home page opens a door to."""

from django import template

from alongside.pages.menu import Entry, entries
from alongside.pages.models import Menu, PlainPage

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
def plain_pages(*brief_ids: str) -> list[PlainPage]:
    """The live plain pages with these ids, in this order; one that is not there is left out."""
    found = {
        page.brief_id: page
        for page in PlainPage.objects.live().public().filter(brief_id__in=brief_ids)
    }
    return [found[brief_id] for brief_id in brief_ids if brief_id in found]
