"""A founder opens the till: what came and went, whether the books are true, files for the accountant."""

import csv
import io
from datetime import date

import pytest
import time_machine

from alongside.orders import ledger
from alongside.orders.actions import giving, paying
from alongside.orders.models import Account, BankLine, Entry, Order, Posting, Shop

from .conftest import BUYER
from .test_bank_statement import said

pytestmark = pytest.mark.django_db
PAGE = "/admin/book/till/"
WEEKS = "from=2026-10-01&to=2026-11-30"


@pytest.fixture
def desk(founder, signed_in):
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        yield signed_in(founder)


@pytest.fixture
def sold(desk, ordered, paperback):
    order = ordered({paperback: 1}, gift_pence=500, forward_copies=2)
    paying.receive(order, order.total_pence + 100, Account.BANK, key="bank:1", on=date(2026, 11, 2))
    giving.ask_for_copy(BUYER, paperback, submission=b"f" * 16)
    return order


def test_what_came_and_went_in_words(desk, sold, ordered, paperback):
    waits = ordered({paperback: 1})
    paying.receive(waits, 1000, Account.CASH, key="cash:1", on=date(2026, 10, 31))
    ledger.post(Entry.Kind.FEE, {Account.FEES: 20, Account.STRIPE: -20}, key="fee:1")
    page = said(desk.get(f"{PAGE}?{WEEKS}"))
    for words in (
        "The books are true",
        "1 October 2026 to 30 November 2026",
        "Came: Bank £51.20",
        "Came: Cash and cheques in hand £10.00",
        "Books and other things sold, without VAT £24.00",
        "Postage charged, without VAT £6.20",
        "Gifts £5.00",
        "Paid forward £30.00; £15.00 of the fund became free copies",
        "Kept by Stripe as fees £0.20",
        "to be given back £11.00",
        "For free copies £15.00",
        "1200 Bank",
        f"2 November 2026: money came · {sold.number}",
    ):
        assert words in page, words
    november = said(desk.get(PAGE))
    assert "Came: Cash" not in november and "£10.00 £0.00 £0.00 £10.00" in november
    for canary in ("Enid", "Enquirer", "Canary", "enid@"):
        assert canary not in page


def test_entries_of_a_period_page_by_page(desk, sold):
    for number in range(60):
        fee = {Account.FEES: 20, Account.STRIPE: -20}
        ledger.post(Entry.Kind.FEE, fee, key=f"fee:{number}", on=date(2026, 10, 5))
    page = said(desk.get(f"{PAGE}entries/?from=2026-10-01&to=2026-10-31"))
    assert "Entries: 60" in page and "Page 1 of 2" in page and sold.number not in page
    assert "Card fees £0.20 debit; Stripe balance £0.20 credit" in page
    second = desk.get(f"{PAGE}entries/?from=2026-10-01&to=2026-10-31&p=2")
    assert said(second).count("October 2026: fee") == 10
    assert b"?from=2026-10-01&amp;to=2026-10-31&amp;p=1" in second.content


def test_a_difference_stands_first(desk, sold):
    BankLine.objects.create(on=date(2026, 11, 25), pence=5, fingerprint=b"1" * 16)
    Order.objects.filter(pk=sold.pk).update(state="unpaid")
    page = said(desk.get(PAGE))
    assert "The books and the orders do not say the same." in page
    assert f"{sold.number}: It waits for the money, so £0.00 should be sold" in page
    assert "1 line from the bank waits for you" in page


def test_files_for_the_accountant(desk, sold):
    answer = desk.get(f"{PAGE}ledger.csv?all=yes")
    assert answer.streaming and "ledger-all.csv" in answer["Content-Disposition"]
    rows = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(rows)))) == Posting.objects.count() + 1
    balance = desk.get(f"{PAGE}trial-balance.csv?{WEEKS}").content.decode("utf-8-sig")
    bank = next(r for r in csv.DictReader(io.StringIO(balance)) if r["code"] == "1200")
    assert (bank["debit"], bank["after, debit"], bank["after, credit"]) == ("51.20", "51.20", "")
    empty = desk.get(f"{PAGE}ledger.csv?from=2020-01-01&to=2020-01-31")
    assert b"".join(empty.streaming_content).decode().count("\r\n") == 2


def test_what_is_made_up_is_marked_everywhere(desk, sold):
    Shop.objects.update(is_made_up=True)
    page = said(desk.get(PAGE))
    assert "All of this is made up for demonstration." in page and sold.number not in page
    assert "made-up-ledger" in desk.get(f"{PAGE}ledger.csv")["Content-Disposition"]
    assert "Never send it to HMRC" in said(desk.get(f"{PAGE}gift-aid/"))


def test_nobody_but_founders(signed_in, dispatcher, outsider, reader, shop):
    for path in ("", "entries/", "ledger.csv", "trial-balance.csv", "vat/", "vat.csv", "gift-aid/"):
        for client in (signed_in(dispatcher), signed_in(outsider), reader):
            assert client.get(PAGE + path).status_code in (302, 403, 404), path
