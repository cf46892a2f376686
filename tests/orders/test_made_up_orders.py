"""An operator makes up a shop with orders to try everything, and takes all of it away again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, ledger
from alongside.orders.actions import paying, placing
from alongside.orders.actions.orders import copies_of
from alongside.orders.models import (
    Account,
    BookEdition,
    Entry,
    Invoice,
    Order,
    OrderLine,
    PostageBand,
    Posting,
    Shop,
    StockMove,
)
from alongside.orders.states import HOLDS_COPIES, State
from tests.enquiries.conftest import seen

from .conftest import BUYER

pytestmark = pytest.mark.django_db
ALL = (Order, OrderLine, Entry, Posting, Invoice, StockMove, BookEdition, PostageBand, Shop)


def said(*command: str) -> str:
    out = StringIO()
    call_command("demo", *command, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_every_state_is_there_and_the_books_are_true(founder, signed_in):
    assert "30 orders were made up" in said("orders", "30")
    states = {State(state) for state in Order.objects.values_list("state", flat=True)}
    assert states == set(State) - {State.PACKED, State.PART}  # a dispatcher packs
    assert sum(ledger.balances().values()) == 0
    for order in Order.objects.all():
        money = books.money_of(order)
        is_sold = order.state in (State.TO_PACK, State.DONE)
        assert money.charged == (order.total_pence if is_sold else 0), order.state
        assert order.is_made_up and not order.buyer().email
    for edition in BookEdition.objects.exclude(kind="ebook"):
        moves = StockMove.objects.filter(edition=edition).values_list("copies", flat=True)
        holding = Order.objects.filter(state__in=HOLDS_COPIES)
        promised = sum(copies_of(order).get(edition.pk, 0) for order in holding)
        assert (edition.on_hand, edition.reserved) == (sum(moves), promised)
    assert not OutboxMessage.objects.exists() and not AuditEntry.objects.exists()
    desk = signed_in(founder)
    assert "Made up for demonstration." in seen(desk.get("/admin/book/shop/"))
    assert "made up" in seen(desk.get("/admin/book/orders/"))
    order = Order.objects.filter(state=State.HELD).first()
    assert "Nobody ordered this in earnest." in seen(desk.get(f"/admin/book/orders/{order.pk}/"))


def test_all_of_it_goes_and_what_somebody_ordered_in_it_too():
    said("orders", "15")
    copies = {BookEdition.objects.first().pk: 1}
    by_hand = placing.place(placing.Wish(BUYER, copies, Order.PayBy.TRANSFER))[0]
    paying.receive(by_hand, by_hand.total_pence, Account.BANK, key="b:1")
    assert by_hand.is_made_up and all(model.objects.exists() for model in ALL)
    waiting = OutboxMessage.objects.exclude(locked=b"")
    assert waiting.count() == 2  # confirmed and paid
    assert "orders: 16 removed" in said("clear")
    for model in ALL:
        assert not model.objects.exists(), model
    assert not waiting.exists()


def test_a_real_shop_is_left_alone(shop, paperback):
    with pytest.raises(CommandError, match="it is real"):
        said("orders", "5")
    said("clear")
    assert Shop.objects.get() == shop and BookEdition.objects.get() == paperback
    assert PostageBand.objects.count() == 2 and StockMove.objects.count() == 1
    assert not Order.objects.exists()


def test_a_real_site_makes_nothing_up(settings):
    settings.DEMONSTRATION_ALLOWED = False
    with pytest.raises(CommandError, match="real site"):
        said("orders", "5")
    assert not Shop.objects.exists()
