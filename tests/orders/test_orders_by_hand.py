"""A founder writes down what came by post and telephone, and what was sold at an event."""

import uuid
from types import SimpleNamespace

import pytest
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, ledger, order_numbers
from alongside.orders.actions import paying
from alongside.orders.books import Part
from alongside.orders.models import Account, Order, StockMove
from alongside.orders.states import State
from tests.enquiries.conftest import seen

pytestmark = pytest.mark.django_db
HAND, EVENT = "/admin/book/orders/by-hand/", "/admin/book/orders/event/"


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


def by_post(copies, **more):
    typed = {
        "ticket": uuid.uuid4(), "name": "Enid Enquirer", "lines": "7 Canary Row", "town": "Lewes",
        "postcode": "BN7 1AA", "country": "GB", "email": "", "paid": "cheque", "on": "",
    }  # fmt: skip
    return typed | {f"copies_{edition.pk}": many for edition, many in copies.items()} | more


def at_event(copies, **more):
    typed = {"ticket": uuid.uuid4(), "account": "cash", "on": timezone.localdate().isoformat()}
    return typed | {f"copies_{edition.pk}": many for edition, many in copies.items()} | more


def write(desk, path, typed, total):
    """See the total, then press with it before her."""
    page = seen(desk.post(path, typed))
    assert f"£{total / 100:.2f} in all. Nothing is written down yet." in page, page
    return desk.post(path, typed | {"seen_total": total}, follow=True)


def test_a_cheque_that_came_with_a_letter(desk, founder, paperback, large_print):
    typed = by_post({paperback: 2, large_print: 1}, paid="cash", gift="5", email="enid@example.org")
    page = write(desk, HAND, typed, 2 * 1200 + 1600 + 540 + 500)
    assert "The order is written down." in seen(page)
    order = Order.objects.get()
    assert (order.source, order.state, order.pay_by) == ("hand", State.TO_PACK, "cheque")
    assert ledger.balance(Account.CASH) == order.total_pence == 5040
    assert order.buyer().label == ["Enid Enquirer", "7 Canary Row", "Lewes", "BN7 1AA"]
    kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert kinds == {"orders.confirm", "orders.paid"}
    asks = OutboxMessage.objects.get(kind="orders.confirm").letter().text
    assert "Please send" not in asks  # what is here already is not asked for
    assert AuditEntry.objects.filter(actor=founder, action="order.placed").count() == 1


def test_pressed_twice_it_is_one_order(desk, paperback):
    typed = by_post({paperback: 1})
    for _ in range(2):
        write(desk, HAND, typed, 1520)
    assert Order.objects.get().state == State.UNPAID
    paperback.refresh_from_db()
    assert paperback.reserved == 1


def test_no_two_orders_get_one_number(desk, paperback, monkeypatch):
    drawn = iter("000001000001000002")  # by chance the same signs are drawn twice
    dice = SimpleNamespace(choice=lambda signs: next(drawn))
    monkeypatch.setattr(order_numbers, "secrets", dice)
    for _ in range(2):
        write(desk, HAND, by_post({paperback: 1}), 1520)
    first, second = Order.objects.values_list("number", flat=True)
    assert (first[:8], second[:8]) == ("BK000001", "BK000002")


def test_another_price_was_agreed(desk, paperback):
    typed = by_post({paperback: 3}, postage="0", **{f"price_{paperback.pk}": "10"})
    write(desk, HAND, typed, 3000)
    order = Order.objects.get()
    assert (order.lines.get().unit_pence, order.postage_pence) == (1000, 0)
    assert AuditEntry.objects.filter(action="order.price-agreed").count() == 1


def test_a_price_that_changed_meanwhile_is_shown_first(desk, paperback):
    typed = by_post({paperback: 1})
    page = seen(desk.post(HAND, typed | {"seen_total": 1420}))
    assert "£15.20 in all. Nothing is written down yet." in page and not Order.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"lines": ""}, "Please write where the parcel goes."),
        ({"email": "no address"}, "no e-mail address"),
        ({"paid": ""}, "Please say where the money is."),
        ({"gift": "a lot"}, "an amount such as"),
        ({"forward_copies": 21}, "Please write 20 or less."),
        ({"country": "XX"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(desk, paperback, more, words):
    response = desk.post(HAND, by_post({paperback: 1}, dedication="For Una", **more))
    assert response.status_code == 422 and words in seen(response)
    assert "For Una" in response.content.decode() and not Order.objects.exists()


def test_not_more_than_there_are(desk, large_print):
    typed = by_post({large_print: 3})
    response = desk.post(HAND, typed | {"seen_total": 1600 * 3 + 540})
    assert "Only 2 of Large print are left" in seen(response)
    none = desk.post(HAND, by_post({}))
    assert "choose at least one copy" in seen(none)
    assert not Order.objects.exists()


def test_sold_at_an_event_copies_leave_at_once(desk, paperback, ordered):
    ordered({paperback: 4})  # somebody waits for these
    typed = at_event({paperback: 6}, gift="3.50", **{f"price_{paperback.pk}": "10"})
    write(desk, EVENT, typed, 6350)
    order = Order.objects.get(source="event")
    assert (order.state, order.lines.get().posted, order.country) == (State.DONE, 6, "GB")
    paperback.refresh_from_db()
    assert (paperback.on_hand, paperback.reserved) == (14, 4)
    assert StockMove.objects.get(order=order).why == "given"
    assert ledger.balance(Account.CASH) == 6350
    assert books.money_of(order) == books.Money(charged=6350, paid=6350)
    assert order.buyer().name == "" and not OutboxMessage.objects.about(f"order:{order.pk}")


def test_a_sale_that_was_a_mistake_is_undone(desk, paperback):
    write(desk, EVENT, at_event({paperback: 6}), 7200)
    order = Order.objects.get()
    at = f"/admin/book/orders/{order.pk}/press/"
    page = seen(desk.post(at, {"press": "undo"}, follow=True))
    assert "The sale is undone" in page
    assert "it has moved on" in seen(desk.post(at, {"press": "undo"}, follow=True))

    order.refresh_from_db()
    paperback.refresh_from_db()
    assert (order.state, paperback.on_hand, paperback.reserved) == (State.CANCELLED, 20, 0)
    assert set(ledger.balances().values()) == {0}


@pytest.mark.parametrize("path", [HAND, EVENT])
def test_dispatchers_write_down_none(dispatcher, signed_in, paperback, path):
    client = signed_in(dispatcher)
    assert client.get(path).status_code == 403
    typed = at_event({paperback: 1}) if path == EVENT else by_post({paperback: 1})
    assert client.post(path, typed | {"seen_total": 1200}).status_code == 403
    assert not Order.objects.exists()


def test_money_that_went_back_is_not_rubbed_out(desk, founder, paperback):
    write(desk, EVENT, at_event({paperback: 2}), 2400)
    order = Order.objects.get()
    paying.allow(order, {Part.COPIES: 500}, why="damaged", key="f", by=founder)
    paying.pay_back(order, 500, Account.BANK, key="back:1", by=founder)
    at = f"/admin/book/orders/{order.pk}/"
    assert "This sale was a mistake" not in seen(desk.get(at))
    assert "moved on" in seen(desk.post(f"{at}press/", {"press": "undo"}, follow=True))
    assert ledger.balance(Account.BANK) == -500
