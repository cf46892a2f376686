"""An accountant rebuilds the books from ledger.csv alone, with nothing but a reader of CSV files."""

import csv
import io
import stat
from collections import defaultdict
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from alongside.backoffice import books_health
from alongside.orders import (
    books_check,
    books_report,
    gift_aid,
    gift_aid_schedule,
    ledger,
    ledger_csv,
    periods,
    stock,
    vat_report,
)
from alongside.orders.actions import cancelling, giving, giving_back, matching, paying
from alongside.orders.books import Part
from alongside.orders.chart import CHART, account_of, code_of
from alongside.orders.models import (
    Account,
    BankLine,
    BookEdition,
    Entry,
    GiftAidDeclaration,
    Order,
    Posting,
    Refund,
    Shop,
    StockMove,
)
from alongside.orders.periods import Period, quarter_of

from .conftest import BUYER

pytestmark = pytest.mark.django_db
DECLARED = gift_aid.Declaration("Enid", "Enquirer", "7 Canary Row", "BN7 1AA")
FIRST, SECOND = Period(date(2026, 7, 1), date(2026, 9, 30)), quarter_of(date(2026, 11, 1))


@pytest.fixture
def year(ordered, paperback, journal, founder):
    """Two quarters with all that can happen: registered for VAT from the second one on."""
    stock.move(paperback, 80, StockMove.Why.COUNTED)
    with time_machine.travel("2026-08-03T12:00:00Z", tick=False) as clock:
        early = ordered({paperback: 1, journal: 1}, gift_pence=1000, gift_aid=DECLARED)
        pay(early, "1")
        clock.move_to("2026-10-05T12:00:00Z")
        Shop.objects.update(vat_number="GB000000000")
        mixed = ordered({paperback: 2, journal: 1}, gift_pence=500, gift_aid=DECLARED)
        pay(mixed, "2")
        abroad = ordered({journal: 2}, buyer=BUYER_IN_FRANCE, forward_copies=2)
        pay(abroad, "3", account=Account.STRIPE)
        fee = {Account.FEES: 75, Account.STRIPE: -75}
        ledger.post(Entry.Kind.FEE, fee, key="fee:3", order=abroad, why="=1+1")
        giving.ask_for_copy(BUYER, paperback, submission=b"f" * 16)
        back = ordered({paperback: 3}, gift_pence=2500, gift_aid=DECLARED)
        pay(back, "4")
        clock.move_to("2026-11-10T12:00:00Z")
        allow = {Part.COPIES: 1200, Part.GIFT: 900}
        giving_back.allow(back, allow, why=Refund.Why.DAMAGED, key="form:1", by=founder)
        giving_back.pay_back(back, 2100, Account.BANK, key="back:1")
        gone = ordered({journal: 1}, gift_pence=700, gift_aid=DECLARED)
        pay(gone, "5")
        cancelling.cancel(gone)
        wrong = ordered({paperback: 1}, gift_pence=300, gift_aid=DECLARED)
        line = BankLine.objects.create(
            on=date(2026, 11, 9), pence=wrong.total_pence, fingerprint=b"1" * 16
        )
        matching.match_order(line, wrong, by=founder)
        matching.undo(line, by=founder)
        yield clock


BUYER_IN_FRANCE = type(BUYER)(
    name="Anna",
    email="a@example.org",
    lines=("1 Rue",),
    town="Paris",
    postcode="75001",
    country="FR",
)


def pay(order, key, account=Account.BANK):
    paying.receive(order, order.total_pence, account, key=f"pay:{key}")


