"""Orders that founders write down. The prices are the shop's, unless a founder agreed another one."""

from typing import Any

from django import forms
from django.utils import timezone

from alongside.core.desk_fields import DateField, LineField
from alongside.orders import pricing
from alongside.orders.actions.placing import Wish
from alongside.orders.buyer import Buyer
from alongside.orders.models import Account, Order
from alongside.orders.pounds_field import PoundsField

from .copies_form import CopiesForm
from .fields import WholeField, only_if_needed
from .order_forms import WHERE, BuyerForm, lately

Source, PayBy = Order.Source, Order.PayBy


class EventForm(CopiesForm):
    """Copies that somebody bought at a stand and took with her. No name, no address."""

    forward_copies = WholeField(
        label="Copies paid forward", most=pricing.MOST_FORWARD, required=False
    )
    gift = PoundsField(label="Gift on top (pounds)", required=False)
    account = forms.ChoiceField(
        label="Where is the money",
        choices=[(Account.CASH, "Cash"), (Account.BANK, "Bank, by a card reader of ours")],
        initial=Account.CASH,
        widget=forms.RadioSelect,
    )
    on = DateField(label="On which day", initial=timezone.localdate)

    def clean_on(self) -> Any:
        return lately(self.cleaned_data["on"])

    def wish(self) -> Wish:
        is_cash = self.cleaned_data["account"] == Account.CASH
        return Wish(
            buyer=Buyer(),
            copies=self.copies(),
            pay_by=PayBy.CASH if is_cash else PayBy.CARD,
            forward_copies=self.cleaned_data["forward_copies"] or 0,
            gift_pence=self.cleaned_data["gift"] or 0,
            source=Source.EVENT,
            postage_pence=0,
            agreed=self.agreed(),
        )


class AddressedForm(CopiesForm):
    """It is posted to somebody."""

    name = LineField(label="Name", max_length=120)
    lines = BuyerForm.base_fields["lines"]
    town = BuyerForm.base_fields["town"]
    postcode = BuyerForm.base_fields["postcode"]
    country = forms.ChoiceField(label="Country", initial="GB")
    email = BuyerForm.base_fields["email"]
    postage = PoundsField(
        label="Postage, if agreed (pounds)", required=False, help_text="Empty: as in the shop."
    )
    clean_email = BuyerForm.clean_email

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        only_if_needed(self, "lines", "town", "postcode", "postage")
        country: Any = self.fields["country"]
        country.choices = pricing.countries_served() or [("GB", "United Kingdom")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        on_paper = {edition.pk for edition in self.editions if edition.is_posted}
        if on_paper.intersection(self.copies()) and not (cleaned.get("lines") or self.errors):
            self.add_error("lines", "Please write where the parcel goes.")
        return cleaned

    def buyer(self) -> Buyer:
        typed = self.cleaned_data
        return Buyer(
            name=typed["name"],
            email=typed["email"],
            lines=tuple(typed["lines"].splitlines()),
            town=typed["town"],
            postcode=typed["postcode"],
            country=typed["country"],
            dedication=typed.get("dedication", ""),
        )


_NOT_YET = {"transfer": PayBy.TRANSFER, "cheque": PayBy.CHEQUE}


class HandForm(AddressedForm):
    """An order that came by post or by telephone."""

    dedication = BuyerForm.base_fields["dedication"]
    forward_copies = WholeField(
        label="Copies paid forward", most=pricing.MOST_FORWARD, required=False
    )
    gift = PoundsField(
        label="Gift on top (pounds)",
        required=False,
        help_text="Gift Aid for it needs a declaration of hers: not by telephone.",
    )
    paid = forms.ChoiceField(
        label="The money",
        choices=[
            ("transfer", "She will send it by bank transfer"),
            ("cheque", "She will post a cheque"),
            *((account, f"It is here already: {where[0].lower()}{where[1:]}") for account, where in WHERE),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Please say where the money is."},
    )  # fmt: skip
    on = DateField(label="It came on", initial=timezone.localdate, required=False)

    def clean_on(self) -> Any:
        return lately(self.cleaned_data["on"])

    @property
    def paid_to(self) -> Account | None:
        """Where the money is. None: it is still to come."""
        paid = self.cleaned_data["paid"]
        return None if paid in _NOT_YET else Account(paid)

    def wish(self) -> Wish:
        paid = self.cleaned_data["paid"]
        is_bank = paid == Account.BANK
        return Wish(
            buyer=self.buyer(),
            copies=self.copies(),
            pay_by=_NOT_YET.get(paid) or (PayBy.TRANSFER if is_bank else PayBy.CHEQUE),
            forward_copies=self.cleaned_data["forward_copies"] or 0,
            gift_pence=self.cleaned_data["gift"] or 0,
            source=Source.HAND,
            postage_pence=self.cleaned_data["postage"],
            agreed=self.agreed(),
        )
