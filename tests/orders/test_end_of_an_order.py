"""Names and addresses go 90 days after posting; what was sold stays six years for tax law, without a name."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from alongside.core import retention
from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, books_check, gift_aid, gift_aid_schedule, ledger, owed
from alongside.orders.actions import cancelling, claiming, paying
from alongside.orders.models import Account, Entry, GiftAidClaim, GiftAidDeclaration, Order
from alongside.orders.states import State

from .conftest import BUYER

DECLARED = gift_aid.Declaration("Enid", "Enquirer", "7 Canary Row", "BN7 1AA")


@pytest.fixture
def sold(ordered, ebook):
    """Paid, and done at once: an e-book has no parcel. With a gift and Gift Aid."""
    order = ordered({ebook: 1}, gift_pence=1000, gift_aid=DECLARED)
    paying.receive(order, order.total_pence, Account.BANK, key="bank:1")
    order.refresh_from_db()
    return order


def purge(days):
    done = list(retention.purge_all(now=timezone.now() + timedelta(days=days)))
    assert [one.error for one in done if one.error] == []


def test_the_database_never_shows_who_she_is(sold):
    with connection.cursor() as cursor:
        for table in ("orders_order", "orders_giftaiddeclaration", "core_outboxmessage"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = repr(
                [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor]
            )
            assert len(rows) > 100
            for word in ("Enid", "Enquirer", "Canary", "enid@", "BN7"):
                assert word not in rows, (table, word)
    assert sold.buyer() == BUYER


def test_her_address_goes_after_ninety_days_and_the_books_stay(sold):
    purge(days=89)
    sold.refresh_from_db()
    assert sold.buyer().name == "Enid Enquirer"
    before = ledger.balances()
    purge(days=91)
    sold.refresh_from_db()
    assert (bytes(sold.locked), sold.mark) == (b"", None)
    assert (sold.buyer().name, sold.total_pence) == ("", 1500)
    assert ledger.balances() == before
    assert books.money_of(sold) == books.Money(charged=1500, paid=1500)
    declaration = gift_aid.Declaration.unlock(GiftAidDeclaration.objects.get().locked)
    assert declaration == DECLARED  # HMRC may ask for it


def test_an_order_that_waits_keeps_its_address(ordered, paperback):
    order = ordered({paperback: 1})
    paying.receive(order, order.total_pence, Account.BANK, key="bank:1")
    purge(days=400)
    order.refresh_from_db()
    assert order.buyer() == BUYER


def test_of_a_gift_that_never_came_no_declaration_stays(ordered, ebook):
    order = ordered({ebook: 1}, gift_pence=1000, gift_aid=DECLARED)
    cancelling.cancel(order)
    purge(days=89)
    assert GiftAidDeclaration.objects.exists()
    purge(days=91)
    assert not GiftAidDeclaration.objects.exists() and Order.objects.exists()


def test_who_paid_a_part_gets_it_back_when_her_order_ends(ordered, paperback):
    order = ordered({paperback: 1})
    paying.receive(order, 500, Account.BANK, key="bank:1")
    Order.objects.update(kept_until=order.placed_at)
    assert paying.expire_due() == 1
    order.refresh_from_db()
    paperback.refresh_from_db()
    assert (order.state, paperback.reserved) == (State.EXPIRED, 0)
    assert [(one.order, one.pence) for one in owed.to_give_back()] == [(order, 500)]
    mail = OutboxMessage.objects.get(kind="orders.expired").letter().text
    assert "£5.00 of £15.20 came" in mail and "You owe us nothing" in mail
    paying.receive(order, 1020, Account.BANK, key="bank:2")
    order.refresh_from_db()
    assert (order.state, books_check.differences()) == (State.TO_PACK, [])


def test_after_six_years_nothing_is_left_of_a_sale(sold):
    purge(days=6 * 365)
    assert Order.objects.count() == GiftAidDeclaration.objects.count() == 1
    purge(days=8 * 366)
    assert not Order.objects.exists() and not GiftAidDeclaration.objects.exists()
    entry = Entry.objects.get()
    assert (entry.order, entry.kind) == (None, Entry.Kind.CARRIED)
    assert ledger.balances() == {Account.BANK: 1500, Account.CARRIED: -1500}


def test_what_is_forgotten_leaves_what_we_have_and_owe(ordered, ebook, paperback):
    """Payouts and fees belong to no order; forgotten without their payments, Stripe would owe us money."""
    old = ordered({ebook: 1})
    paying.receive(old, 500, Account.STRIPE, key="stripe:1")
    ledger.post(Entry.Kind.FEE, {Account.FEES: 30, Account.STRIPE: -30}, key="fee:1")
    ledger.post(Entry.Kind.PAYOUT, {Account.BANK: 470, Account.STRIPE: -470}, key="payout:1")
    with time_machine.travel(timezone.now() + timedelta(days=8 * 366)):
        new = ordered({paperback: 1})
        paying.receive(new, 1520, Account.BANK, key="bank:1")
        income = ledger.balances(entry__order=new)
        purge(days=0)
        purge(days=1)  # what was carried is carried on, not twice
        assert Entry.objects.filter(order=None).count() == 1
        assert ledger.balances() == income | {Account.BANK: 1990, Account.CARRIED: -470}
        assert books_check.differences() == []


def test_what_is_young_or_in_a_schedule_is_not_forgotten_with_an_old_order(sold, founder):
    with time_machine.travel(timezone.now() + timedelta(days=3 * 366)):
        claiming.mark_sent(claiming.make(by=founder), by=founder)
        paying.receive(sold, 700, Account.BANK, key="bank:2")
    purge(days=8 * 366)
    claim = GiftAidClaim.objects.get()
    assert [gift.pence for gift in claim.gifts.all()] == [1000]
    assert gift_aid_schedule.as_ods(claim)
    assert ledger.balance(Account.BANK, order=sold) == 2200
    for days in (11 * 366, 11 * 366 + 1):
        purge(days=days)
    assert not Order.objects.exists() and not GiftAidDeclaration.objects.exists()
