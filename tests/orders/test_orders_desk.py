"""Founders look after orders: find one, take in money, give it back, cancel, decide."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.admin.menu import admin_menu

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, books_check, ledger, stock
from alongside.orders.actions import cancelling, paying
from alongside.orders.models import Account, Entry, Order, Refund, StockMove
from alongside.orders.states import State
from tests.enquiries.conftest import seen

from .conftest import BUYER

pytestmark = pytest.mark.django_db
ORDERS = "/admin/book/orders/"
TODAY = timezone.localdate().isoformat


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


def _at(order):
    return f"{ORDERS}{order.pk}/"


def press(desk, order, name, **typed):
    response = desk.post(f"{_at(order)}press/", {"press": name, **typed}, follow=True)
    order.refresh_from_db()
    return seen(response)


def came(pounds, ticket=None, **more):
    typed = {"pence": pounds, "account": "bank", "on": TODAY(), "ticket": ticket or uuid.uuid4()}
    return {f"came-{name}": value for name, value in (typed | more).items()}


def back(pounds, ticket=None, account="bank"):
    typed = {"pence": pounds, "account": account, "on": TODAY(), "ticket": ticket or uuid.uuid4()}
    return {f"back-{name}": value for name, value in typed.items()}


def allow(ticket=None, **parts):
    typed = {"why": "damaged", "ticket": ticket or uuid.uuid4(), **parts}
    return {f"allow-{name}": value for name, value in typed.items()}


def test_the_menu_tells_the_book_from_experiences(founder, rf):
    rf = rf.get("/")
    rf.user = founder
    icons = {item.name: item.icon_name for item in admin_menu.menu_items_for_request(rf)}
    assert icons["book"] not in (icons["experiences"], icons["letters"])


def test_lists_show_numbers_and_no_names(desk, paperback, ordered):
    unpaid, paid = ordered({paperback: 2}), ordered({paperback: 1}, forward_copies=1)
    paying.receive(paid, paid.total_pence + 500, Account.BANK, key="b:1")
    paying.receive(unpaid, 1000, Account.BANK, key="b:2")
    page = seen(desk.get(ORDERS))
    assert f"{unpaid.number} Waits for the money; £18.30 of it are missing 2 × Paperback" in page
    assert f"{paid.number} Is to be packed; £5.00 to give back 1 × Paperback, 1 paid" in page
    assert "Enid" not in page and "enid" not in page
    assert paid.number not in seen(desk.get(f"{ORDERS}?show=unpaid"))
    assert unpaid.number not in seen(desk.get(f"{ORDERS}?show=post"))
    assert "None." in seen(desk.get(f"{ORDERS}?show=held"))


def test_a_long_list_costs_the_same(desk, paperback, ordered):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = seen(desk.get(ORDERS))
        return len(captured), page

    ordered({paperback: 1})
    queries()
    one, _ = queries()
    for _ in range(12):
        ordered({paperback: 1})
    many, page = queries()
    assert "All: 13" in page and many == one


def test_found_by_number_and_by_address(desk, paperback, ordered, founder):
    hers = ordered({paperback: 1})
    ordered({paperback: 1}, buyer=BUYER.__class__(name="Other", email="other@example.org"))
    typed = f"{hers.number[:4].lower()} {hers.number[4:]}"
    found = desk.post(f"{ORDERS}find/", {"q": typed}, follow=True)
    assert f"Order {hers.number}" in seen(found)
    by_mail = seen(desk.post(f"{ORDERS}find/", {"q": "ENID@example.org"}))
    assert hers.number in by_mail and by_mail.count("× Paperback") == 1
    assert AuditEntry.objects.filter(actor=founder, action="order.looked-up").count() == 1
    for wrong, words in (
        ("", "Please write a number"), ("BK0000001", "one sign of it is wrong"), ("x@y", "no e-mail"),
    ):  # fmt: skip
        response = desk.post(f"{ORDERS}find/", {"q": wrong})
        assert response.status_code == 422 and words in seen(response)


def test_one_order_says_what_who_and_money_and_that_it_was_opened(
    desk, founder, paperback, ordered
):
    order = ordered({paperback: 2}, gift_pence=500)
    paying.receive(order, order.total_pence, Account.BANK, key="b:1", by=founder)
    response = desk.get(_at(order))
    page = seen(response)
    for words in (
        "It is to be packed.", "2 × Paperback £12.00 each £24.00", "Postage £4.30", "Gift £5.00",
        "All of it £33.30", "Enid Enquirer 7 Canary Row Lewes BN7 1AA", "enid@example.org",
        "£33.30 came (bank) Test Founder", "£33.30 sold", "All is even.",
    ):  # fmt: skip
        assert words in page, words
    assert order.token in response.content.decode()
    opened = AuditEntry.objects.filter(actor=founder, action="order.opened")
    assert [line.target for line in opened] == [f"order:{order.pk}"]


def test_money_is_written_down_once(desk, paperback, ordered):
    order, ticket = ordered({paperback: 1}), uuid.uuid4()
    assert "£10.00 written down." in press(desk, order, "came", **came("10", ticket))
    assert "It is written down already." in press(desk, order, "came", **came("10", ticket))
    assert "with another amount" in press(desk, order, "came", **came("11", ticket))
    page = press(desk, order, "came", **came("-5"))
    assert "Not saved yet." in page and "an amount such as" in page
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "still to come" in press(desk, order, "came", **came("5.20", on=tomorrow))
    assert "Is the year right?" in press(desk, order, "came", **came("5.20", on="1026-11-26"))
    assert books.money_of(order).paid == 1000 and order.state == State.UNPAID
    press(desk, order, "came", **came("5.20", account="cash"))
    assert order.state == State.TO_PACK
    assert OutboxMessage.objects.filter(kind="orders.paid").count() == 1


def test_a_damaged_copy_is_paid_back(desk, paperback, ordered):
    order = ordered({paperback: 2})
    paying.receive(order, order.total_pence, Account.BANK, key="b:1")
    too_much = press(desk, order, "allow", **allow(copies="24.01"))
    assert "The most is £24.00." in too_much and not Refund.objects.exists()
    assert "at least one amount" in press(desk, order, "allow", **allow())
    ticket = uuid.uuid4()
    for _ in range(2):
        page = press(desk, order, "allow", **allow(ticket, copies="12"))
    assert "£12.00 to give back." in page
    assert "She has less to get: £12.00." in press(desk, order, "back", **back("12.01"))
    ticket = uuid.uuid4()
    for _ in range(2):
        page = press(desk, order, "back", **back("12", ticket))
    assert "£12.00 given back (bank) Test Founder" in page and "All is even." in page
    assert Refund.objects.get().copies_pence == 1200
    assert books.money_of(order) == books.Money(charged=1630, paid=1630)
    assert OutboxMessage.objects.filter(kind="orders.paid_back").count() == 1


def test_cancelled_it_waits_on_the_list_until_it_is_given_back(desk, paperback, ordered):
    order = ordered({paperback: 1})
    paying.receive(order, order.total_pence, Account.BANK, key="b:1")
    assert "It is cancelled" in press(desk, order, "cancel")
    assert "it has moved on" in press(desk, order, "cancel")
    assert order.state == State.CANCELLED
    page = seen(desk.get(f"{ORDERS}money/"))
    assert f"{order.number} £15.20 waits for 0 days; back by" in page
    page = press(desk, order, "back", **back("15.20", account="cash"))
    assert "All of it was given back." in page and "No money yet" not in page
    assert "Nobody waits for money." in seen(desk.get(f"{ORDERS}money/"))
    paperback.refresh_from_db()
    assert paperback.reserved == 0


def test_a_founder_decides_about_money_that_came_too_late(desk, paperback, ordered):
    late = [ordered({paperback: 20})]
    Order.objects.update(kept_until=late[0].placed_at)
    paying.expire_due()
    late.append(ordered({paperback: 20}))
    Order.objects.filter(pk=late[1].pk).update(kept_until=late[1].placed_at)
    paying.expire_due()
    stock.move(paperback, -20, StockMove.Why.COUNTED)
    for number, order in enumerate(late):
        paying.receive(order, order.total_pence, Account.BANK, key=f"b:{number}")
    page = seen(desk.get(_at(late[0])))
    assert "Is there a copy for it again?" in page
    assert "0 of Paperback can be had." in press(desk, late[0], "let_go")
    stock.move(paperback, 20, StockMove.Why.COUNTED)
    assert "It can be packed." in press(desk, late[0], "let_go")
    assert "It is cancelled." in press(desk, late[1], "cancel")
    assert (late[0].state, late[1].state) == (State.TO_PACK, State.CANCELLED)
    assert books.money_of(late[1]).credit == late[1].total_pence


def test_another_address_until_the_label_is_printed(desk, paperback, ordered):
    order = ordered({paperback: 1})
    typed = {
        "name": "Enid Enquirer", "lines": "8 Canary Row\nFlat 2", "town": "Lewes", "postcode": "BN7 1AB",
        "email": "new@example.org", "dedication": "For Una",
    }  # fmt: skip
    hers = {f"buyer-{name}": value for name, value in typed.items()}
    assert "Changed." in press(desk, order, "change", **hers)
    buyer = order.buyer()
    assert (buyer.lines, buyer.country) == (("8 Canary Row", "Flat 2"), "GB")
    assert buyer.dedication == "For Una" and bytes(order.mark) == buyer.mark()
    Order.objects.filter(pk=order.pk).update(state=State.PACKED)
    late = press(desk, order, "change", **hers | {"buyer-name": "Mallory"})
    assert "label is printed already" in late and order.buyer().name == "Enid Enquirer"


def test_the_mail_goes_again(desk, paperback, ordered):
    order = ordered({paperback: 1})
    assert "The mail is on its way." in press(desk, order, "mail")
    assert OutboxMessage.objects.filter(kind="orders.confirm").count() == 2


def test_an_erased_order_still_opens(desk, founder, paperback, ordered):
    order = ordered({paperback: 1})
    cancelling.cancel(order)
    Order.objects.update(locked=b"", mark=None)
    assert "Name and address are erased." in seen(desk.get(_at(order)))
    assert not AuditEntry.objects.filter(actor=founder, action="order.opened").exists()


def test_a_dispatcher_sees_where_it_goes_and_no_money(dispatcher, signed_in, paperback, ordered):
    client, order = signed_in(dispatcher), ordered({paperback: 1})
    page = seen(client.get(_at(order)))
    assert "7 Canary Row" in page
    assert not re.search(r"£|Money|Cancel|link to her page", page)
    assert AuditEntry.objects.filter(actor=dispatcher, action="order.opened").count() == 1
    for name, typed in (("came", came("15.20")), ("cancel", {}), ("mail", {})):
        assert client.post(f"{_at(order)}press/", {"press": name, **typed}).status_code == 403
    assert client.get(f"{ORDERS}money/").status_code == 403
    cancelling.cancel(order)
    page = seen(client.get(_at(order)))
    assert "Canary" not in page and "Founders see it." in page
    assert not Entry.objects.exists()
    paying.receive(order, 1520, Account.BANK, key="b:1")  # to be given back: a founder sees it
    page = seen(client.get(ORDERS))
    assert order.number in page and not re.search("£|transfer", page)


@pytest.mark.parametrize("who", ["outsider", "editor", "moderator", "operator"])
def test_nobody_else_sees_an_order(who, request, signed_in, paperback, ordered):
    order, client = ordered({paperback: 1}), signed_in(request.getfixturevalue(who))
    for path in (ORDERS, _at(order), f"{ORDERS}by-hand/", f"{ORDERS}money/"):
        response = client.get(path)
        assert response.status_code == 403 and "Canary" not in response.content.decode()
    assert client.post(f"{ORDERS}find/", {"q": "enid@example.org"}).status_code == 403


def test_what_came_can_be_enough(desk, paperback, ordered):
    order = ordered({paperback: 1})
    assert "nothing is owed" in press(desk, order, "let_off")  # nothing came
    assert order.state == State.UNPAID
    press(desk, order, "came", **came("14.70"))
    page = seen(desk.get(_at(order)))
    assert "The £0.50 that are missing are our loss." in page
    assert "£0.50 are let off." in press(desk, order, "let_off")
    assert "nothing is owed" in press(desk, order, "let_off")
    assert (order.state, ledger.balance(Account.WRITTEN_OFF)) == (State.TO_PACK, 50)
    assert books.money_of(order) == books.Money(charged=1470, paid=1470)
    mail = OutboxMessage.objects.get(kind="orders.paid").letter().text
    assert f"Your order {order.number} is paid: £14.70." in mail
    assert books_check.differences() == [] and books_check.sent_and_not_paid() == []


def test_it_is_let_go_when_all_of_the_money_is_here(desk, paperback, ordered):
    order = ordered({paperback: 1})
    press(desk, order, "came", **came("5"))
    press(desk, order, "cancel")
    page = press(desk, order, "came", **came("1"))
    assert "£9.20 of its money is not here" in page and "Let it go" not in page
    assert "£9.20 of its money is not here. Ask for it" in press(desk, order, "let_go")
    assert order.state == State.HELD
    press(desk, order, "came", **came("9.20"))
    press(desk, order, "let_go")
    assert order.state == State.TO_PACK and books.money_of(order).owing == 0
    assert "nothing is owed" in press(desk, order, "remind")  # it has no invoice
