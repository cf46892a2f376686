"""A founder brings in a statement of the bank and says of each line what it is. Nothing matches by itself."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core import retention
from alongside.orders import bank_files, books, books_check, ledger
from alongside.orders.actions import cancelling, matching, paying, statements
from alongside.orders.bank_amounts import NotAnAmount, pence_of
from alongside.orders.bank_files import NotRead, Payment
from alongside.orders.models import (
    Account,
    BankLine,
    BankMatch,
    BankStatement,
    Entry,
    Order,
    Shop,
)
from alongside.orders.states import State
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
HOME = "/admin/book/bank/"
TODAY = timezone.localdate()
DAY = f"{TODAY:%d/%m/%Y}"


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


@pytest.fixture(autouse=True)
def books_are_true():
    yield
    assert books_check.differences() == []


def said(response):
    """Its words, a blank wherever a tag is."""
    words = " ".join(unescape(re.sub("<[^>]*>", " ", response.content.decode())).split())
    return re.sub(r" ([.,:;])", r"\1", words)


def upload(desk, *rows, head="Date,Description,Amount", encoding="utf-8"):
    raw = "\r\n".join([head, *rows] if head else rows).encode(encoding)
    return desk.post(HOME, {"file": SimpleUploadedFile("statement.csv", raw)}, follow=True)


def take_in(desk, *rows, **file):
    upload(desk, *rows, **file)
    statement = BankStatement.objects.filter(taken_at=None).latest("pk")
    return desk.post(f"{HOME}statements/{statement.pk}/press/", {"press": "take"}, follow=True)


def press(desk, line, name, **values):
    return desk.post(f"{HOME}lines/{line.pk}/", {"press": name, **values}, follow=True)


def state_of(order):
    order.refresh_from_db()
    return order.state


def test_from_a_file_to_paid_orders(desk, founder, ordered, paperback):
    exact, short, over = (ordered({paperback: 1}) for _ in range(3))
    page = said(
        upload(
            desk,
            f"{DAY},MRS E ENQUIRER {exact.number},15.20",
            f"{DAY},E ENQUIRER REF {short.number.lower()},10.00",
            f"{DAY},ENQUIRER {over.number},20.00",
            f"{DAY},ELECTRICITY,-45.10",
            f"{DAY},A STRANGER,3.33",
        )
    )
    assert "New lines 5" in page and "Came in £48.53" in page and "Went out £45.10" in page
    assert "£15.20 came on" in page and "MRS E ENQUIRER" in page
    assert not BankLine.objects.exists() and not Entry.objects.exists()
    take = BankStatement.objects.get()
    for _ in range(2):  # pressed twice
        desk.post(f"{HOME}statements/{take.pk}/press/", {"press": "take"})
    assert BankLine.objects.count() == 5 and not Entry.objects.exists()
    page = said(desk.get(HOME))
    assert "These fit to the penny: 1" in page and "Please look at each: 4" in page
    assert "£5.20 too little" in page and "£4.80 too much" in page
    assert "no order waits for this amount" in page

    line = BankLine.objects.get(pence=1520)
    ticked = {"press": "match", "line": f"{line.pk}:exact:{exact.number}"}
    assert "1 payment booked." in said(desk.post(f"{HOME}confirm/", ticked, follow=True))
    assert "1 not booked" in said(desk.post(f"{HOME}confirm/", ticked, follow=True))
    entry = Entry.objects.get(kind="payment")
    assert (entry.key, entry.by, entry.on) == (f"bankline:{line.pk}", founder, TODAY)
    assert state_of(exact) == State.TO_PACK

    page = press(desk, BankLine.objects.get(pence=1000), "order", number=short.number)
    assert f"£10.00 booked for {short.number}, which waits for £5.20 more." in said(page)
    page = press(desk, BankLine.objects.get(pence=2000), "order", number=over.number)
    assert f"{over.number} is paid. £4.80 is the buyer’s, to be given back." in said(page)
    assert (state_of(short), state_of(over)) == (State.UNPAID, State.TO_PACK)
    rest = BankLine.objects.filter(pence__in=(-4510, 333))
    aside = {"press": "not_ours", "line": [f"{one.pk}:unknown" for one in rest]}
    assert "2 lines put aside" in said(desk.post(f"{HOME}confirm/", aside, follow=True))
    assert "No payment waits for you." in said(desk.get(HOME))
    assert ledger.balance(Account.BANK) == 1520 + 1000 + 2000
    done = set(AuditEntry.objects.filter(target__startswith="bankline:").values_list("action"))
    assert done == {("bank.matched",), ("bank.not_ours",)}


def test_the_same_file_twice_brings_nothing_new_and_two_equal_payments_are_two(desk):
    first = [f"{DAY},E ENQUIRER,12.00", f"{DAY},E ENQUIRER,12.00"]
    take_in(desk, *first)
    assert BankLine.objects.count() == 2
    page = said(upload(desk, *first))
    assert "New lines 0 Here already 2" in page and "All of it is here already." in page
    page = said(take_in(desk, *first, f"{DAY},E  enquirer,12.00", f"{DAY},OTHER,1.00"))
    assert "2 new lines. 2 were here already." in page  # a third one that day, and another
    assert BankLine.objects.filter(pence=1200).count() == 3
    page = said(upload(desk, f"{DAY},x,12.00", head="Date,Reference,Amount"))
    assert "1 new line has the day and the amount of one that is here already" in page


def test_columns_are_chosen_by_the_founder_and_kept_for_the_next_time(desk):
    rows = [f"{TODAY - timedelta(days=2):%-d %b %Y},one,,7.50", f"{DAY},two,3.00,"]
    page = said(upload(desk, *rows, head="Wann,Was,Raus,Rein"))
    assert "What would be taken in" not in page
    statement = BankStatement.objects.get()
    where = f"{HOME}statements/{statement.pk}/"
    twice = desk.post(where, {"date": "0", "reference": "0", "amount": "3"})
    assert twice.status_code == 422 and "Two of yours are the same" in said(twice)
    both = {"date": "0", "reference": "1", "amount": "3", "paid_in": "2"}
    assert "one column for the amount, or one for what came in" in said(desk.post(where, both))
    chosen = {"date": "0", "reference": "1", "paid_out": "2", "paid_in": "3"}
    assert "Came in £7.50 Went out £3.00" in said(desk.post(where, chosen, follow=True))
    desk.post(f"{where}press/", {"press": "take"})
    assert set(BankLine.objects.values_list("pence", flat=True)) == {750, -300}
    page = said(upload(desk, f"{DAY},three,,1.00", head="Wann,Was,Raus,Rein"))
    assert "New lines 1" in page and "£1.00 came on" in page


BANKS = {
    "barclays": (
        "Number,Date,Account,Amount,Subcategory,Memo",
        f",{DAY},20-00-00 12345678,15.20,Counter Credit,ENQUIRER E       \tBK1 BGC",
    ),
    "lloyds": (
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,"
        "Debit Amount,Credit Amount,Balance,",
        f"{DAY},FPI,'30-00-00,12345678,E ENQUIRER,,15.20,100.00,",
    ),
    "hsbc": ("Date,Type,Description,Paid out,Paid in,Balance", f"{DAY},CR,E,,15.20,9.00"),
    "natwest": (
        "\r\nDate, Type, Description, Value, Balance, Account Name, Account Number",
        f'{DAY},BAC,"\'E ENQUIRER , FP",15.20,100.00,"\'BOOK","\'600000-12345678",',
    ),
    "nationwide": (
        '"Account Name:","FlexAccount ****12345"\r\n"Account Balance:","£100.00"\r\n\r\n'
        '"Date","Transaction type","Description","Paid out","Paid in","Balance"',
        f'"{TODAY:%d %b %Y}","Payment","E ENQUIRER","","£15.20","£100.00"',
    ),
    "starling": (
        "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes",
        f"{DAY},E Enquirer,BK,FASTER PAYMENT,15.20,100.00,INCOME,",
    ),
    "co-operative": (
        "Date,Description,Type,Money In,Money Out,Balance",
        f"{TODAY},E ENQUIRER,CREDIT,15.20,,100.00",
    ),
    "none": ("", f'{DAY},"E ENQUIRER","15.20"'),
}


@pytest.mark.parametrize("bank", BANKS)
def test_files_of_british_banks_are_understood_without_help(bank):
    head, row = BANKS[bank]
    file = bank_files.read("\r\n".join(filter(None, [head, row])).encode("cp1252"))
    (payment,) = bank_files.payments_of(file, file.guess(), today=TODAY)
    assert isinstance(payment, Payment), payment
    assert (payment.on, payment.pence) == (TODAY, 1520)
    assert payment.words.startswith(("E", "'E")) and "  " not in payment.words


@pytest.mark.parametrize(
    ("cell", "pence"),
    [
        ("", None), ("15.20", 1520), ("£1,250", 125000), ("-£12.5", -1250), ("£-12.50", -1250),
        ("(3.00)", -300), ("3.00-", -300), ("3.00 DR", -300), ("3.00CR", 300), ("\u22127", -700),
        ("+.50", 50), ("12.5000", 1250), ("0.00", 0), ("-", None),
    ],
)  # fmt: skip
def test_amounts_as_banks_write_them(cell, pence):
    assert pence_of(cell) == pence


@pytest.mark.parametrize(
    "cell",
    ["1.234,56", "12,5", "1e3", "NaN", "=1+1", "--5", "(5)-", "(5", "12.345", "٣", "9" * 10, "$5"],
)
def test_what_is_no_amount_of_pounds_is_never_guessed(cell):
    with pytest.raises(NotAnAmount):
        pence_of(cell)


def test_lines_that_cannot_be_read_are_named_and_a_cut_name_moves_no_amount():
    rows = [
        f"{DAY},fine,1.00",
        "31/02/2026,no such day,1.00",
        f"{TODAY + timedelta(days=1):%d/%m/%Y},tomorrow,1.00",
        f"{DAY},Enquirer, Enid,99.00",
        f"{DAY},lots,1.234,56",
        f"{DAY},opening balance,",
        '=HYPERLINK("x"),=1+1,=2',
    ]
    file = bank_files.read("\n".join(["Date,Description,Amount", *rows]).encode())
    read = list(bank_files.payments_of(file, file.guess(), today=TODAY))
    assert [type(one) for one in read] == [Payment, *[NotRead] * 6]
    assert [one.number for one in read] == [2, 3, 4, 5, 6, 7, 8]
    assert read[5].is_none and not read[1].is_none
    assert "more cells" in read[3].why and "more cells" in read[4].why


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\0\0", "This is no CSV file."),
        (b"\x89PNG\nwithout, a nought\n", "This is no statement: no line of it has a day."),
        (b"Date,Description,Amount\n", "a payment must stand in each line after it"),
        (b'Date,Description,Amount\n01/01/2026,"open,1.00\n02/01/2026,b,2.00', "so that nothing"),
        (b'Date,Description,Amount\n01/01/2026,"a\n02/01/2026,b,2.00"', "Line 2: a cell begins"),
        (b"Date,Description,Amount\n" + b",".join([b"x"] * 99), ""),
        (b",".join([b"c"] * 99) + b"\n1,2", "more than 60 columns"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_hostile_files_are_answered_in_words(desk, raw, words):
    answer = desk.post(HOME, {"file": SimpleUploadedFile("x.csv", raw)}, follow=True)
    assert words in said(answer) and answer.status_code in (200, 422)
    assert not BankLine.objects.exists()


def test_a_wrong_match_is_corrected_and_the_order_waits_again(desk, ordered, paperback, mailoutbox):
    order, other = ordered({paperback: 1}), ordered({paperback: 1})
    take_in(desk, f"{DAY},{order.number},15.20")
    line = BankLine.objects.get()
    press(desk, line, "order", number=order.number)
    assert state_of(order) == State.TO_PACK
    for _ in range(2):
        page = said(press(desk, line, "undo"))
    assert f"{order.number}" in page and "What was undone" in page
    assert state_of(order) == State.UNPAID and order.kept_until > timezone.now()
    assert books.money_of(order) == books.Money(charged=0, paid=0)
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds == ["payment", "sale", "correction", "correction"]
    assert sum(ledger.balances().values()) == 0 and ledger.balance(Account.BANK) == 0
    page = press(desk, line, "order", number=other.number)
    assert f"{other.number} is paid" in said(page) and state_of(other) == State.TO_PACK
    paying.receive(order, 1520, Account.CASH, key="hand:1")
    assert state_of(order) == State.TO_PACK  # sold once more, in the end
    paperback.refresh_from_db()
    assert (paperback.on_hand, paperback.reserved) == (20, 2)


def test_money_that_was_undone_after_posting_is_owed(desk, ordered, ebook):
    order = ordered({ebook: 1})
    take_in(desk, f"{DAY},{order.number},5.00")
    line = BankLine.objects.get()
    press(desk, line, "order", number=order.number)
    assert f"{order.number} is posted, and £5.00 is owed for it." in said(press(desk, line, "undo"))
    assert "The buyer owes for it" in said(desk.get("/admin/book/till/"))


def test_one_payment_for_two_orders(desk, ordered, paperback):
    one, two = ordered({paperback: 1}), ordered({paperback: 2})
    take_in(desk, f"{DAY},{one.number} and {two.number},43.50")
    line = BankLine.objects.get()
    page = said(desk.get(f"{HOME}lines/{line.pk}/"))
    assert "several order numbers" in page and "Together it must be £43.50." in page
    parts = {
        "number_0": one.number, "pounds_0": "15.20", "number_1": two.number, "pounds_1": "28.00",
    }  # fmt: skip
    wrong = press(desk, line, "divide", **parts)
    assert "These come to £43.20; the payment is £43.50." in said(wrong)
    assert not Entry.objects.exists() and b'value="28.00"' in wrong.content
    nobody = press(desk, line, "divide", **parts | {"number_1": "BK0000000"})
    assert "There is no order with this number" in said(nobody)
    page = said(press(desk, line, "divide", **parts | {"pounds_1": "28.30"}))
    assert f"{one.number} is paid. {two.number} is paid." in page
    line.refresh_from_db()
    assert (line.state, line.matches.count()) == ("split", 2)
    press(desk, line, "undo")
    assert {state_of(one), state_of(two)} == {State.UNPAID}


def test_too_late_cancelled_and_paid_twice_say_so(desk, ordered, paperback):
    late, cancelled, paid = (ordered({paperback: 6}) for _ in range(3))
    Order.objects.filter(pk=late.pk).update(kept_until=late.placed_at)
    paying.expire_due()
    cancelling.cancel(cancelled)
    paying.receive(paid, paid.total_pence, Account.CASH, key="hand:1")
    amount = f"{late.total_pence / 100:.2f}"
    take_in(desk, *[f"{DAY},{o.number},{amount}" for o in (late, cancelled, paid)])
    page = said(desk.get(HOME))
    assert "It was not paid in time" in page
    assert "This order was cancelled" in page and "This order is paid already" in page
    lines = {line.words: line for line in BankLine.objects.all()}
    ordered({paperback: 14})  # the copies of the late one are gone
    assert "waits for you" in said(press(desk, lines[late.number], "order", number=late.number))
    press(desk, lines[cancelled.number], "order", number=cancelled.number)
    press(desk, lines[paid.number], "order", number=paid.number)
    assert [state_of(o) for o in (late, cancelled, paid)] == [State.HELD, State.HELD, State.TO_PACK]
    assert books.money_of(paid).credit == paid.total_pence


def test_without_a_number_the_amount_and_the_name_help(desk, ordered, paperback):
    order = ordered({paperback: 1})
    take_in(desk, f"{DAY},MRS E ENQUIRER BOOK,15.20", f"{DAY},SOMEBODY,15.20")
    page = said(desk.get(HOME))
    assert "These fit to the penny" not in page and "waits for exactly this amount" in page
    named, nameless = BankLine.objects.order_by("pk")
    assert "The buyer’s name is in the words" in said(desk.get(f"{HOME}lines/{named.pk}/"))
    page = said(desk.get(f"{HOME}lines/{nameless.pk}/"))
    assert order.number in page and "name is in the words" not in page
    wrong = press(desk, named, "order", number="BK1")
    assert wrong.status_code == 422 and "There is no order with this number" in said(wrong)


def test_what_was_written_down_by_hand_is_not_booked_again(desk, ordered, paperback, founder):
    order = ordered({paperback: 1})
    paying.receive(order, 1520, Account.BANK, key="hand:1", by=founder)
    take_in(desk, f"{DAY},{order.number},15.20", f"{DAY},{order.number} again,15.20")
    assert said(desk.get(HOME)).count("written down by hand before") == 2
    first, second = BankLine.objects.order_by("pk")
    press(desk, first, "known", number=order.number)
    assert Entry.objects.filter(kind="payment").count() == 1
    assert "This order is paid already" in said(desk.get(f"{HOME}lines/{second.pk}/"))
    press(desk, first, "undo")
    assert ledger.balance(Account.BANK) == 1520  # what was there before stays


def test_money_that_went_out_is_a_refund_and_never_more_than_is_owed(
    desk, ordered, paperback, mailoutbox
):
    order = ordered({paperback: 1})
    paying.receive(order, 2000, Account.BANK, key="hand:1")
    rows = [f"{DAY},REFUND {order.number},-4.80", f"{DAY},REFUND {order.number},-4.81"]
    take_in(desk, *rows)
    page = said(desk.get(HOME))
    assert "has to get back, to the penny" in page and "has not so much to get back" in page
    too_much, right = BankLine.objects.order_by("pence")
    page = said(press(desk, too_much, "order", number=order.number))
    assert "Nothing was changed: the buyer has not so much" in page
    press(desk, right, "order", number=order.number)
    assert books.money_of(order).credit == 0 and ledger.balance(Account.BANK) == 1520
    press(desk, right, "undo")
    assert books.money_of(order).credit == 480


def test_money_from_stripe_is_booked_once(desk, db):
    ledger.post(
        Entry.Kind.PAYOUT,
        {Account.BANK: 5000, Account.STRIPE: -5000},
        key="stripe:txn_1",
        on=TODAY - timedelta(days=2),
    )
    take_in(desk, f"{DAY},STRIPE PAYMENTS UK,50.00", f"{DAY},STRIPE PAYMENTS UK,50.00")
    assert "Stripe sent to the bank" in said(desk.get(HOME))
    known, new = BankLine.objects.order_by("pk")
    press(desk, known, "payout")
    assert Entry.objects.count() == 1  # the comparison with Stripe had it
    press(desk, new, "payout")
    assert Entry.objects.count() == 2 and ledger.balance(Account.BANK) == 10000
    press(desk, new, "undo")
    press(desk, known, "undo")
    assert ledger.balance(Account.BANK) == 5000


def test_where_cards_never_were_nothing_comes_from_stripe(desk, shop):
    take_in(desk, f"{DAY},STRIPE OR SO,15.20")
    line = BankLine.objects.get()
    assert "from Stripe" not in said(desk.get(f"{HOME}lines/{line.pk}/"))
    assert "Nothing was changed" in said(press(desk, line, "payout"))
    assert not Entry.objects.exists()


def test_two_founders_at_once_book_a_line_once(founder, second_founder, ordered, paperback):
    order = ordered({paperback: 1})
    line = BankLine.objects.create(on=TODAY, pence=1520, fingerprint=b"1" * 16)
    same = BankLine.objects.get()
    assert matching.match_order(line, order, by=founder)
    assert not matching.match_order(same, order, by=second_founder)
    assert matching.not_ours([same], by=second_founder) == 0
    assert books.money_of(order).paid == 1520


def test_only_founders_see_it_and_words_are_locked(signed_in, dispatcher, outsider, desk):
    take_in(desk, f"{DAY},CANARY ENQUIRER,15.20")
    line = BankLine.objects.get()
    for path in (HOME, f"{HOME}settled/", f"{HOME}lines/{line.pk}/", "/admin/book/till/"):
        assert desk.get(path).status_code == 200
        for nobody in (dispatcher, outsider):
            assert b"CANARY" not in signed_in(nobody).get(path, follow=True).content
            assert signed_in(nobody).get(path).status_code in (302, 403, 404)
    with connection.cursor() as cursor:
        for table in ("orders_bankline", "orders_bankstatement", "accounts_auditentry"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "CANARY" not in repr([list(map(repr_of, row)) for row in cursor])
    assert line.words == "CANARY ENQUIRER" and str(line) == f"BankLine {line.pk}"


def repr_of(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_words_go_ninety_days_after_it_is_settled_the_money_after_six_years(
    founder, ordered, ebook
):
    with time_machine.travel("2027-01-10T12:00:00Z", tick=False) as clock:
        desk = sign_in(founder)
        take_in(desk, "10/01/2027,CANARY ONE,5.00", "10/01/2027,CANARY TWO,7.00")
        upload(desk, "10/01/2027,CANARY THREE,7.00")  # and never taken in
        one, two = BankLine.objects.order_by("pence")
        order = ordered({ebook: 1})
        matching.match_order(one, order, by=founder)
        clock.shift(timedelta(days=89))
        assert purged(clock) == ["CANARY ONE", "CANARY TWO"]
        assert not BankStatement.objects.filter(taken_at=None).exists()
        clock.shift(timedelta(days=2))
        assert purged(clock) == ["", "CANARY TWO"]
        clock.shift(timedelta(days=276))
        assert purged(clock) == ["", ""]
        assert "or they are erased" in said(sign_in(founder).get(f"{HOME}lines/{two.pk}/"))
        clock.move_to(date(2033, 12, 31))
        assert purged(clock) == ["", ""] and BankMatch.objects.count() == 1
        clock.move_to(date(2034, 2, 1))
        assert purged(clock) == []
        for model in (BankMatch, BankStatement, Order):
            assert not model.objects.exists()
        assert Entry.objects.get().kind == Entry.Kind.CARRIED


def purged(clock):
    done = list(retention.purge_all(now=timezone.now()))
    assert [one.error for one in done if one.error] == []
    return [line.words for line in BankLine.objects.order_by("pence")]


def test_a_file_that_is_forgotten_leaves_nothing(desk):
    upload(desk, f"{DAY},CANARY,1.00")
    statement = BankStatement.objects.get()
    desk.post(f"{HOME}statements/{statement.pk}/press/", {"press": "forget"})
    assert not BankStatement.objects.exists() and not BankLine.objects.exists()
    assert statements.new_among([]) == statements.alike([]) == []


def test_made_up_orders_are_not_offered_for_real_money(desk, ordered, paperback):
    order = ordered({paperback: 1})
    Order.objects.filter(pk=order.pk).update(is_made_up=True)
    take_in(desk, f"{DAY},ENQUIRER,15.20")
    assert order.number not in said(desk.get(f"{HOME}lines/{BankLine.objects.get().pk}/"))
    assert not Shop.current().is_made_up
