"""The page of an order, by its link: where it stands, the receipt, another address, cancelling."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.quiet_log import QuietFormatter
from alongside.orders import books, emails, stock
from alongside.orders.actions import (
    bulk,
    giving_back,
    orders,
    parcels,
    paying,
    posting,
    reminding,
    returns,
)
from alongside.orders.models import Account, BookEdition, Order, Printing, Shop
from alongside.orders.states import Event, State
from tests.answers.test_print_the_leaflet import read, squeeze
from tests.orders.conftest import BUYER
from tests.orders.shopping import letters, seen

pytestmark = pytest.mark.django_db
HOUSE = {"name": "Enid New", "line1": "1 New Row", "town": "Hove", "postcode": "bn3 2aa"}


def pay(order):
    paying.receive(order, order.total_pence, Account.BANK, key=f"bank:{order.pk}")
    order.refresh_from_db()
    return order


def post(order):
    for event in (Event.PACK, Event.POST):
        orders.move(orders.held(order), event)
    order.refresh_from_db()
    return order


def page(shopper, order, end=""):
    return shopper.look(f"{order.get_absolute_url()}{end}")


def pdf_of(shopper, order):
    pdf = read(page(shopper, order, "receipt.pdf").content)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return squeeze("".join(sheet.extract_text() for sheet in pdf.pages))


def test_it_says_where_it_stands_at_each_step(shopper, ordered, paperback):
    order = ordered({paperback: 1})
    assert "keep it for you until 9 December 2026" in seen(page(shopper, order))
    paying.receive(order, 500, Account.BANK, key="bank:a")
    words = seen(page(shopper, order))
    assert "We have £5.00 from you. £10.20 is missing." in words
    (mail,) = letters(kind="orders.part_came")
    assert "£5.00 came" in mail.text and "Please send £10.20 by bank transfer" in mail.text
    assert "Amount £10.20" in words
    paying.receive(order, 1100, Account.BANK, key="bank:b")
    words = seen(page(shopper, order))
    assert "It is paid. Thank you. We pack it now." in words
    assert "You get £0.80 back" in words
    assert "You sent £0.80 more than it costs." in letters(kind="orders.paid")[0].text
    assert "Sort code" not in words
    order.refresh_from_db()
    orders.move(orders.held(order), Event.PACK)
    words = seen(page(shopper, order))
    assert "It is packed" in words
    assert "Change the address" not in words
    assert "Cancel this order" in words
    orders.move(orders.held(order), Event.POST)
    words = seen(page(shopper, order))
    assert "It is posted." in words
    assert "until 14 days after the last parcel came" in words
    assert "Cancel this order" not in words
    assert "are erased on 23 February 2027" in words
    assert "sent you" not in words
    giving_back.pay_back(order, 80, Account.BANK, key="back:1")
    giving_back.allow(order, {books.Part.COPIES: 1200}, why="returned", key="f:1", by=None)
    assert "We have sent you £0.80 back." in seen(page(shopper, order))
    giving_back.pay_back(order, 1200, Account.BANK, key="back:2")
    assert "We have sent you £12.80 back." in seen(page(shopper, order))
    assert squeeze("Given back to you: £12.00.") in pdf_of(shopper, order)  # 80p were no part of it


def test_it_is_called_what_it_was_called_when_she_ordered(shopper, ordered, paperback):
    order = ordered({paperback: 1}, buyer=replace(BUYER, dedication="For Una"))
    BookEdition.objects.update(name="Second edition")
    words = seen(page(shopper, order))
    assert "1 × Paperback" in words and "Second edition" not in words
    assert "Written into the book: For Una" in words
    for hers in ("Una", "Canary Row", "Enid"):  # mail is read by many; her page by her
        assert hers not in letters()[0].text


def test_nobody_keeps_the_page_and_its_address_goes_nowhere(shopper, ordered, paperback):
    shown = page(shopper, ordered({paperback: 1}))
    assert "no-store" in shown["Cache-Control"]
    assert shown["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in shown.content.decode()
    assert shown["Referrer-Policy"] == "same-origin"
    assert not shown.cookies
    assert "x-alongside-published" not in shown.headers


def test_another_link_opens_nothing(shopper, ordered, paperback):
    order, other = ordered({paperback: 1}), ordered({paperback: 1})
    sealed = other.token.partition(".")[2]
    altered = order.token[:-1] + ("B" if order.token.endswith("A") else "A")
    for token in ("x", f"{order.number}.{sealed}", order.number, altered, "é" * 9):
        for end in ("", "receipt.pdf", "address/", "cancel/", "book.epub"):
            refused = shopper.look(f"/book/orders/{token}/{end}", status=404)
            assert "This link leads to no order" in seen(refused)
            assert "Canary" not in refused.content.decode()


def test_a_request_that_fails_leaves_no_link_in_the_log(ordered, paperback):
    import logging

    order = ordered({paperback: 1})
    path = order.get_absolute_url()
    record = logging.LogRecord("django.request", 40, "", 0, "Failed: %s", (path,), None)
    assert QuietFormatter("%(message)s").format(record) == "Failed: /book/orders/…/"


def test_the_receipt_has_seller_vat_and_the_gift_apart(shopper, ordered, paperback, journal):
    Shop.objects.update(vat_number="GB 123 4567 89", charity_number="XT1")
    order = ordered({paperback: 2, journal: 1}, gift_pence=500, forward_copies=1)
    shopper.look(f"{order.get_absolute_url()}receipt.pdf", status=404)
    assert "Receipt" not in seen(page(shopper, order))
    pay(order)
    assert "Receipt (PDF)" in seen(page(shopper, order))
    text = pdf_of(shopper, order)
    for words in (
        f"Receipt {order.number}", "25 November 2026", "Test Seller", "VAT number: GB 123 4567 89",
        "Enid Enquirer", "7 Canary Row", "2 × Paperback £12.00 £24.00", "Postage £5.40",
        "Price with postage £38.40", "0 % £27.93 £0.00", "20 % £8.72 £1.75",
        "Not part of the price, and without VAT", "Copies paid forward £15.00", "Gift £5.00",
        "In all: £58.40", "Paid by bank transfer.",
    ):  # fmt: skip
        assert squeeze(words) in text, words


def test_a_receipt_without_vat_and_with_a_name_that_no_font_has(shopper, ordered, paperback):
    from dataclasses import replace

    order = pay(ordered({paperback: 1}, buyer=replace(BUYER, name="🌻 𓀀 Enid")))
    text = pdf_of(shopper, order)
    assert "VAT" not in text
    assert squeeze("In all: £15.20") in text


def test_another_address_until_it_is_packed(shopper, ordered, paperback):
    order = pay(ordered({paperback: 1}, buyer=BUYER))
    address = f"{order.get_absolute_url()}address/"
    assert 'value="7 Canary Row"' in page(shopper, order, "address/").content.decode()
    refused = shopper.send(address, HOUSE | {"postcode": "nowhere", "name": "N" * 99})
    assert refused.status_code == 422
    assert "This cannot be a postcode" in seen(refused)
    assert 'value="nowhere"' in refused.content.decode()
    changed = shopper.send(address, HOUSE)
    assert changed.status_code == 303
    assert "We have kept the new address." in seen(shopper.look(changed["Location"]))
    order.refresh_from_db()
    assert order.buyer().label == ["Enid New", "1 New Row", "Hove", "BN3 2AA"]
    assert order.buyer().email == "enid@example.org"
    line = AuditEntry.objects.get(action="order.moved-house")
    assert (line.actor, line.target) == (None, f"order:{order.pk}")
    asked = page(shopper, order, "address/")
    orders.move(orders.held(order), Event.PACK)
    late = shopper.send(address, HOUSE | {"line1": "9 Late Row"}, page=asked)
    assert late.status_code == 409
    assert "It is too late for that on this page" in seen(late)
    order.refresh_from_db()
    assert order.buyer().lines == ("1 New Row",)


def test_cancelling_before_and_after_it_is_paid(shopper, ordered, paperback):
    unpaid, paid = ordered({paperback: 1}), pay(ordered({paperback: 2}, gift_pence=100))
    asked = page(shopper, paid, "cancel/")
    assert "You get all of it back: £29.30, within 14 days" in seen(asked)
    assert "also your gift" in seen(asked)
    for order in (unpaid, paid):
        done = shopper.send(f"{order.get_absolute_url()}cancel/", {})
        assert done["Location"] == order.get_absolute_url()
    assert "You owe us nothing." in seen(page(shopper, unpaid))
    assert "You get £29.30 back, by 9 December 2026." in seen(page(shopper, paid))
    assert books.money_of(paid).credit == 2930
    paperback.refresh_from_db()
    assert paperback.reserved == 0
    again = shopper.send(f"{paid.get_absolute_url()}cancel/", {}, page=asked)
    assert again.status_code == 409
    assert "It is cancelled." in seen(again)
    assert [mail.subject for mail in letters(kind="orders.cancelled")] == [
        f"Your order {order.number} is cancelled" for order in (unpaid, paid)
    ]


def test_after_it_is_posted_it_says_how_to_cancel(shopper, ordered, paperback):
    order = post(pay(ordered({paperback: 1})))
    late = shopper.look(f"{order.get_absolute_url()}cancel/", status=409)
    assert "It is posted." in seen(late)
    form = seen(shopper.look("/book/cancel/"))
    assert "I/We [*] hereby give notice that I/We [*] cancel my/our [*] contract of sale" in form
    assert "To Test Seller, 1 Test Street Lewes BN7 2AA, shop@example.org" in form


def test_what_is_sent_anew_after_it_was_posted_a_founder_cancels(shopper, ordered, paperback):
    order = pay(ordered({paperback: 1}))
    line, parcel = order.lines.get(), parcels.pack([order], by=None).parcels[0]
    posting.post(parcel, by=None)
    returns.reship(order, {line.pk: 1}, why="lost", by=None)
    order.refresh_from_db()
    assert order.state == State.TO_PACK
    words = seen(page(shopper, order))
    assert "We send it to you once more, and pack it now." in words
    assert "Cancel this order" not in words and "How to cancel" in words
    shopper.send(f"{order.get_absolute_url()}cancel/", {}, page=page(shopper, order))
    order.refresh_from_db()
    assert order.state == State.TO_PACK and books.money_of(order).credit == 0


def test_an_old_order_has_a_page_without_a_name(shopper, ordered, paperback):
    order = post(pay(ordered({paperback: 1})))
    Order.purge(timezone.now() + timedelta(days=91))
    words = seen(page(shopper, order))
    assert "Your name and address are erased." in words
    assert "1 × Paperback £12.00" in words
    assert "Canary" not in words
    assert "Enid" not in pdf_of(shopper, order)


def database():
    digests = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                rows = "\n".join(sorted(map(repr, cursor.fetchall())))
                digests[model._meta.db_table] = hashlib.sha256(rows.encode()).hexdigest()
    return digests


def test_promise_looking_changes_nothing(shopper, ordered, paperback):
    order = pay(ordered({paperback: 1}))
    before = database()
    for end in ("", "?again", "?changed", "receipt.pdf", "address/", "cancel/"):
        for ask in (shopper.client.get, shopper.client.head):
            assert ask(f"{order.get_absolute_url()}{end}").status_code == 200
    for path in ("/book/", "/book/order/", "/book/free-copy/", "/book/cancel/"):
        assert shopper.client.get(path).status_code == 200
    assert database() == before


def test_what_is_made_up_says_so(shopper, paperback):
    Shop.objects.update(is_made_up=True)
    looked = shopper.choose({paperback: 1})
    assert "Made up for demonstration." in seen(looked)
    order = shopper.order({paperback: 1})
    assert "Please pay nothing." in seen(page(shopper, order))
    assert "MADE UP FOR DEMONSTRATION" in letters()[0].text


def test_three_days_before_the_end_she_is_reminded_once(shopper, ordered, paperback):
    late, card = ordered({paperback: 1}), ordered({paperback: 1}, pay_by=Order.PayBy.CARD)
    paid = pay(ordered({paperback: 1}))
    assert reminding.remind_due() == 0
    paying.receive(late, 500, Account.BANK, key="bank:part")
    shopper.clock.shift(timedelta(days=11, hours=1))
    assert [reminding.remind_due(), reminding.remind_due()] == [1, 0]
    [mail] = letters(kind="orders.reminder")
    assert mail.subject == f"Your order {late.number} waits for its money"
    assert "Please send £10.20 by bank transfer" in mail.text
    assert {card.state, paid.state} == {State.UNPAID, State.TO_PACK}


def test_what_is_still_printed_says_when_on_every_page_and_in_the_mail(
    shopper, paperback, large_print
):
    printing = Printing.objects.create(
        edition=large_print, number=1, copies=50, printed_on=timezone.localdate(),
        expected_on=timezone.localdate() + timedelta(days=60),
    )  # fmt: skip
    stock.expect(printing, 50)
    looked = shopper.choose({paperback: 1, large_print: 3})  # two of them lie here
    later = "Next printing in January 2027. We post it then."
    assert f"3 × Large print {later}" in seen(looked)
    shopper.press(looked)
    order = Order.objects.get()
    assert later in seen(page(shopper, order))
    assert [line.later for line in order.lines.all()] == ["", "Next printing in January 2027"]
    text = letters()[0].text
    assert f"after it is paid, but for this:\nLarge print: {later}" in text
    assert "30 days" not in text


def test_the_way_to_cancel_is_shown_as_long_as_it_is_open(shopper, ordered, paperback):
    order = post(pay(ordered({paperback: 1})))
    late = shopper.look(f"{order.get_absolute_url()}cancel/", 409)
    assert "You can still cancel until 14 days after the last parcel came." in seen(late)
    shopper.clock.shift(timedelta(days=29))
    assert "The 14 days in which you could change your mind are over." in seen(page(shopper, order))


def test_an_order_that_ended_with_a_part_says_what_becomes_of_it(shopper, ordered, paperback):
    order = ordered({paperback: 1})
    paying.receive(order, 500, Account.BANK, key="bank:1")
    shopper.clock.shift(timedelta(days=15))
    paying.expire_due()
    words = seen(page(shopper, order))
    assert "Only a part of the money came in time" in words
    assert "You get £5.00 back, by 24 December 2026." in words
    assert "Order the book anew" in words and "7 Canary Row" not in words
    mail = letters(kind="orders.expired")[0].text
    assert f"Send £10.20 more, with {order.number} as the reference." in mail
    giving_back.pay_back(order, 500, Account.BANK, key="back:1")
    assert "Only a part of the money came in time" in seen(page(shopper, order))


def test_what_was_let_off_is_not_called_paid(shopper, ordered, paperback):
    order = ordered({paperback: 1})
    paying.receive(order, 1500, Account.BANK, key="bank:1")
    bulk.let_off(order, by=None)
    words = seen(page(shopper, order))
    assert "We ask for no more money for it." in words and "It is paid" not in words


def test_every_mail_of_a_made_up_shop_says_so():
    folder = Path(emails.__file__).parent / "templates/orders/mail"
    whole = [path for path in folder.glob("*.txt") if path.stem not in _PARTS]
    assert len(whole) > 12
    for path in whole:
        assert path.read_text().splitlines()[1] == '{% include "orders/mail/made_up.txt" %}', path


_PARTS = ("made_up", "how_to_pay", "sums")
