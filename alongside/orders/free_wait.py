"""How long a free copy may take, honestly, and without more than anybody needs to know."""

from .actions import giving
from .models import BookEdition, Order
from .stock import availability

KINDS = (BookEdition.Kind.PAPERBACK, BookEdition.Kind.LARGE_PRINT)


def free_editions() -> list[BookEdition]:
    """The book on paper, in whatever size of print is on sale."""
    return list(BookEdition.objects.filter(is_on_sale=True, kind__in=KINDS))


def is_here(edition: BookEdition) -> bool:
    """A copy lies in the cupboard for her."""
    return availability(edition).at_once


def wait(order: Order | None = None) -> str:
    """For somebody who has not asked yet; or for the one whose order it is."""
    before, copies = giving.how_long(order)
    if copies > before:
        wanted = [one.edition for one in order.lines.all()] if order else free_editions()
        if any(map(is_here, wanted)):
            return "There is money for a copy for you now. It is posted in a few days."
        return "There is money for a copy for you now. You get it as soon as it is in print."
    has = "there is no money for a copy at the moment"
    if copies:
        has = f"there is money for {_about(copies)} {'copy' if copies == 1 else 'copies'} now"
    return (
        f"{_before(before)}, and {has}. You get one as soon as there is money for yours. "
        "It can take weeks. First come, first served."
    )


def _before(people: int) -> str:
    if not people:
        return "Nobody waits before you"
    return f"{_about(people).capitalize()} {'person waits' if people == 1 else 'people wait'} before you"


def _about(number: int) -> str:
    """Exact up to ten, then to the nearest five."""
    return str(number) if number <= 10 else f"about {round(number / 5) * 5}"
