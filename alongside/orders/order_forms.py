"""The order form: what she wants, where it goes, how she pays. No price is ever read from it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.http import HttpRequest

from alongside.core import limits
from alongside.core.public_fields import email_field
from alongside.core.public_forms import PublicForm
from alongside.core.typed_text import without_turns

from . import gift_aid, money, pricing
from .actions.placing import Wish
from .address_fields import AddressFields, Line
from .gift_aid import Declaration
from .models import BookEdition, Order, Shop
from .on_sale import OnSale, on_sale
from .order_fields import GiftField, copies_field
from .pricing import Quote
from .ways_to_pay import ways

COPIES = "copies_"
ORDER_AND_PAY = "Order and pay"
"""The law wants the button to say so (Consumer Contracts Regulations 2013, regulation 14(3))."""
GIFT_AID = ("aid_first", "aid_last", "aid_house", "aid_postcode")
E_BOOK_AGREED = (
    "Yes, I want to download the e-book as soon as it is paid. I know that I cannot cancel the e-book "
    "any more once I have downloaded it."
)
"""Consumer Contracts Regulations 2013, regulation 37(1): she agrees, and knows what it costs her."""


NO_FILE = "It cannot be downloaded yet. Please leave it out for now."
NO_BOOK = "There is no printed book in your order to write this into. Please take it out."


class OrderForm(AddressFields, PublicForm):
    """All on one page; sent a second time, as hidden fields, from the page that shows it once more."""

    door = "order"
    button = "Go on"
    not_yet = "Not ordered yet"
    least = timedelta(seconds=2)

    email = email_field(required=True)
    dedication = forms.CharField(
        label="A few words to be written into the book",
        max_length=200,
        required=False,
        help_text="By hand, on the first page. 200 letters at the most.",
        widget=forms.Textarea({"rows": 2}),
    )
    forward = copies_field("How many copies for somebody else?", pricing.MOST_FORWARD)
    gift = GiftField(pricing.MOST_GIFT, label="A gift on top, in pounds")
    gift_aid = forms.BooleanField(required=False)
    aid_first = Line("Your first name", 40, "given-name")
    aid_last = Line("Your last name", 60, "family-name")
    aid_house = Line("Number or name of your house, and the street", 80, "street-address")
    aid_postcode = Line("Postcode of your home", 12, "postal-code")
    pay_by = forms.ChoiceField(
        label="How would you like to pay?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Please choose how you would like to pay.",
            "invalid_choice": "This way of paying is not open any more. Please choose another.",
        },
    )
    e_book_agreed = forms.BooleanField(required=False, label=E_BOOK_AGREED)

    def __init__(self, *, request: HttpRequest, shop: Shop, orders: bool = False) -> None:
        """orders: this press orders; the others only look."""
        super().__init__(request=request)
        self.shop, self.orders = shop, orders
        self.quote: Quote | None = None
        self.editions = on_sale(shop)
        for one in self.editions:
            self.fields[f"{COPIES}{one.edition.pk}"] = _copies_of(one)
        self._leave_out_what_is_not_offered()
        if orders:
            self.button = ORDER_AND_PAY  # type: ignore[misc]

    def _leave_out_what_is_not_offered(self) -> None:
        if not self.shop.forward_pence:
            del self.fields["forward"]
        else:
            self.fields["forward"].widget.attrs["data-pence"] = str(self.shop.forward_pence)
        if not self.shop.is_charity:
            for name in ("gift_aid", *GIFT_AID):
                del self.fields[name]
        else:
            self.fields["gift_aid"].label, self.fields["gift_aid"].help_text = gift_aid.says(
                self.shop.seller
            )
        choices = ways(self.shop)
        self.fields["pay_by"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["pay_by"].widget = forms.HiddenInput()
            self.fields["pay_by"].initial = choices[0][0]

    # What the templates ask for

    def rows(self) -> list[tuple[OnSale, BoundField]]:
        """Every edition, and the field for its copies."""
        return [(one, self[f"{COPIES}{one.edition.pk}"]) for one in self.editions]

    @property
    def only_way(self) -> str:
        """What it says when there is one way to pay only."""
        return str(ways(self.shop)[0][1])

    @property
    def declared(self) -> tuple[str, str] | None:
        """The declaration with the amount in it, of a form that is valid."""
        if not self.cleaned_data.get("gift_aid"):
            return None
        return gift_aid.says(self.shop.seller, money.pounds(self.cleaned_data["gift"]))

    # What it costs

    def copies(self) -> dict[int, int]:
        """id of an edition → how many."""
        told = {
            one.edition.pk: self.cleaned_data.get(f"{COPIES}{one.edition.pk}")
            for one in self.editions
        }
        return {pk: many for pk, many in told.items() if many}

    def clean(self) -> dict[str, Any]:
        self._ask_for_what_is_there()
        self._count_up()
        if any(one.edition.is_posted and one.edition.pk in self.copies() for one in self.editions):
            self.ask_for_address()
        else:
            if self.cleaned_data.get("dedication"):
                self.add_error("dedication", NO_BOOK)
            self.drop("name", "line1", "line2", "town", "postcode")
        self._ask_for_gift_aid()
        return self.cleaned_data

    def _ask_for_what_is_there(self) -> None:
        """What was on the page may have gone meanwhile."""
        for one in self.editions:
            wanted = self.copies().get(one.edition.pk, 0)
            if one.edition.is_posted and wanted > one.edition.left:
                self.say_how_many_are_left(one.edition, one.edition.left)
            elif wanted and not one.edition.is_posted and not one.can_order:
                self.add_error(f"{COPIES}{one.edition.pk}", NO_FILE)
        sent = {name for name, many in self.data.items() if name.startswith(COPIES) and many}
        if sent - set(self.fields):
            self.add_error(None, "One edition that you chose is not on sale any more.")

    def say_how_many_are_left(self, edition: BookEdition, left: int) -> None:
        left = max(0, left)
        words = (
            "Somebody was quicker: none is left."
            if not left
            else f"Only {left} can be ordered now."
        )
        self.add_error(f"{COPIES}{edition.pk}", words)

    def _count_up(self) -> None:
        """Nothing is added up from what cannot be read; the mistakes are said first."""
        if self.errors.keys() & {
            *(n for n in self.fields if n.startswith(COPIES)),
            "forward",
            "gift",
            "country",
        }:
            return
        told = self.cleaned_data
        try:
            self.quote = pricing.quote(
                self.copies(),
                country=told["country"],
                forward_copies=told.get("forward") or 0,
                gift_pence=told["gift"],
            )
        except pricing.NotOffered as error:
            self.add_error(None, str(error))

    def _ask_for_gift_aid(self) -> None:
        if not self.cleaned_data.get("gift_aid"):
            if self.shop.is_charity:
                self.drop(*GIFT_AID)
            return
        if not self.cleaned_data.get("gift") and "gift" not in self.errors:
            self.add_error(
                "gift_aid",
                "Gift Aid is for a gift. Please write an amount above, or take the tick out.",
            )
        for name in GIFT_AID:
            self.ask_for(name, "Please fill this in. HMRC asks for it.")
        self.tidy_postcode("aid_postcode")

    def count(self) -> None:
        if self.orders:
            most = settings.ORDERS_AN_HOUR
            limits.check(self.request, door=self.door, most=most, per=timedelta(hours=1))

    # Of a form that is valid

    @property
    def has_e_book(self) -> bool:
        return any(not line.edition.is_posted for line in self.quote.lines) if self.quote else False

    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(
            buyer=self.buyer(email=told["email"], dedication=without_turns(told["dedication"])),
            copies=self.copies(),
            pay_by=Order.PayBy(told["pay_by"]),
            forward_copies=told.get("forward") or 0,
            gift_pence=told["gift"],
            gift_aid=self._declaration(),
        )

    def _declaration(self) -> Declaration | None:
        if not self.cleaned_data.get("gift_aid"):
            return None
        first, last, house, postcode = (self.cleaned_data[name] for name in GIFT_AID)
        return Declaration(first_name=first, last_name=last, house=house, postcode=postcode)


def _copies_of(one: OnSale) -> forms.IntegerField:
    return copies_field(
        f"{one.edition.name}, {one.price}",
        pricing.MOST_COPIES,
        **{
            "data-pence": str(one.edition.pence),
            **({"data-posted": ""} if one.edition.is_posted else {}),
        },
    )
