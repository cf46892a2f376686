"""Orders that founders write down. The prices are the shop's, unless a founder agreed another one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from alongside.core.desk_fields import DateField, LineField
from alongside.orders import pricing
from alongside.orders.actions.placing import Wish
from alongside.orders.address_fields import HOME, uk_postcode
from alongside.orders.buyer import Buyer
from alongside.orders.gift_aid import ON_PAPER
from alongside.orders.models import Account, BookEdition, Order
from alongside.orders.pounds_field import PoundsField

from .copies_form import CopiesForm
from .fields import WholeField, only_if_needed
from .order_forms import BuyerForm, lately
from .paper_gift_aid import FIELDS as AID
from .paper_gift_aid import PaperGiftAid

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

    def takes_file(self, edition: BookEdition) -> bool:
        """Nobody takes a file with her."""
        return False

    def clean_on(self) -> Any:
        return lately(self.cleaned_data["on"])

    @property
    def paid_to(self) -> Account:
        """Where the money is."""
        return Account(self.cleaned_data["account"])

    def wish(self) -> Wish:
        is_cash = self.paid_to == Account.CASH
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
        wanted = self.copies()
        chosen = [edition for edition in self.editions if edition.pk in wanted]
        if any(edition.is_posted for edition in chosen):
            self._ask_for_address()
        if not all(edition.is_posted for edition in chosen):
            self._ask_for("email", "She downloads the e-book by a link that we mail to her.")
        return cleaned

    def _ask_for(self, name: str, words: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)

    def _ask_for_address(self) -> None:
        self._ask_for("lines", "Please write where the parcel goes.")
        self._ask_for("town", "Please write the town.")
        if self.cleaned_data.get("country") != HOME:
            return
        self._ask_for("postcode", "Please write the postcode.")
        if typed := self.cleaned_data.get("postcode"):
            try:
                self.cleaned_data["postcode"] = uk_postcode(typed)
            except ValidationError as error:
                self.add_error("postcode", error)

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
_HERE = {
    "bank": (Account.BANK, PayBy.TRANSFER),
    "cash": (Account.CASH, PayBy.CASH),
    "cheque_here": (Account.CASH, PayBy.CHEQUE),
}


class HandForm(PaperGiftAid, AddressedForm):
    """An order that came by post or by telephone."""

    field_order = (
        *("name", "lines", "town", "postcode", "country", "email", "postage", "dedication"),
        *("forward_copies", "gift", "gift_aid", *AID, "paid", "on"),
    )

    dedication = BuyerForm.base_fields["dedication"]
    forward_copies = WholeField(
        label="Copies paid forward", most=pricing.MOST_FORWARD, required=False
    )
    gift = PoundsField(label="Gift on top (pounds)", required=False)
    paid = forms.ChoiceField(
        label="The money",
        choices=[
            ("transfer", "She will send it by bank transfer"),
            ("cheque", "She will post a cheque"),
            ("bank", "It is here already: in the bank"),
            ("cash", "It is here already: cash"),
            ("cheque_here", "It is here already: a cheque that we hold"),
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
        here = _HERE.get(self.cleaned_data["paid"])
        return here[0] if here else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.ask_for_gift_aid()
        return cleaned

    def wish(self) -> Wish:
        paid = self.cleaned_data["paid"]
        return Wish(
            buyer=self.buyer(),
            copies=self.copies(),
            pay_by=_HERE[paid][1] if paid in _HERE else _NOT_YET[paid],
            forward_copies=self.cleaned_data["forward_copies"] or 0,
            gift_pence=self.cleaned_data["gift"] or 0,
            gift_aid=self.declaration(),
            source=Source.HAND,
            postage_pence=self.cleaned_data["postage"],
            agreed=self.agreed(),
            is_paid=paid in _HERE,
            wording=ON_PAPER,
        )
