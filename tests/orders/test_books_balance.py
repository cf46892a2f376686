"""The till: whatever happens to orders, the ledger balances and says of each order what is true."""

import itertools
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.core.append_only import NeverChanged
from alongside.orders import books, books_check, ledger, stock
from alongside.orders.actions import cancelling, giving, giving_back, paying
from alongside.orders.actions.orders import copies_of
from alongside.orders.books import Part
from alongside.orders.models import (
    Account,
    BookEdition,
    Entry,
    Order,
    Posting,
    Refund,
    Shop,
    StockMove,
)
from alongside.orders.states import HOLDS_COPIES, NotNow, State

_keys = itertools.count()


def test_a_paid_order_is_sold_to_the_penny(ordered, paperback, journal):
    Shop.objects.update(vat_number="GB000000000")
    order = ordered({paperback: 2, journal: 1}, gift_pence=500, forward_copies=1)
    assert order.total_pence == 2 * 1200 + 900 + (320 + 2 * 110) + 1500 + 500
    assert ledger.balances() == {}  # an order is no money yet
    paying.receive(order, order.total_pence, Account.BANK, key="bank:1")
    assert ledger.balances() == {
        Account.BANK: 5840,
        Account.BUYERS: 0,
        Account.SALES_ZERO: -2400,
        Account.SALES_STANDARD: -750,
        Account.POSTAGE_ZERO: -393,  # 540 x 2400 / 3300, and the penny that is left over
        Account.POSTAGE_STANDARD: -122,
        Account.VAT: -150 - 25,
        Account.FORWARD: -1500,
        Account.GIFTS: -500,
    }
    assert books.money_of(order) == books.Money(charged=5840, paid=5840)
    order.refresh_from_db()
    assert order.state == State.TO_PACK


def test_less_waits_and_more_stays_hers(ordered, paperback):
    order = ordered({paperback: 1})
    paying.receive(order, 1000, Account.BANK, key="bank:1")
    order.refresh_from_db()
    assert (order.state, books.money_of(order).credit) == (State.UNPAID, 1000)
    assert paying.receive(order, 1000, Account.BANK, key="bank:2")
    order.refresh_from_db()
    assert (order.state, books.money_of(order).credit) == (State.TO_PACK, 480)
    with pytest.raises(giving_back.TooMuch):
        giving_back.pay_back(order, 481, Account.BANK, key="back:1")
    assert giving_back.pay_back(order, 480, Account.BANK, key="back:2")
    assert not giving_back.pay_back(order, 480, Account.BANK, key="back:2")  # pressed twice
    assert books.money_of(order) == books.Money(charged=1520, paid=1520)


def test_the_same_money_twice_is_once_and_other_money_under_its_name_is_refused(ordered, paperback):
    order = ordered({paperback: 1})
    assert paying.receive(order, 1520, Account.STRIPE, key="stripe:pi_1")
    assert not paying.receive(order, 1520, Account.STRIPE, key="stripe:pi_1")
    with pytest.raises(ledger.KeyUsed):
        paying.receive(order, 152, Account.STRIPE, key="stripe:pi_1")
    with pytest.raises(ledger.KeyUsed):
        paying.receive(ordered({paperback: 1}), 1520, Account.STRIPE, key="stripe:pi_1")
    assert ledger.balance(Account.STRIPE) == 1520


def test_money_that_comes_too_late_waits_for_a_founder(ordered, paperback, founder):
    late = ordered({paperback: 20})
    Order.objects.filter(pk=late.pk).update(kept_until=late.placed_at)
    assert paying.expire_due() == 1
    in_time = ordered({paperback: 20})
    paying.receive(in_time, in_time.total_pence, Account.BANK, key="bank:1")
    paying.receive(late, late.total_pence, Account.BANK, key="bank:2")
    late.refresh_from_db()
    assert (late.state, books.money_of(late)) == (
        State.HELD,
        books.Money(charged=0, paid=late.total_pence),
    )
    with pytest.raises(stock.OutOfStock):
        paying.let_go(late, by=founder)
    stock.move(paperback, 20, StockMove.Why.COUNTED)
    paying.let_go(late, by=founder)
    late.refresh_from_db()
    assert (late.state, books.money_of(late).credit) == (State.TO_PACK, 0)


