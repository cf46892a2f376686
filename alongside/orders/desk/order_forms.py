"""What is typed about one order. Every form that moves money has a ticket: two presses are one."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from alongside.core.desk_fields import DateField, LineField, TicketForm
from alongside.core.mail.addresses import BadAddress, checked
from alongside.orders.address_fields import HOME, uk_postcode
from alongside.orders.books import Part
from alongside.orders.buyer import Buyer
from alongside.orders.models import Account, Refund
from alongside.orders.order_numbers import found_in
from alongside.orders.pounds_field import PoundsField

from .fields import NO_ADDRESS, TextField, only_if_needed

WHERE = [(Account.BANK, "Bank"), (Account.CASH, "Cash, or a cheque that we hold")]
BY_CARD = (Account.STRIPE, "Back to her card, by Stripe")
_LONG_AGO = timedelta(days=2 * 366)


class FindForm(forms.Form):
    """A number, or an exact e-mail address. It travels in the form alone."""

    use_required_attribute = False
    q = LineField(
        label="Number of the order, or e-mail address",
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Please write a number such as BK4T9ZQ2H, or an address."},
    )

    def clean_q(self) -> str:
        """The number as it is written down, or the address."""
        typed = str(self.cleaned_data["q"])
        if "@" not in typed:
            numbers = found_in(typed)
            if not numbers:
                raise ValidationError("This is no number of ours: one sign of it is wrong.")
            return numbers[0]
        try:
            return checked(typed)
        except BadAddress:
            raise ValidationError(NO_ADDRESS) from None


class CameForm(TicketForm):
    """Money came: a cheque, cash, a transfer that a founder saw at the bank."""

    prefix = "came"
    pence = PoundsField(label="How much came (pounds)", least=1)
    account = forms.ChoiceField(label="Where is it", choices=WHERE, widget=forms.RadioSelect)
    on = DateField(label="On which day")

    def clean_on(self) -> Any:
        return lately(self.cleaned_data["on"])


class AllowForm(TicketForm):
    """So much of each part is to be given back, and why. most: pence of each part."""

    prefix = "allow"

    def __init__(self, most: dict[Part, int], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.most = most
        for part, pence in most.items():
            if pence:
                self.fields[part] = PoundsField(label=_PARTS[part], required=False)
                only_if_needed(self, part)
        self.fields["why"] = forms.ChoiceField(
            label="Why",
            choices=[(why.value, why.label.capitalize()) for why in Refund.Why],
            widget=forms.RadioSelect,
            error_messages={"required": "Please say why."},
        )

    def parts(self) -> dict[Part, int]:
        """After `is_valid`."""
        return {part: self.cleaned_data[part] for part in self.most if self.cleaned_data.get(part)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(part) for part in self.most):
            raise ValidationError("Please write at least one amount.")
        return cleaned


_PARTS = {
    Part.COPIES: "Of the copies (pounds)",
    Part.POSTAGE: "Of the postage (pounds)",
    Part.FORWARD: "Of copies paid forward (pounds)",
    Part.GIFT: "Of the gift (pounds)",
}


class BackForm(TicketForm):
    """Money goes back. by_card: how many pence her card can get back; 0: she did not pay by card."""

    prefix = "back"
    pence = PoundsField(label="How much (pounds)", least=1)
    account = forms.ChoiceField(label="How", widget=forms.RadioSelect)
    on = DateField(label="On which day", help_text="The day on which you sent it.")

    def __init__(self, by_card: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        way: Any = self.fields["account"]
        way.choices = [BY_CARD, *WHERE] if by_card else WHERE
        self.fields["on"].required = not by_card

    def clean_on(self) -> Any:
        return lately(self.cleaned_data["on"] or timezone.localdate())


class BuyerForm(forms.Form):
    """Who gets it. The country (two letters) stays: postage and VAT were reckoned for it."""

    use_required_attribute = False
    prefix = "buyer"
    name = LineField(label="Name", max_length=120, required=False)
    lines = TextField(label="House and street", max_length=300, required=False)
    town = LineField(label="Town", max_length=80, required=False)
    postcode = LineField(label="Postcode", max_length=20, required=False)
    email = LineField(label="E-mail address", max_length=254, required=False)
    dedication = LineField(
        label="Written into the book", max_length=200, required=False, help_text="By hand, by you."
    )

    def __init__(self, *args: Any, country: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.country = country
        only_if_needed(self)

    def clean_postcode(self) -> str:
        typed = str(self.cleaned_data["postcode"])
        return uk_postcode(typed) if typed and self.country == HOME else typed

    def clean_email(self) -> str:
        typed = str(self.cleaned_data["email"])
        try:
            return checked(typed) if typed else ""
        except BadAddress:
            raise ValidationError(NO_ADDRESS) from None

    def buyer(self, country: str) -> Buyer:
        """After `is_valid`."""
        typed = dict(self.cleaned_data)
        lines = tuple(typed.pop("lines").splitlines())
        return Buyer(**{name: typed[name] for name in _OF_BUYER}, lines=lines, country=country)


_OF_BUYER = ("name", "email", "town", "postcode", "dedication")


def about(buyer: Buyer) -> dict[str, str]:
    """For the form: what is known."""
    known = {name: getattr(buyer, name) for name in _OF_BUYER}
    return known | {"lines": "\n".join(buyer.lines)}


def lately(day: Any) -> Any:
    """The day, if it is today or one of the two years before. Raises ValidationError."""
    if day and day > timezone.localdate():
        raise ValidationError("This day is still to come.")
    if day and timezone.localdate() - day > _LONG_AGO:
        raise ValidationError("This is more than two years ago. Is the year right?")
    return day
