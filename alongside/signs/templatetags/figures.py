"""Figures of a release, in words."""

from typing import Any

from django import template

from alongside.signs import sentences
from alongside.signs.figures import Cell

register = template.Library()
register.filter("sentence", sentences.sentence)
register.filter("caption_of", sentences.caption)


@register.filter
def thousands(number: int) -> str:
    """1200 → 1,200."""
    return f"{number:,}"


@register.simple_tag(takes_context=True)
def page_about(context: dict[str, Any], cell: Cell) -> str:
    """The address of the page about a cell: from `links` (key → address), or "" if it has none."""
    return str(context.get("links", {}).get(cell.key, ""))
