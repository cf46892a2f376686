"""A founder writes down what came by post and telephone, and what was sold at an event."""

import io
import uuid
from types import SimpleNamespace

import pytest
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, ledger, order_numbers
from alongside.orders.actions import giving, giving_back
from alongside.orders.books import Part
from alongside.orders.ebook import keep
from alongside.orders.gift_aid import Declaration
from alongside.orders.models import Account, GiftAidDeclaration, Order, Shop, StockMove
from alongside.orders.states import State
from tests.enquiries.conftest import seen
from tests.orders.conftest import BUYER
from tests.orders.shopping import letters

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
    typed = by_post(
        {paperback: 2, large_print: 1}, paid="cheque_here", gift="5", email="enid@example.org"
    )
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
    assert "paid by cheque" in seen(page) and "to be paid" not in seen(page)
    assert "Please send a cheque" not in letters(kind="orders.confirm")[0].text  # it is here


def test_cash_was_cash(desk, paperback):
    page = write(desk, HAND, by_post({paperback: 1}, paid="cash"), 1520)
    assert Order.objects.get().pay_by == "cash" and "paid by cash" in seen(page)


def test_a_postcode_is_tidied_and_looked_at(desk, paperback):
    write(desk, HAND, by_post({paperback: 1}, postcode="bn72aa"), 1520)
    order = Order.objects.get()
    assert order.buyer().postcode == "BN7 2AA"
    typed = {"name": "Enid", "lines": "7 Canary Row", "town": "Lewes", "postcode": "bn7 1zz"}
    typed = {f"buyer-{name}": value for name, value in typed.items()}
    at = f"/admin/book/orders/{order.pk}/press/"
    assert "Changed." in seen(desk.post(at, typed | {"press": "change"}, follow=True))
    order.refresh_from_db()
    assert order.buyer().postcode == "BN7 1ZZ"
    wrong = desk.post(at, typed | {"press": "change", "buyer-postcode": "nonsense"})
    assert wrong.status_code == 422 and "cannot be a postcode" in seen(wrong)


def test_an_e_book_needs_its_file_and_an_address_for_the_link(desk, ebook, settings, tmp_path):
    settings.VAR = tmp_path
    assert "E-book" not in seen(desk.get(HAND))
    keep(ebook, io.BytesIO(b"%PDF-1.7 %%EOF"))
    nowhere = {"lines": "", "town": "", "postcode": ""}
    typed = by_post({ebook: 1}, paid="cash", **nowhere)
    refused = desk.post(HAND, typed)
    assert refused.status_code == 422 and "by a link that we mail to her" in seen(refused)
    page = write(desk, HAND, typed | {"email": "enid@example.org"}, 500)
    assert "It is paid, and nothing is to be posted." in seen(page)
    assert "It is posted" not in seen(page)
    assert "You said that you know" not in letters(kind="orders.confirm")[0].text  # she has not
    assert "E-book" not in seen(desk.get(EVENT))  # nobody takes a file with her


SIGNED = {
    "gift": "5", "gift_aid": "on", "aid_first": "Enid", "aid_last": "Enquirer",
    "aid_house": "7 Canary Row", "aid_postcode": "bn71aa",
}  # fmt: skip


def test_a_declaration_that_came_on_paper(desk, paperback):
    for name in ("gift", "aid_last", "aid_postcode"):
        refused = desk.post(HAND, by_post({paperback: 1}, **SIGNED | {name: ""}))
        words = "is for a gift" if name == "gift" else "copy it from the paper"
        assert refused.status_code == 422 and words in seen(refused), name
    write(desk, HAND, by_post({paperback: 1}, **SIGNED), 2020)
    row = GiftAidDeclaration.objects.get()
    assert row.wording == "signed on paper"
    declared = Declaration.unlock(row.locked)
    assert (declared.last_name, declared.postcode) == ("Enquirer", "BN7 1AA")
    Shop.objects.update(is_charity=False)
    assert "Gift Aid" not in seen(desk.get(HAND))


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
        ({"town": ""}, "Please write the town."),
        ({"postcode": ""}, "Please write the postcode."),
        ({"postcode": "nonsense"}, "cannot be a postcode"),
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
    assert "Please write how many copies" in seen(none)
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
    page = seen(desk.get(f"/admin/book/orders/{order.pk}/"))
    for words in (
        "It is sold and handed over.",
        "£10.00 each; handed over",
        "paid by cash",
        "All is even.",
    ):
        assert words in page, words
    for never in (
        "It is posted",
        "of 6 posted",
        "to be paid",
        "are erased",
        "Send copies again",
        "link to",
    ):
        assert never not in page, never
    again = {f"copies-{order.lines.get().pk}": 1, "why": "lost", "seen": 0}
    desk.post(f"/admin/book/orders/{order.pk}/anew/", again)
    order.refresh_from_db()
    assert order.state == State.DONE
    assert "Is sold and handed over" in seen(desk.get("/admin/book/orders/"))
    assert order.buyer().name == "" and not OutboxMessage.objects.about(f"order:{order.pk}")


def test_a_sale_that_was_a_mistake_is_undone(desk, paperback):
    write(desk, EVENT, at_event({paperback: 6}), 7200)
    order = Order.objects.get()
    at = f"/admin/book/orders/{order.pk}/press/"
    page = seen(desk.post(at, {"press": "undo"}, follow=True))
    assert "The sale is undone" in page
    assert "It is undone: it was written down by mistake." in page
    assert "None: it is out of the books again." in page and "No money yet" not in page
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
    giving_back.allow(order, {Part.COPIES: 500}, why="damaged", key="f", by=founder)
    giving_back.pay_back(order, 500, Account.BANK, key="back:1", by=founder)
    at = f"/admin/book/orders/{order.pk}/"
    assert "This sale was a mistake" not in seen(desk.get(at))
    assert "moved on" in seen(desk.post(f"{at}press/", {"press": "undo"}, follow=True))
    assert ledger.balance(Account.BANK) == -500


def test_a_sale_of_which_somebody_has_a_copy_is_not_undone(desk, paperback):
    write(desk, EVENT, at_event({paperback: 1}, forward_copies="1"), 2700)
    order = Order.objects.get()
    giving.ask_for_copy(BUYER, paperback, submission=b"f" * 16)
    at = f"/admin/book/orders/{order.pk}/press/"
    assert "moved on" in seen(desk.post(at, {"press": "undo"}, follow=True))
    order.refresh_from_db()
    assert order.state == State.DONE
