"""Where a parcel goes, as forms ask for it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django_countries import countries

from alongside.core.public_fields import FollowsUp
from alongside.core.typed_text import without_turns

from . import pricing
from .buyer import Buyer

HOME = "GB"
NEEDED = "Please fill this in. Without it we cannot post a parcel."
_UK = re.compile(r"[A-Z]{1,2}[0-9OI][0-9A-Z]?[0-9OI][A-Z]{2}")


class Line(forms.CharField):
    """One line: what an address label has room for. Not every form that has it needs it."""

    is_conditional = True

    def __init__(self, label: str, most: int, autocomplete: str, **options: Any) -> None:
        widget = forms.TextInput({"autocomplete": autocomplete})
        super().__init__(label=label, max_length=most, required=False, widget=widget, **options)

    def clean(self, value: Any) -> str:
        return str(super().clean(" ".join(without_turns(str(value or "")).split())))


def uk_postcode(typed: str) -> str:
    """With capitals and its space. Raises ValidationError only for what cannot be one."""
    letters = re.sub(r"[\s.\-]", "", typed).upper()
    if not _UK.fullmatch(letters):
        raise ValidationError(
            "This cannot be a postcode of the United Kingdom. One looks like BN7 1AA."
        )
    return f"{letters[:-3]} {letters[-3:]}"


class AddressFields(FollowsUp):
    """Name and address. `ask_for_address` says what is missing; what is not posted needs none."""

    name = Line("Name on the parcel", 80, "name")
    line1 = Line("House and street", 80, "address-line1")
    line2 = Line("More of the address (if there is more)", 80, "address-line2")
    town = Line("Town", 60, "address-level2")
    postcode = Line("Postcode", 12, "postal-code")
    country = forms.ChoiceField(
        label="Country",
        initial=HOME,
        error_messages={"invalid_choice": "Please choose a country from this list."},
        widget=forms.Select({"autocomplete": "country"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = pricing.countries_served()  # type: ignore[attr-defined]

    def ask_for_address(self) -> None:
        for name in ("name", "line1", "town"):
            self.ask_for(name, NEEDED)
        if self.cleaned_data.get("country") == HOME:
            self.ask_for("postcode", NEEDED)
            self.tidy_postcode("postcode")

    def tidy_postcode(self, name: str) -> None:
        """Of the United Kingdom; says so if it cannot be one."""
        if typed := self.cleaned_data.get(name):
            try:
                self.cleaned_data[name] = uk_postcode(typed)
            except ValidationError as error:
                self.add_error(name, error)

    def buyer(self, **more: str) -> Buyer:
        """Of a form that is valid."""
        told = self.cleaned_data
        lines = tuple(line for line in (told["line1"], told["line2"]) if line)
        return Buyer(
            name=told["name"],
            lines=lines,
            town=told["town"],
            postcode=told["postcode"],
            country=told["country"],
            **more,
        )


def country_name(code: str) -> str:
    return str(countries.name(code))
