"""Copies, a price each, and the total that a founder sees before anything is written down."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.core.desk_fields import TicketForm
from alongside.orders import ebook, pricing
from alongside.orders.actions.placing import Wish, quote_of
from alongside.orders.models import BookEdition
from alongside.orders.money import pounds
from alongside.orders.pounds_field import PoundsField

from .fields import WholeField, only_if_needed

MOST = 20_000  # copies of one edition


class CopiesForm(TicketForm):
    """Copies of each edition, and a price each if another one was agreed.

    `seen_total` is the total (pence) that stood on her screen: nothing is written down before she saw it.
    """

    seen_total = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        on_sale = BookEdition.objects.filter(is_on_sale=True)
        self.editions = [one for one in on_sale if one.is_posted or self.takes_file(one)]
        for edition in self.editions:
            self.fields[f"copies_{edition.pk}"] = WholeField(
                label=f"{edition}: copies", most=MOST, required=False
            )
            self.fields[f"price_{edition.pk}"] = PoundsField(
                label="Price each, if agreed (pounds)",
                required=False,
                help_text=f"Empty: {pounds(edition.pence)}.",
            )
            only_if_needed(self, f"copies_{edition.pk}", f"price_{edition.pk}")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.copies() and not cleaned.get("forward_copies"):
            raise ValidationError("Please write how many copies, at least at one edition.")
        return cleaned

    def takes_file(self, edition: BookEdition) -> bool:
        """Whether an e-book can be ordered here: its file must be there to be downloaded."""
        return ebook.is_there(edition)

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """The two fields of each edition."""
        for edition in self.editions:
            yield self[f"copies_{edition.pk}"], self[f"price_{edition.pk}"]

    def others(self) -> Iterator[Any]:
        """The fields that belong to no edition."""
        own = {field.name for row in self.rows() for field in row}
        return (field for field in self if field.name not in own)

    def copies(self) -> dict[int, int]:
        typed = {one.pk: self.cleaned_data.get(f"copies_{one.pk}") or 0 for one in self.editions}
        return {pk: many for pk, many in typed.items() if many}

    def agreed(self) -> dict[int, int]:
        """Pence a copy, for those whose price is not that of the shop."""
        typed = {one.pk: self.cleaned_data.get(f"price_{one.pk}") for one in self.editions}
        return {pk: pence for pk, pence in typed.items() if pence is not None}

    def wish(self) -> Wish:
        """After `is_valid`."""
        raise NotImplementedError

    def quote(self) -> pricing.Quote:
        """What it costs. Raises pricing.NotOffered."""
        return quote_of(self.wish())

    def show_total(self, pence: int) -> None:
        """It is shown once more with all that was typed, and the total beside the button."""
        self.data = {**self.data.dict(), "seen_total": pence}  # type: ignore[attr-defined]
