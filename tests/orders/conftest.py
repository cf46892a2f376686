"""A shop that is open: the book on paper (20 copies), in large print (2), as a file, and a journal."""

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from alongside.orders import cards, stock
from alongside.orders.actions import placing
from alongside.orders.buyer import Buyer
from alongside.orders.models import BookEdition, Order, Shop, StockMove
from alongside.orders.vat import Rate
from tests.orders.shopping import Shopper

from .open_shop import open_shop
from .stripe_stand_in import KEY, SECRET, StripeStandIn, signed, stand_in

BUYER = Buyer(
    name="Enid Enquirer",
    email="enid@example.org",
    lines=("7 Canary Row",),
    town="Lewes",
    postcode="BN7 1AA",
    country="GB",
)
_sendings = itertools.count(1)


@pytest.fixture
def shop(db: None) -> Shop:
    return open_shop()


def _edition(copies: int, **about: Any) -> BookEdition:
    edition = BookEdition.objects.create(**about)
    if copies:
        stock.move(edition, copies, StockMove.Why.COUNTED)
        edition.refresh_from_db()
    return edition


@pytest.fixture
def paperback(shop: Shop) -> BookEdition:
    return _edition(20, kind="paperback", name="Paperback", pence=1200)


@pytest.fixture
def large_print(shop: Shop) -> BookEdition:
    return _edition(2, kind="large", name="Large print", pence=1600, position=1)


@pytest.fixture
def ebook(shop: Shop) -> BookEdition:
    return _edition(0, kind="ebook", name="E-book", pence=500, position=2)


@pytest.fixture
def journal(shop: Shop) -> BookEdition:
    return _edition(9, kind="journal", name="Journal", pence=900, vat=Rate.STANDARD, position=3)


@pytest.fixture
def ordered(shop: Shop) -> Callable[..., Order]:
    """A function: `ordered({paperback: 2}, gift_pence=500)` is an order that was just sent."""

    def order(copies: dict[BookEdition, int], **wish: Any) -> Order:
        wanted = {edition.pk: many for edition, many in copies.items()}
        asked = {"buyer": BUYER, "pay_by": Order.PayBy.TRANSFER, "copies": wanted} | wish
        submission = next(_sendings).to_bytes(16, "big")
        return placing.place(placing.Wish(**asked), submission=submission)[0]

    return order


@pytest.fixture
def clock() -> Iterator[Any]:
    """A clock that stands still until it is moved: `clock.shift(5)`."""
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def shopper(clock: Any, client: Client, shop: Shop) -> Shopper:
    return Shopper(clock, client)


@pytest.fixture
def at_stripe(settings: Any) -> Iterator[StripeStandIn]:
    """Somebody who speaks like Stripe. What he tells us comes to the site of this test."""
    with stand_in() as told:
        settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = KEY, SECRET
        settings.STRIPE_API_BASE = told.address
        yield told


@pytest.fixture
def paid_by_card(
    ordered: Callable[..., Order], at_stripe: StripeStandIn, tell: Callable[..., Any]
) -> Callable[..., Order]:
    """A function: an order that was paid by card. Stripe tells us, or not."""

    def pay(copies: dict[BookEdition, int], *, is_told: bool = True) -> Order:
        order = ordered(copies, pay_by="card")
        cards.start(order)
        event = at_stripe.pay(order.card_payments.get().session_id)
        if is_told:
            tell(event)
            order.refresh_from_db()
        return order

    return pay


@pytest.fixture
def tell(client: Any) -> Callable[..., Any]:
    """A function: an event comes to `/webhooks/stripe/`, signed by Stripe unless it is said otherwise."""

    def send(event: Any, **signing: Any) -> Any:
        body = event if isinstance(event, str) else json.dumps(event)
        signature = signing.pop("signature", None) or signed(body, **signing)
        return client.post(
            "/webhooks/stripe/", body, "application/json", headers={"stripe-signature": signature}
        )

    return send