def test_cancelled_leaves_nothing_but_what_is_owed_back(ordered, paperback):
    order = ordered({paperback: 3}, gift_pence=700)
    paying.receive(order, order.total_pence, Account.BANK, key="bank:1")
    cancelling.cancel(order)
    assert ledger.balance(Account.BUYERS) == -order.total_pence
    assert ledger.balances(account=Account.SALES_ZERO) == {Account.SALES_ZERO: 0}
    paperback.refresh_from_db()
    assert (paperback.on_hand, paperback.reserved) == (20, 0)
    paying.receive(order, 100, Account.BANK, key="bank:2")  # and she pays once more
    order.refresh_from_db()
    assert order.state == State.HELD
    assert books.money_of(order).credit == order.total_pence + 100


def test_a_part_is_given_back_and_never_more_than_all(ordered, paperback, founder):
    order = ordered({paperback: 2}, gift_pence=700)
    paying.receive(order, order.total_pence, Account.BANK, key="bank:1")
    back = {Part.COPIES: 1200, Part.GIFT: 700}
    for _ in range(2):
        refund = giving_back.allow(order, back, why=Refund.Why.DAMAGED, key="form-1", by=founder)
    assert (refund.pence, books.money_of(order).credit) == (1900, 1900)
    with pytest.raises(giving_back.TooMuch):
        giving_back.allow(
            order, {Part.COPIES: 1201}, why=Refund.Why.OTHER, key="form-2", by=founder
        )
    giving_back.allow(
        order, {Part.COPIES: 1200, Part.POSTAGE: 430}, why="other", key="3", by=founder
    )
    assert books.money_of(order) == books.Money(charged=0, paid=order.total_pence)


def test_what_is_given_back_in_pieces_leaves_no_penny_anywhere(
    ordered, paperback, journal, founder
):
    Shop.objects.update(vat_number="GB000000000")
    order = ordered({paperback: 1, journal: 1})
    paying.receive(order, order.total_pence, Account.BANK, key="bank:1")
    for piece in (333, 333, 333, 333, 768):
        back = {Part.COPIES: piece}
        giving_back.allow(order, back, why=Refund.Why.OTHER, key=f"form-{next(_keys)}", by=founder)
    left = ledger.balances(account__in=(Account.SALES_ZERO, Account.SALES_STANDARD))
    assert left == {Account.SALES_ZERO: 0, Account.SALES_STANDARD: 0}


def test_a_copy_paid_forward_is_sold_when_it_is_given(ordered, paperback):
    from .conftest import BUYER

    waits, _ = giving.ask_for_copy(BUYER, paperback, submission=b"f" * 16)
    assert (waits.state, giving.how_long()) == (State.FUND, (1, 0))
    order = ordered({}, forward_copies=2)
    paying.receive(order, 3000, Account.BANK, key="bank:1")
    assert giving.how_long() == (1, 2)
    assert giving.give_due() == 1
    waits.refresh_from_db()
    assert (waits.state, books.fund(), giving.how_long()) == (State.TO_PACK, 1500, (0, 1))
    assert ledger.balances() == {
        Account.BANK: 3000,
        Account.BUYERS: 0,
        Account.FORWARD: -1500,
        Account.SALES_ZERO: -1200,
        Account.POSTAGE_ZERO: -300,
    }
    assert books.money_of(waits) == books.Money(charged=0, paid=0)


def test_copies_that_others_have_had_are_not_given_back(ordered, paperback, founder):
    """Else anybody could turn money that comes back into free books."""
    from .conftest import BUYER

    giver = ordered({paperback: 1}, forward_copies=3)
    paying.receive(giver, giver.total_pence, Account.BANK, key="bank:1")
    for number in range(2):
        asks = replace(BUYER, email=f"free{number}@example.org")
        giving.ask_for_copy(asks, paperback, submission=bytes([number]) * 16)
    assert books.fund() == 1500
    giver.refresh_from_db()
    assert giving_back.still_charged(giver)[Part.FORWARD] == 1500
    with pytest.raises(giving_back.TooMuch):
        giving_back.allow(giver, {Part.FORWARD: 1501}, why="other", key="f", by=founder)
    cancelling.cancel(giver)
    assert (books.money_of(giver).credit, books.fund()) == (giver.total_pence - 3000, 0)
    assert books_check.differences() == []
    paying.receive(giver, 100, Account.BANK, key="bank:2")
    paying.let_go(giver, by=founder)
    assert books.money_of(giver) == books.Money(giver.total_pence, giver.total_pence + 100)
    assert books_check.differences() == [] and books.fund() == 1500


