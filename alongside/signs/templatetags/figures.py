"""Figures of a release, in words."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape

from alongside.signs import sentences
from alongside.signs.citing import full_address
from alongside.signs.figures import IN_ORDER, Cell, Table
from alongside.signs.picture import alternative_text

MOST_HIDDEN_LINES = 2
register = template.Library()
register.filter("sentence", sentences.sentence)
register.filter("caption_of", sentences.caption)


@register.filter
def thousands(number: int) -> str:
    """1200 → 1,200."""
    return f"{number:,}"


@register.filter
def lines(table: Table) -> tuple[Cell, ...]:
    """The cells that have a line of their own, in their order."""
    folded_away = folded(table)
    return tuple(cell for cell in table.cells if cell not in folded_away)


@register.filter
def folded(table: Table) -> tuple[Cell, ...]:
    """Hidden cells that share one line: a phone would show a whole screen of nothing else.

    Bands stay in their order: a gap in them is worth seeing.
    """
    hidden = tuple(cell for cell in table.cells if cell.count is None)
    return hidden if len(hidden) > MOST_HIDDEN_LINES and table.measure not in IN_ORDER else ()


@register.simple_tag(takes_context=True)
def page_about(context: dict[str, Any], cell: Cell) -> str:
    """The address of the page about a cell: from `links` (key → address), or "" if it has none."""
    return str(context.get("links", {}).get(cell.key, ""))


@register.filter
def embed_code(table: Table) -> str:
    """The HTML that another website puts where it wants the card. Plain text: escape it to show it.

    Nothing in it says to us on which page the card stands.
    """
    height = 440 + 70 * len(lines(table)) + 25 * len(folded(table))  # pixels, on a phone
    return (
        f'<iframe src="{full_address(reverse("figures-card", args=[table.slug]))}" '
        f'title="{escape(sentences.caption(table))}" width="100%" height="{height}" '
        'loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )


register.simple_tag(alternative_text, name="picture_words")
