"""Somebody in front of our shop, with a browser and a person's pace."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.test import Client

from alongside.core.mail.models import OutboxMessage
from alongside.orders.models import BookEdition, Order
from tests.enquiries.conftest import SAME_ORIGIN, hidden, seen

ORDER = "/book/order/"
FREE = "/book/free-copy/"
ADDRESS = {
    "name": "Enid Enquirer",
    "line1": "7 Canary Row",
    "town": "Lewes",
    "postcode": "bn71aa",
    "country": "GB",
    "email": "enid@example.org",
}
TYPED = {**ADDRESS, "pay_by": "transfer"}

__all__ = ["ADDRESS", "FREE", "ORDER", "TYPED", "Shopper", "copies", "hidden", "letters", "seen"]


def copies(wanted: dict[BookEdition, Any]) -> dict[str, Any]:
    """As the form sends it."""
    return {f"copies_{edition.pk}": many for edition, many in wanted.items()}


def letters(**which: Any) -> list[Any]:
    """The mails that wait to be sent, as they will be read, the oldest first."""
    rows = OutboxMessage.objects.filter(**which).exclude(locked=b"").order_by("pk")
    return [row.letter() for row in rows]


def values(html: str) -> dict[str, str]:
    """What stands in the hidden fields of a page, in whatever order their attributes are."""
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", html):
        is_sent = 'type="hidden"' in tag
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if is_sent and name:
            found[name[1]] = unescape(value[1]) if value else ""
    return found


@dataclass
class Shopper:
    clock: Any
    client: Client

    def look(self, path: str, status: int = 200) -> Any:
        response = self.client.get(path)
        assert response.status_code == status, (path, response.status_code)
        return response

    def send(self, path: str, typed: dict[str, Any], *, page: Any = None, **headers: str) -> Any:
        """Fill in the form of `page` (else of a fresh one) and press its button."""
        page = page or self.look(path)
        self.clock.shift(30)
        data = {**values(page.content.decode()), **typed}
        return self.client.post(path, data, headers=SAME_ORIGIN | headers)

    def choose(self, wanted: dict[BookEdition, Any], *, page: Any = None, **typed: Any) -> Any:
        """Fill in the order form and press “Go on”."""
        return self.send(ORDER, {**TYPED, **copies(wanted), **typed, "step": "look"}, page=page)

    def press(self, page: Any, step: str = "order", **typed: Any) -> Any:
        """Press a button of the page that shows the order once more."""
        return self.send(ORDER, {"step": step, **typed}, page=page)

    def order(self, wanted: dict[BookEdition, Any], **typed: Any) -> Order:
        """Through both pages. Gives the order."""
        looked = self.choose(wanted, **typed)
        assert looked.status_code == 200, seen(looked)
        response = self.press(looked)
        assert response.status_code == 303, seen(response)
        return Order.objects.latest("pk")
