"""A hospital orders forty copies on account: the invoice, the reminder, and what never comes."""

import io
import re
import uuid
from datetime import timedelta

import pypdf
import pytest
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, books_check, ledger, owed, stock
from alongside.orders.actions import bulk, giving_back, paying, taking_back
from alongside.orders.books import Part
from alongside.orders.models import Account, Entry, Invoice, Order, Refund, Shop, StockMove
from alongside.orders.states import State
from tests.enquiries.conftest import seen

pytestmark = pytest.mark.django_db
BULK = "/admin/book/orders/bulk/"


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


@pytest.fixture
def many(paperback):
    stock.move(paperback, 40, StockMove.Why.COUNTED)
    return paperback


def wanted(copies, **more):
    typed = {
        "ticket": uuid.uuid4(), "name": "Canary Hospital", "lines": "Library\nLong Lane",
        "town": "Lewes", "postcode": "BN7 1ZZ", "country": "GB", "email": "library@example.org",
        "discount": "35", "reference": "PO 7781", "terms": "30", "postage": "0",
    }  # fmt: skip
    return typed | {f"copies_{edition.pk}": number for edition, number in copies.items()} | more


@pytest.fixture
def invoice(desk, many):
    typed = wanted({many: 40})
    assert "£312.00 in all." in seen(desk.post(BULK, typed))
    for _ in range(2):
        desk.post(BULK, typed | {"seen_total": 31200})
    return Invoice.objects.get()


def last_mail():
    return OutboxMessage.objects.latest("pk").letter()


def text_of(response):
    pdf = pypdf.PdfReader(io.BytesIO(response.content))
    return " ".join(re.sub(r"\s+", " ", page.extract_text()) for page in pdf.pages)


def test_it_is_posted_at_once_and_owed(invoice, founder):
    order = invoice.order
    assert (order.state, order.source, order.lines.get().unit_pence) == (State.TO_PACK, "bulk", 780)
    assert books.money_of(order).owing == 31200
    assert invoice.due_on == timezone.localdate() + timedelta(days=30)
    assert [one.kind for one in OutboxMessage.objects.all()] == ["orders.invoice"]
    actions = AuditEntry.objects.filter(actor=founder).values_list("action", flat=True)
    assert {"order.price-agreed", "invoice.made", "order.placed"} <= set(actions)


def test_what_stands_on_the_invoice(invoice, desk, reader):
    by_link = reader.get(f"{invoice.order.get_absolute_url()}invoice.pdf")
    at_desk = desk.get(f"/admin/book/orders/invoices/{invoice.pk}/")
    for response in (by_link, at_desk):
        assert (
            response["Content-Type"] == "application/pdf"
            and "no-store" in response["Cache-Control"]
        )
        text = text_of(response)
        for words in (
            "Invoice INV00001", "Canary Hospital", "Long Lane", "Test Seller", "shop@example.org",
            "PO 7781", invoice.order.number, "40 £7.80 £312.00", "Total £312.00", "00-00-00",
            "12345678", f"{invoice.due_on:%-d %B %Y}",
        ):  # fmt: skip
            assert words in text, words
        assert "VAT" not in text
    assert reader.get("/book/orders/BK0000000.forged/invoice.pdf").status_code == 404


def test_her_page_says_that_it_is_on_account(invoice, reader):
    page = seen(reader.get(invoice.order.get_absolute_url()))
    assert f"to be paid by {invoice.due_on:%-d %B %Y}" in page and "Invoice INV00001 (PDF)" in page
    assert "It is paid" not in page and "Receipt" not in page
    paying.receive(invoice.order, 31200, Account.BANK, key="b:1")
    page = seen(reader.get(invoice.order.get_absolute_url()))
    assert "It is paid. Thank you." in page and "Receipt (PDF)" in page


def test_with_vat_each_rate_has_its_line(desk, many, journal):
    Shop.objects.update(vat_number="GB123456789")
    typed = wanted({many: 10, journal: 1}, discount="", postage="")
    total = 12000 + 900 + 320 + 10 * 110
    desk.post(BULK, typed | {"seen_total": total})
    text = text_of(desk.get(f"/admin/book/orders/invoices/{Invoice.objects.get().pk}/"))
    assert "VAT number GB123456789" in text
    assert "0 % £133.21 £0.00" in text and "20 % £8.32 £1.67" in text
    assert sum((13321, 832, 167)) == total


def test_numbers_run_on_without_a_gap(invoice, desk, many):
    stock.move(many, 10, StockMove.Why.COUNTED)
    failed = desk.post(BULK, wanted({many: 500}) | {"seen_total": 390000})
    assert failed.status_code == 422
    desk.post(BULK, wanted({many: 2}) | {"seen_total": 1560})
    assert [one.label for one in Invoice.objects.order_by("pk")] == ["INV00001", "INV00002"]


