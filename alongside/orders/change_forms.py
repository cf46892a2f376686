"""What a buyer can change of an order: where it goes, and whether she wants it at all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from alongside.core import limits
from alongside.core.public_forms import PublicForm

from .address_fields import AddressFields, country_name
from .buyer import Buyer
from .models import Order

MOST, PER = 60, timedelta(hours=1)


class AddressForm(AddressFields, PublicForm):
    """In the same country: to another one the postage is another."""

    door = "order address"
    button = "Send it there"
    not_yet = "Not changed yet"

    def __init__(self, *, request: HttpRequest, order: Order) -> None:
        self.before = order.buyer()
        super().__init__(request=request, initial=_as_typed(self.before))
        del self.fields["country"]

    @property
    def country_name(self) -> str:
        return country_name(self.before.country)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["country"] = self.before.country
        self.ask_for_address()
        return self.cleaned_data

    def count(self) -> None:
        limits.check(self.request, door=self.door, most=MOST, per=PER)

    def new_buyer(self) -> Buyer:
        told = self.buyer()
        return replace(
            self.before,
            name=told.name,
            lines=told.lines,
            town=told.town,
            postcode=told.postcode,
        )


def _as_typed(buyer: Buyer) -> dict[str, str]:
    """More lines than two (typed in by a founder) stand in the second, with commas."""
    first, *more = buyer.lines or ("",)
    return {
        "name": buyer.name,
        "line1": first,
        "line2": ", ".join(more),
        "town": buyer.town,
        "postcode": buyer.postcode,
    }


class CancelForm(PublicForm):
    """One button, and nothing to fill in."""

    door = "order cancel"
    button = "Yes, cancel my order"
    not_yet = "Not cancelled yet"
    least = timedelta(0)
