"""Names and addresses go 90 days after posting; what was sold stays six years for tax law, without a name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alongside.core import retention
from alongside.orders import books, gift_aid, ledger
from alongside.orders.actions import paying
from alongside.orders.models import Account, Entry, GiftAidDeclaration, Order

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


def test_after_six_years_nothing_is_left(sold):
    purge(days=6 * 365)
    assert Order.objects.count() == GiftAidDeclaration.objects.count() == 1
    purge(days=8 * 366)
    assert not Order.objects.exists() and not Entry.objects.exists()
    assert not GiftAidDeclaration.objects.exists()