def test_paid_before_it_is_posted(desk, many):
    desk.post(BULK, wanted({many: 2}, terms="0") | {"seen_total": 1560})
    order = Order.objects.get()
    assert (order.state, books.money_of(order).owing) == (State.UNPAID, 0)
    assert "INV00001 £15.60" in seen(desk.get("/admin/book/orders/money/"))
    assert "We post your copies as soon as" in OutboxMessage.objects.get().letter().text
    paying.receive(order, 1560, Account.BANK, key="b:1")
    order.refresh_from_db()
    assert order.state == State.TO_PACK


def test_late_it_is_reminded_once_and_paid(invoice, desk):
    Invoice.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    paying.receive(invoice.order, 10000, Account.BANK, key="b:1")
    page = seen(desk.get("/admin/book/orders/money/"))
    assert "INV00001 £212.00 was to be paid by" in page
    at = f"/admin/book/orders/{invoice.order_id}/press/"
    assert "The reminder is on its way." in seen(desk.post(at, {"press": "remind"}, follow=True))
    assert "one went lately" in seen(desk.post(at, {"press": "remind"}, follow=True))
    (mail,) = OutboxMessage.objects.filter(kind="orders.invoice_reminder")
    assert "£212.00" in mail.letter().text and "PO 7781" in mail.letter().text
    assert "Paid so far: £100.00. Still to pay: £212.00." in text_of(
        desk.get(f"/admin/book/orders/invoices/{invoice.pk}/")
    )
    paying.receive(invoice.order, 21200, Account.BANK, key="b:2")
    assert owed.unpaid_invoices() == []
    with pytest.raises(bulk.NothingOwed):
        bulk.remind(invoice, by=None)


def test_what_never_comes_is_written_off_once(invoice, desk):
    at = f"/admin/book/orders/{invoice.order_id}/press/"
    assert "£312.00 are written off." in seen(desk.post(at, {"press": "write_off"}, follow=True))
    page = seen(desk.post(at, {"press": "write_off"}, follow=True))
    assert "nothing is owed any more" in page and "written off as our loss." in page
    assert "No money yet" not in page and "paid by" not in page
    assert ledger.balance(Account.WRITTEN_OFF) == 31200
    assert owed.unpaid_invoices() == [] and ledger.balance(Account.BUYERS) == 0
    page = seen(desk.get(invoice.order.get_absolute_url()))
    assert "It is paid" not in page and "Receipt" not in page


def test_who_owes_is_known_after_the_address_is_erased(invoice, desk):
    Order.objects.update(locked=b"", mark=None)
    assert "Canary Hospital" in text_of(desk.get(f"/admin/book/orders/invoices/{invoice.pk}/"))


def test_a_name_that_our_fonts_lack_still_gives_an_invoice(desk, many):
    desk.post(BULK, wanted({many: 2}, name="図書館 #let x = 1") | {"seen_total": 1560})
    text = text_of(desk.get(f"/admin/book/orders/invoices/{Invoice.objects.get().pk}/"))
    assert "#let x = 1" in text and "Total £15.60" in text


def test_dispatchers_see_no_invoice(invoice, dispatcher, signed_in):
    client = signed_in(dispatcher)
    assert client.get(f"/admin/book/orders/invoices/{invoice.pk}/").status_code == 403
    assert client.get(BULK).status_code == 403


def test_what_was_written_off_is_not_given_back_and_may_come_after_all(invoice, desk):
    at, order = f"/admin/book/orders/{invoice.order_id}/press/", invoice.order
    paying.receive(order, 10000, Account.BANK, key="b:1")
    desk.post(at, {"press": "write_off"})
    typed = {"allow-why": "kindness", "allow-ticket": uuid.uuid4()}
    refused = seen(desk.post(at, {"press": "allow", "allow-copies": "100.01", **typed}))
    assert "The most is £100.00." in refused and not Refund.objects.exists()
    paying.receive(order, 21200, Account.BANK, key="b:2")
    assert books.money_of(order) == books.Money(charged=31200, paid=31200)
    assert ledger.balance(Account.WRITTEN_OFF) == 0 and owed.to_give_back() == []
    paying.receive(order, 100, Account.BANK, key="b:3")
    assert [one.pence for one in owed.to_give_back()] == [100]
    assert books_check.differences() == []


def test_the_mail_that_goes_again_is_the_invoice_until_it_is_paid(invoice, desk):
    at = f"/admin/book/orders/{invoice.order_id}/press/"
    desk.post(at, {"press": "mail"})
    assert last_mail().subject.startswith("Invoice INV00001 for your order")
    paying.receive(invoice.order, 31200, Account.BANK, key="b:1")
    desk.post(at, {"press": "mail"})
    assert "is paid: £312.00" in last_mail().text


