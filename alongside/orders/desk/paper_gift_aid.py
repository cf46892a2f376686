"""A Gift Aid declaration that came signed, on paper, with an order by letter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.core.desk_fields import LineField
from alongside.orders.address_fields import uk_postcode
from alongside.orders.gift_aid import Declaration
from alongside.orders.models import Shop

from .fields import only_if_needed

FIELDS = ("aid_first", "aid_last", "aid_house", "aid_postcode")


class PaperGiftAid(forms.Form):
    """Only for a gift, and only if the shop is a charity: else its fields are not there."""

    gift_aid = forms.BooleanField(
        required=False,
        label="She has signed a Gift Aid declaration for this gift, and we keep the paper",
        help_text="For six years: HMRC may ask for it. By telephone there is none.",
    )
    aid_first = LineField(label="First name on the paper", max_length=40, required=False)
    aid_last = LineField(label="Last name on the paper", max_length=60, required=False)
    aid_house = LineField(
        label="Number or name of her house, and the street", max_length=80, required=False
    )
    aid_postcode = LineField(label="Postcode of her home", max_length=12, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        only_if_needed(self, "gift_aid", *FIELDS)
        if not Shop.current().is_charity:
            for name in ("gift_aid", *FIELDS):
                del self.fields[name]

    def ask_for_gift_aid(self) -> None:
        """What is missing for HMRC, if she ticked it."""
        typed = self.cleaned_data
        if not typed.get("gift_aid"):
            return
        if not typed.get("gift") and "gift" not in self.errors:
            words = "Gift Aid is for a gift. Please write its amount, or take the tick out."
            self.add_error("gift_aid", words)
        for name in FIELDS:
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, "Please copy it from the paper. HMRC asks for it.")
        if postcode := typed.get("aid_postcode"):
            try:
                typed["aid_postcode"] = uk_postcode(postcode)
            except ValidationError as error:
                self.add_error("aid_postcode", error)

    def declaration(self) -> Declaration | None:
        """After `is_valid`."""
        if not self.cleaned_data.get("gift_aid"):
            return None
        first, last, house, postcode = (self.cleaned_data[name] for name in FIELDS)
        return Declaration(first_name=first, last_name=last, house=house, postcode=postcode)
