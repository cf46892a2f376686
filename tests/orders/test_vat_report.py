"""VAT of a quarter: what goes into which box, from the ledger alone."""

import csv
import io
from datetime import date

import pytest
import time_machine

from alongside.orders import vat_report
from alongside.orders.actions import giving, giving_back, paying
from alongside.orders.books import Part
from alongside.orders.buyer import Buyer
from alongside.orders.models import Account, Refund, Shop
from alongside.orders.periods import quarter_of

from .conftest import BUYER
from .test_bank_statement import said

pytestmark = pytest.mark.django_db
PAGE = "/admin/book/till/vat/"
QUARTER = quarter_of(date(2026, 11, 25))


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def registered(shop):
    Shop.objects.update(vat_number="GB000000000")


@pytest.fixture
def sold(ordered):
    """A function: ordered and paid."""

    def sell(copies, **wish):
        order = ordered(copies, **wish)
        paying.receive(order, order.total_pence, Account.BANK, key=f"bank:{order.pk}")
        return order

    return sell


def test_a_book_is_zero_rated_a_journal_is_not_and_a_gift_is_in_no_box(
    registered, sold, paperback, journal
):
    sold({paperback: 1}, gift_pence=5000)  # 12.00 and 3.20 postage
    sold({journal: 1})  # 9.00 and 3.20, of which 1.50 and 0.53 are VAT
    report = vat_report.vat_report(QUARTER)
    assert (report.vat, report.standard) == (150 + 53, 750 + 267)
    assert (report.zero, report.exports, report.gifts) == (1520, 0, 5000)
    assert report.postage == 320 + 267
    assert report.boxes == [
        (1, "VAT due on sales", "2.03"),
        (6, "Sales without VAT, in whole pounds", "25"),
    ]
    assert report.net == 2537


def test_what_goes_abroad_has_no_vat_and_is_an_export(registered, sold, journal):
    anna = Buyer(name="Anna", lines=("1 Rue",), town="Paris", postcode="75001", country="FR")
    order = sold({journal: 1}, buyer=anna)
    report = vat_report.vat_report(QUARTER)
    assert (report.vat, report.standard, report.exports) == (0, 0, order.total_pence)


def test_a_refund_takes_its_vat_back_and_a_box_may_be_below_nothing(
    registered, sold, journal, founder, november
):
    order = sold({journal: 1})
    november.move_to("2027-02-01T12:00:00Z")
    parts = {Part.COPIES: 900, Part.POSTAGE: 320}
    giving_back.allow(order, parts, why=Refund.Why.RETURNED, key="form:1", by=founder)
    assert vat_report.vat_report(QUARTER).vat == 203  # what was reported stays
    after = vat_report.vat_report(quarter_of(date(2027, 2, 1)))
    assert (after.vat, after.net) == (-203, -1017)
    assert [amount for _, _, amount in after.boxes] == ["-2.03", "-10"]


def test_a_copy_from_the_fund_is_sold_when_it_is_given(registered, sold, paperback):
    sold({}, forward_copies=2)
    report = vat_report.vat_report(QUARTER)
    assert (report.net, report.paid_forward) == (0, 3000)
    giving.ask_for_copy(BUYER, paperback, submission=b"f" * 16)
    report = vat_report.vat_report(QUARTER)
    assert (report.zero, report.paid_forward, report.not_registered) == (1500, 1500, 0)


def test_not_registered_says_so_and_how_far_it_is_from_having_to(
    shop, sold, journal, paperback, founder, signed_in
):
    sold({journal: 1})
    page = said(signed_in(founder).get(PAGE))
    assert "Not registered for VAT." in page and "Box 1" not in page
    assert "Taxable sales of the 12 months to 25 November 2026: £12.20" in page
    assert "£90,000.00" in page and "speak to your accountant" not in page
    Shop.objects.update(vat_number="GB000000000")
    sold({journal: 1})
    report = vat_report.vat_report(QUARTER)
    assert (report.vat, report.not_registered) == (203, 1220)  # the first one stays outside
    page = said(signed_in(founder).get(PAGE))
    assert "Box 1: VAT due on sales 2.03" in page and "GB000000000" in page
    rows = signed_in(founder).get(f"{PAGE[:-1]}.csv?{QUARTER.asked}").content.decode("utf-8-sig")
    assert ["box 1", "VAT due on sales", "2.03"] in list(csv.reader(io.StringIO(rows)))


def test_days_that_make_no_sense_are_said(founder, signed_in, shop):
    desk = signed_in(founder)
    for asked in ("from=2026-12-01&to=2026-11-01", "from=x&to=2026-11-01", "from=2026-11-01"):
        page = desk.get(f"{PAGE}?{asked}")
        assert page.status_code == 422 and "1 October 2026 to 31 December 2026" in said(page)
    assert "before the first" in said(desk.get(f"{PAGE}?from=2026-12-01&to=2026-11-01"))