def test_a_reminder_before_its_day_asks_for_nothing_now(invoice, desk):
    desk.post(f"/admin/book/orders/{invoice.order_id}/press/", {"press": "remind"})
    mail, day = last_mail(), f"{invoice.due_on:%-d %B %Y}"
    assert mail.subject == f"Invoice INV00001 is to be paid by {day}"
    assert f"is to be paid by {day}" in mail.text and "pay it by then" in mail.text
    assert "not paid yet" not in mail.text and "now" not in mail.text


def test_a_cancelled_order_has_a_credit_note(invoice, desk, reader):
    Shop.objects.update(iban="GB33BUKB20201555555555", bic="BUKBGB22")
    before = text_of(desk.get(f"/admin/book/orders/invoices/{invoice.pk}/"))
    assert "IBAN GB33BUKB20201555555555, BIC BUKBGB22" in before
    desk.post(f"/admin/book/orders/{invoice.order_id}/press/", {"press": "cancel"})
    assert "credit note for invoice INV00001" in last_mail().text
    page = invoice.order.get_absolute_url()
    assert "Credit note CN00001 (PDF)" in seen(reader.get(page))
    text = text_of(reader.get(f"{page}invoice.pdf"))
    for words in (
        "Credit note CN00001", "It takes back invoice INV00001 of", "Nothing is to be paid.",
        "Canary Hospital", "40 £7.80 £312.00",
    ):  # fmt: skip
        assert words in text, words
    assert "12345678" not in text and "To be paid by" not in text


def test_a_credit_note_stays_one(invoice, desk):
    at, order = f"/admin/book/orders/{invoice.order_id}/", invoice.order
    desk.post(f"{at}press/", {"press": "cancel"})
    paying.receive(order, 31200, Account.BANK, key="b:1")  # the hospital pays all the same
    page = seen(desk.get(at))
    assert "Credit note CN00001" in page and "Its invoice was taken back" in page
    assert "moved on" in seen(desk.post(f"{at}press/", {"press": "let_go"}, follow=True))
    order.refresh_from_db()
    assert order.state == State.HELD
    Invoice.objects.update(credited_on="2026-01-02")
    desk.post(f"{at}press/", {"press": "cancel"})
    text = text_of(desk.get(f"/admin/book/orders/invoices/{invoice.pk}/"))
    assert "Credit note CN00001" in text and "2 January 2026" in text


def test_a_promise_is_not_swallowed_by_what_was_let_off(ordered, many, founder):
    order = ordered({many: 1})
    paying.receive(order, 1000, Account.BANK, key="b:1")
    bulk.let_off(order, by=founder)
    order.refresh_from_db()
    giving_back.allow(order, {Part.COPIES: 400}, why="damaged", key="f", by=founder)
    paying.receive(order, 300, Account.BANK, key="b:2")
    assert (books.money_of(order).credit, ledger.balance(Account.WRITTEN_OFF)) == (400, 220)


def test_an_undone_payment_leaves_what_was_let_off(ordered, many, founder):
    order = ordered({many: 1})
    paying.receive(order, 1000, Account.BANK, key="b:1")
    bulk.let_off(order, by=founder)
    paying.receive(order, 520, Account.BANK, key="b:2")
    assert ledger.balance(Account.WRITTEN_OFF) == 0
    taking_back.take_back_receipt(Entry.objects.get(key="b:2"), by=founder)
    order.refresh_from_db()
    assert (order.state, ledger.balance(Account.WRITTEN_OFF)) == (State.TO_PACK, 520)
    assert books.money_of(order).owing == 0 and books_check.differences() == []


def test_pieces_leave_no_penny_when_some_of_it_was_written_off_meanwhile(
    ordered, paperback, journal, founder
):
    Shop.objects.update(vat_number="GB123456789")
    order = ordered({paperback: 1, journal: 1})
    paying.receive(order, 1000, Account.BANK, key="b:1")
    bulk.let_off(order, by=founder)
    order.refresh_from_db()
    giving_back.allow(order, {Part.COPIES: 333}, why="damaged", key="f:1", by=founder)
    paying.receive(order, order.total_pence - 1000, Account.BANK, key="b:2")
    giving_back.allow(order, {Part.COPIES: 1767}, why="damaged", key="f:2", by=founder)
    left = ledger.balances(account__in=(Account.SALES_ZERO, Account.SALES_STANDARD))
    assert left == {Account.SALES_ZERO: 0, Account.SALES_STANDARD: 0}