def rows_of(words):
    """What a spreadsheet shows: the lines, and the sums in the last one."""
    *rows, sums = csv.DictReader(io.StringIO(words.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")))
    assert sums["kind"] == "total"
    return rows, sums


def pence(row):
    """Debit less credit."""
    read = [int(row[side].replace(".", "") or 0) for side in ("debit", "credit")]
    return read[0] - read[1]


def test_the_trial_balance_vat_and_gift_aid_come_out_of_the_file(year):
    rows, sums = rows_of("".join(ledger_csv.lines()))
    assert len(rows) == Posting.objects.count() > 30
    debit = sum(int(row["debit"].replace(".", "") or 0) for row in rows)
    assert sums["debit"] == sums["credit"] == f"{debit / 100:.2f}"

    balance, by_entry = defaultdict(int), defaultdict(int)
    for row in rows:
        balance[account_of(row["account code"])] += pence(row)
        by_entry[row["entry"]] += pence(row)
    assert set(by_entry.values()) == {0}
    assert balance == ledger.balances()

    for period in (FIRST, SECOND):
        report = vat_report.vat_report(period)
        first, last = map(str, period.range)
        mine = [r for r in rows if first <= r["date"] <= last and r["VAT registered"] == "yes"]
        sales = ("4000", "4010", "4905", "4906")
        assert -sum(pence(r) for r in mine if r["account code"] == "2200") == report.vat
        assert -sum(pence(r) for r in mine if r["account code"] in sales) == report.net
        abroad = [r for r in mine if r["country"] not in ("GB", "IM")]
        assert -sum(pence(r) for r in abroad if r["account code"] in sales) == report.exports
    assert vat_report.vat_report(SECOND).vat > 0

    owed = defaultdict(int)
    for row in rows:
        owed[row["order"]] += pence(row) * (row["account code"] == "1100")
    given = -sum(pence(r) for r in rows if r["Gift Aid"] == "declared" and owed[r["order"]] <= 0)
    gifts, _ = gift_aid_schedule.claimable(timezone.localdate())
    assert given == sum(gift.pence for gift in gifts) == 1000 + 500 + 1600


def test_nobody_is_in_the_file_and_no_cell_is_run(year):
    words = "".join(ledger_csv.lines())
    for canary in ("Enid", "Canary", "enid@", "Lewes", "BN7", "Paris"):
        assert canary not in words
    assert ",'=1+1\r\n" in words and ",=1+1" not in words


def test_a_period_has_its_days_alone_and_the_balance_carries_over(year):
    rows, _ = rows_of("".join(ledger_csv.lines(FIRST)))
    assert {row["date"] for row in rows} == {"2026-08-03"}
    first, second = books_report.trial_balance(FIRST), books_report.trial_balance(SECOND)
    assert sum(row.after for row in first) == sum(row.after for row in second) == 0
    before = {row.account: row.before for row in second if row.before}
    assert before == {row.account: row.after for row in first if row.after}
    assert {row.account: row.after for row in second} == ledger.balances()


def test_every_account_has_a_code_of_its_own():
    assert set(CHART) == set(Account)
    assert {account_of(code_of(account)) for account in Account} == set(Account)


def test_the_command_prints_checks_and_writes_all_files(year, tmp_path, capsys):
    call_command("orders_books", export=tmp_path / "books")
    said = capsys.readouterr().out
    assert "The books are true." in said and "1200  Bank" in said
    files = {path.name: path for path in (tmp_path / "books").iterdir()}
    assert set(files) == {"ledger.csv", "trial-balance.csv", "vat.csv", "gift-aid.csv"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o600}
    rows, _ = rows_of(files["ledger.csv"].read_text())
    assert len(rows) == Posting.objects.count()
    assert files["gift-aid.csv"].read_text().count("Enquirer") == 3
    assert "box 1" in files["vat.csv"].read_text()
    balance = list(csv.DictReader(files["trial-balance.csv"].open(encoding="utf-8-sig")))
    assert {row["code"] for row in balance} == {code_of(a) for a in ledger.balances()}


def break_entry():
    """What only somebody with the database in her hands can do."""
    with connection.cursor() as cursor:
        entry = Entry.objects.filter(kind="payment").first().pk
        cursor.execute(
            "INSERT INTO orders_posting (entry_id, account, pence) VALUES (%s, 'bank', 1)", [entry]
        )


BROKEN = {
    "does not balance: £0.01": break_entry,
    "so £0.00 should be sold": lambda: Order.objects.filter(state="to_pack").update(
        state="expired", closed_at=timezone.now()
    ),
    "in the cupboard, but": lambda: BookEdition.objects.filter(kind="paperback").update(on_hand=99),
    "are kept for orders": lambda: BookEdition.objects.filter(kind="paperback").update(reserved=50),
    "all of it is here": lambda: Order.objects.filter(state="to_pack").update(state="unpaid"),
}


@pytest.mark.parametrize("words", BROKEN)
def test_what_cannot_be_is_found(year, words, capsys):
    assert books_check.differences() == []
    assert books_health.books_are_true().advice == ""
    paid = Order.objects.filter(state="to_pack").first()
    late = ledger.post(
        Entry.Kind.PAYMENT,
        {Account.BANK: 9_000_00, Account.BUYERS: -9_000_00},
        key="more",
        order=paid,
    )
    assert late[1] and books_check.differences() == []  # too much is no difference: it is hers
    BROKEN[words]()
    with pytest.raises(SystemExit):
        call_command("orders_books")
    assert words in capsys.readouterr().out
    finding = books_health.books_are_true()
    assert "difference" in finding.state and "orders_books" in finding.advice


def test_declarations_taken_back_are_no_gift_aid_in_the_file(year):
    GiftAidDeclaration.objects.update(cancelled_at=timezone.now())
    rows, _ = rows_of("".join(ledger_csv.lines()))
    assert not [row for row in rows if row["Gift Aid"]]


def test_days_of_the_calendar_and_the_tax_year():
    assert periods.tax_year_of(date(2027, 4, 5)) == Period(date(2026, 4, 6), date(2027, 4, 5))
    assert periods.tax_year_of(date(2027, 4, 6)).first == date(2027, 4, 6)
    assert periods.quarter_of(date(2026, 12, 31)) == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert periods.month_of(date(2028, 2, 29)).last == date(2028, 2, 29)
    offered = periods.presets(date(2026, 1, 31))
    assert ("last month", Period(date(2025, 12, 1), date(2025, 12, 31))) in offered
