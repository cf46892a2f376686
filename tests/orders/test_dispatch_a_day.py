"""The dispatcher's screens: from the list to the mail that it is posted, and what is refused and why."""

import io
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.models import OutboxMessage
from alongside.orders import stock
from alongside.orders.actions import cancelling, giving, parcels, posting
from alongside.orders.models import Order, Parcel, Printing
from alongside.orders.states import State

from .conftest import BUYER
from .packed import pack, pay

LIST, PACKED = "/admin/book/", "/admin/book/packed/"


@pytest.fixture
def desk(dispatcher, signed_in):
    return signed_in(dispatcher)


def _text(response) -> str:
    return " ".join(response.content.decode().split())


def _person(number: int):
    return replace(BUYER, name=f"Person {number}", email=f"person{number}@example.org")


def test_a_day(desk, ordered, paperback, journal):
    orders = [pay(ordered({paperback: 1, journal: n % 2}, buyer=_person(n))) for n in range(3)]
    shown = _text(desk.get(LIST))
    assert shown.index("Person 0") < shown.index("Person 1") < shown.index("Person 2")
    assert "<strong>3</strong> × Paperback" in shown
    assert "<strong>1</strong> × Journal" in shown
    page = desk.post(LIST, {"which": "first", "number": "2"}, follow=True)
    assert "Packed: 2 parcels" in _text(page)
    run = Parcel.objects.first().run
    assert set(Parcel.objects.values_list("run", flat=True)) == {run}
    for path in ("slips.pdf", "labels.pdf?sheet=L7160&first=20"):
        pdf = desk.get(f"/admin/book/printed/{run}/{path}")
        words = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
        assert ("Person 0" in words, "Person 1" in words, "Person 2" in words) == (
            True,
            True,
            False,
        )
        assert "no-store" in pdf["Cache-Control"]
    scanned = desk.post(
        PACKED,
        {"number": f" {orders[0].number.lower()} ", "tracking": "AB 123 456 789 GB"},
        follow=True,
    )
    assert f"Posted: {orders[0].number}." in _text(scanned)
    parcel = Parcel.objects.get(order=orders[0])
    assert (parcel.state, parcel.tracking) == ("posted", "AB 123 456 789 GB")
    [mail] = OutboxMessage.objects.filter(kind="orders.posted")
    assert "AB 123 456 789 GB" in mail.letter().text
    pressed = desk.post(f"/admin/book/parcels/{Parcel.objects.get(order=orders[1]).pk}/post/")
    assert pressed["Location"] == PACKED
    orders[1].refresh_from_db()
    assert orders[1].state == State.DONE
    desk.post(f"/admin/book/parcels/{parcel.pk}/undo/")
    orders[0].refresh_from_db()
    assert orders[0].state == State.PACKED
    done = set(
        AuditEntry.objects.filter(target=f"order:{orders[0].pk}").values_list("action", flat=True)
    )
    assert {"order.pack", "order.post", "order.unpost"} <= done


def test_what_cannot_be_posted_is_said(desk, ordered, paperback, dispatcher):
    posted, cancelled, fresh, unpaid = (ordered({paperback: 1}, buyer=_person(n)) for n in range(4))
    for order in (posted, cancelled, fresh):
        pay(order)
    [parcel, _] = pack(posted, cancelled, by=dispatcher)
    posting.post(parcel, by=dispatcher)
    cancelling.cancel(cancelled)
    at = timezone.localtime(Parcel.objects.get(pk=parcel.pk).posted_at)
    for typed, words in [
        (posted.number, f"posted already by Test Dispatcher, on {at:%-d %B} at {at:%H:%M}"),
        (cancelled.number, "Do not post it"),
        (fresh.number, "not packed yet"),
        (unpaid.number, "do not post it. It waits for the money"),
        ("BK0000000", "no order has this number"),
        ("4 boxes", "This is no order number"),
        ("", "This is no order number"),
    ]:
        answer = desk.post(PACKED, {"number": typed, "tracking": "AB1"})
        assert answer.status_code == 422
        assert words in _text(answer)
        assert f'value="{typed}"' in _text(answer) or not typed
        assert 'value="AB1"' in _text(answer)
    assert OutboxMessage.objects.filter(kind="orders.posted").count() == 1
    wrong = desk.post(PACKED, {"number": fresh.number, "tracking": "<script>"})
    assert "letters and figures only" in _text(wrong)
    assert "Take it apart" in _text(desk.get(PACKED))


