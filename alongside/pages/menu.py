"""What readers see of the menu: names and addresses, without what is hidden or not live."""

from dataclasses import dataclass
from typing import Any

from .models import Menu


@dataclass(frozen=True)
class Entry:
    """A link of the menu and the links under it. Without `url` it is a heading only."""

    name: str
    url: str
    under: tuple["Entry", ...] = ()


def _entry(value: Any) -> Entry | None:
    page = value["page"]
    if value["hidden"] or (page and not page.live):
        return None
    under = tuple(entry for child in value.get("under", []) if (entry := _entry(child)))
    if page:
        return Entry(value["name"] or page.title, page.url, under)
    return Entry(value["name"], value["address"], under)


def entries(place: Menu.Place) -> list[Entry]:
    """The entries of the menu in `place`, in the founders' order."""
    menu = Menu.objects.filter(place=place, live=True).first()
    if not menu:
        return []
    return [entry for block in menu.entries if (entry := _entry(block.value))]