def test_an_entry_that_does_not_balance_is_refused(db):
    with pytest.raises(ledger.DoesNotBalance):
        ledger.post(Entry.Kind.FEE, {Account.FEES: 20, Account.STRIPE: -19}, key="x")
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE orders_posting SET pence = 1", "UPDATE orders_entry SET why = 'x'"],
)
def test_the_database_itself_refuses_to_change_a_line(db, statement):
    entry, _ = ledger.post(Entry.Kind.FEE, {Account.FEES: 20, Account.STRIPE: -20}, key="x")
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(statement)
    for forbidden in (entry.delete, entry.save, Entry.objects.all().delete):
        with pytest.raises(NeverChanged):
            forbidden()
    with pytest.raises(NeverChanged):
        Posting.objects.update(pence=1)
    assert ledger.balance(Account.FEES) == 20


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["order", "pay", "again", "cancel", "allow", "back", "expire", "give", "stock"]
        ),
        st.integers(0, 4),
        st.integers(1, 2500),
    ),
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=_STEPS)
def test_whatever_happens_the_books_are_true(ordered, paperback, journal, founder, steps):
    """Replaying every payment, and the whole ledger from its own lines, gives the same books."""
    with transaction.atomic():
        Shop.objects.update(vat_number="GB000000000")
        placed: list[Order] = []
        paid: list[tuple[Order, int, str]] = []
        for step, which, number in steps:
            try:
                with transaction.atomic():
                    _do(step, which, number, ordered, paperback, journal, founder, placed, paid)
            except (NotNow, stock.OutOfStock, giving_back.TooMuch):
                pass
        before = ledger.balances()
        for order, pence, key in paid:
            assert not paying.receive(order, pence, Account.BANK, key=key)
        assert ledger.balances() == before
        assert sum(before.values()) == 0
        for entry in Entry.objects.prefetch_related("postings"):
            assert sum(posting.pence for posting in entry.postings.all()) == 0
        _orders_are_as_the_ledger_says(placed, paid)
        _copies_are_where_they_are_said_to_be()
        transaction.set_rollback(True)


def _do(step, which, number, ordered, paperback, journal, founder, placed, paid):
    if step == "order":
        copies = {paperback: 1 + which, journal: which}
        placed.append(ordered(copies, gift_pence=number, forward_copies=which % 3))
    elif step == "stock":
        stock.move(paperback, number % 30 - 15, StockMove.Why.COUNTED)
    elif step == "give":
        giving.give_due()
    elif placed:
        _do_to(placed[which % len(placed)], step, number, founder, paid)


def _do_to(order, step, number, founder, paid):
    if step == "pay":
        pence = order.total_pence if number % 2 else number
        key = f"bank:{next(_keys)}"
        paying.receive(order, pence, Account.BANK, key=key)
        paid.append((order, pence, key))
    elif step == "again" and paid:
        again, pence, key = paid[number % len(paid)]
        paying.receive(again, pence, Account.BANK, key=key)
    elif step == "cancel":
        cancelling.cancel(order)
    elif step == "allow":
        key = f"form:{next(_keys)}"
        parts = {Part.COPIES: number, Part.GIFT: number // 2, Part.POSTAGE: number // 3}
        giving_back.allow(order, parts, why=Refund.Why.OTHER, key=key, by=founder)
    elif step == "back":
        giving_back.pay_back(order, number, Account.BANK, key=f"back:{next(_keys)}")
    elif step == "expire":
        Order.objects.filter(pk=order.pk).update(kept_until=order.placed_at)
        paying.expire_due()


def _orders_are_as_the_ledger_says(placed, paid):
    for order in placed:
        order.refresh_from_db()
        money = books.money_of(order)
        came = sum(pence for one, pence, _ in paid if one.pk == order.pk)
        back = ledger.balances(entry__order=order, entry__kind="refund").get(Account.BUYERS, 0)
        assert money.paid == came - back
        sold = order.state in (State.TO_PACK, State.DONE)
        allowed = sum(refund.pence for refund in Refund.objects.filter(order=order))
        assert money.charged == (order.total_pence - allowed if sold else 0)


def _copies_are_where_they_are_said_to_be():
    for edition in BookEdition.objects.all():
        moved = sum(StockMove.objects.filter(edition=edition).values_list("copies", flat=True))
        promised = sum(
            copies_of(order).get(edition.pk, 0)
            for order in Order.objects.filter(state__in=HOLDS_COPIES)
        )
        assert (edition.on_hand, edition.reserved) == (moved, promised)