def test_a_scanner_that_is_asked_for_the_tracking_number(desk, ordered, paperback):
    order = pay(ordered({paperback: 1}))
    pack(order)
    asked = desk.post(PACKED, {"number": order.number, "ask": "on"})
    assert "And its tracking number?" in _text(asked)
    assert Parcel.objects.get().state == "packed"
    desk.post(PACKED, {"number": order.number, "ask": "on", "tracking": "AB1"})
    assert Parcel.objects.get().tracking == "AB1"


def test_ticks_and_two_orders_of_one_person(desk, ordered, paperback):
    one, two, other = (pay(ordered({paperback: 1}, buyer=_person(n // 2))) for n in range(3))
    assert "Same person, same address: one parcel." in _text(desk.get(LIST))
    refused = desk.post(LIST, {"which": "ticked"})
    assert refused.status_code == 422
    assert "No parcel has a tick" in _text(refused)
    for wrong in ("0", "501", "1.5", "-1", "x", ""):
        assert desk.post(LIST, {"which": "first", "number": wrong}).status_code == 422
    assert not Parcel.objects.exists()
    desk.post(LIST, {"which": "ticked", "order": [one.pk]})
    assert list(Parcel.objects.get().lines.values_list("line__order", flat=True)) == [
        one.pk,
        two.pk,
    ]
    gone = Parcel.objects.get()
    at = f"/admin/book/parcels/{gone.pk}/"
    parcels.unpack(gone, by=None)
    assert "was taken apart" in _text(desk.get(at, follow=True))  # an old page, or “Back”
    desk.post(LIST, {"which": "all", "apart": [two.pk]})
    assert Parcel.objects.count() == 3
    other.refresh_from_db()
    assert other.state == State.PACKED


def test_what_waits_for_the_printing(desk, ordered, paperback, large_print):
    printing = Printing.objects.create(
        edition=large_print, number=2, copies=5, printed_on=timezone.localdate(),
        expected_on=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip
    stock.expect(printing, 5)
    order = pay(ordered({paperback: 1, large_print: 3}))
    assert order.number not in _text(desk.get(LIST))
    waits = _text(desk.get("/admin/book/waiting/"))
    assert order.number in waits
    assert "Missing: 1 × Large print, expected on" in waits
    desk.post(LIST, {"which": "all"})
    assert not Parcel.objects.exists()
    desk.post(f"/admin/book/orders/{order.pk}/pack/", {"part": "yes"})
    assert sorted(Parcel.objects.get().lines.values_list("copies", flat=True)) == [1, 2]


def test_a_part_then_it_comes_back(desk, ordered, paperback):
    order = pay(ordered({paperback: 3}))
    [parcel] = pack(order)
    line, path = parcel.lines.get(), f"/admin/book/parcels/{parcel.pk}/"
    assert "Enid Enquirer<br>7 Canary Row<br>Lewes<br>BN7 1AA</p>" in _text(desk.get(path))
    wrong = desk.post(path + "part/", {f"copies-{line.pk}": "4", "tracking": "AB2"})
    assert wrong.status_code == 422
    assert "whole number from 0 to 3" in _text(wrong)
    assert 'value="AB2"' in _text(wrong)
    desk.post(path + "part/", {f"copies-{line.pk}": "2"})
    order.refresh_from_db()
    assert order.state == State.PART
    unsaid = desk.post(path + "back/", {f"copies-{line.pk}": "1", "seen": "0"})
    assert "Please say how they are" in _text(unsaid)
    back = {f"copies-{line.pk}": "1", "damaged": "no", "seen": "0"}
    assert desk.post(path + "back/", back).status_code == 302
    twice = desk.post(path + "back/", back)
    assert "since you looked" in _text(twice)
    paperback.refresh_from_db()
    assert (paperback.on_hand, paperback.reserved) == (19, 1)


def test_no_screen_breaks_when_the_address_is_erased(desk, ordered, paperback, founder, signed_in):
    order = pay(ordered({paperback: 2}))
    [parcel] = pack(order)
    posting.post(parcel, tracking="AB3", by=founder)
    Parcel.objects.update(posted_at=timezone.now() - timedelta(days=100))
    Order.objects.update(closed_at=timezone.now() - timedelta(days=100))
    assert "Enid" not in _text(desk.get("/admin/book/posted/"))  # it is not needed any more
    assert Order.purge(timezone.now()) + Parcel.purge(timezone.now()) == 2
    for path in ("posted/", f"parcels/{parcel.pk}/", f"orders/{order.pk}/anew/"):
        shown = _text(desk.get(f"/admin/book/{path}"))
        assert order.number in shown
        assert "AB3" not in shown
    line = order.lines.get()
    sent = {f"copies-{line.pk}": "1", "why": "lost", "seen": "0"}
    refused = desk.post(f"/admin/book/orders/{order.pk}/anew/", sent)
    assert "The address is erased" in _text(refused)


def test_a_list_of_many_asks_the_database_no_more_often(desk, ordered, paperback):
    def queries(path):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get(path)
        return len(asked)

    stock.move(paperback, 40, "counted")
    orders = [pay(ordered({paperback: 1}, buyer=_person(n))) for n in range(2)]
    desk.get(LIST)
    few = queries(LIST)
    orders += [pay(ordered({paperback: 1}, buyer=_person(n))) for n in range(2, 30)]
    assert queries(LIST) == few <= 40
    pack(*orders[:2])
    desk.get(PACKED)
    few = queries(PACKED)
    pack(*orders)
    assert queries(PACKED) == few <= 40
    for parcel in Parcel.objects.all():
        posting.post(parcel, by=None)
    assert queries("/admin/book/posted/") <= 40


@pytest.mark.parametrize("who", ["editor", "reviewer", "moderator", "operator", "outsider"])
def test_nobody_else_sees_who_ordered(who, request, signed_in, ordered, paperback):
    order = pay(ordered({paperback: 1}))
    [parcel] = pack(order)
    client = signed_in(request.getfixturevalue(who))
    for path in (
        "",
        "packed/",
        f"parcels/{parcel.pk}/",
        f"printed/{parcel.run}/slips.pdf",
        "posted/",
    ):
        answer = client.get(f"/admin/book/{path}")
        assert answer.status_code in (302, 403)
        assert b"Enid" not in answer.content
    client.post(f"/admin/book/parcels/{parcel.pk}/post/")
    parcel.refresh_from_db()
    assert parcel.state == "packed"


def test_another_orders_number_is_no_tracking_number(desk, ordered, paperback):
    one, other = (pay(ordered({paperback: 1})) for _ in range(2))
    pack(one, other)
    typed = {"number": one.number, "tracking": other.number.lower(), "ask": "on"}
    response = desk.post("/admin/book/packed/", typed)
    assert response.status_code == 422 and "This is the number of an order." in _text(response)
    assert not Parcel.objects.filter(state=Parcel.State.POSTED).exists()


def test_all_of_a_parcel_leaves_no_rest(desk, ordered, paperback):
    [parcel] = pack(pay(ordered({paperback: 2})))
    typed = {f"copies-{parcel.lines.get().pk}": 2}
    page = _text(desk.post(f"/admin/book/parcels/{parcel.pk}/part/", typed, follow=True))
    assert "Posted." in page and "to be packed again" not in page


def test_nobody_paid_for_a_free_copy_that_came_back(desk, ordered, paperback):
    pay(ordered({paperback: 1}, forward_copies=1, buyer=_person(1)))
    order = giving.ask_for_copy(BUYER, paperback, submission=b"f" * 16)[0]
    order.refresh_from_db()
    [parcel] = pack(order)
    posting.post(parcel, by=None)
    typed = {f"copies-{parcel.lines.get().pk}": 1, "damaged": "no", "seen": 0}
    page = _text(desk.post(f"/admin/book/parcels/{parcel.pk}/back/", typed, follow=True))
    assert "Written down." in page and "give the money back" not in page
