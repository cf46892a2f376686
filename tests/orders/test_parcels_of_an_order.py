"""On the page of an order: its parcels, sending copies again, not sending the rest."""

import pytest

from alongside.orders import stock
from alongside.orders.actions import posting
from alongside.orders.models import Reship
from alongside.orders.states import State

from .packed import pack, pay


@pytest.fixture
def desk(dispatcher, signed_in):
    return signed_in(dispatcher)


def _text(response) -> str:
    return " ".join(response.content.decode().split())


def test_from_packing_to_sending_a_copy_again(desk, ordered, paperback):
    order = pay(ordered({paperback: 2}))
    page = f"/admin/book/orders/{order.pk}/"
    assert "Pack it" in _text(desk.get(page))
    desk.post(page + "pack/")
    parcel = order.parcels.get()
    pressed = desk.post(f"/admin/book/parcels/{parcel.pk}/post/", {"back": "order"})
    assert pressed["Location"] == page
    shown = _text(desk.get(page))
    assert "Parcel 1: posted" in shown
    assert "Posted on" in shown
    line = order.lines.get()
    wrong = desk.post(page + "anew/", {f"copies-{line.pk}": "3", "why": "lost", "seen": "0"})
    assert wrong.status_code == 422
    assert "whole number from 0 to 2" in _text(wrong)
    again = {f"copies-{line.pk}": "1", "why": "lost", "seen": "0"}
    assert desk.post(page + "anew/", again)["Location"] == page
    assert "since you looked" in _text(desk.post(page + "anew/", again))  # pressed twice
    assert Reship.objects.count() == 1
    shown = _text(desk.get(page))
    assert "1 × Paperback, because it never came" in shown
    assert "Pack it" in shown
    paperback.refresh_from_db()
    assert (paperback.on_hand, paperback.reserved) == (18, 1)


def test_the_rest_is_not_sent(desk, ordered, paperback):
    order = pay(ordered({paperback: 5}))
    [parcel] = pack(order)
    posting.post_part(parcel, {parcel.lines.get().pk: 2}, by=None)
    page = f"/admin/book/orders/{order.pk}/"
    assert "Do not send the rest" in _text(desk.get(page))
    assert "Paperback: 2 posted, 3 not" in _text(desk.get(page + "close/"))
    assert desk.post(page + "close/")["Location"] == page
    assert "Not now: the order is posted." in _text(desk.post(page + "close/"))
    order.refresh_from_db()
    assert order.state == State.DONE
    assert "Not sent after all: 3 × Paperback." in _text(desk.get(page))


def test_no_copy_is_free_to_be_sent_again(desk, ordered, paperback):
    order = pay(ordered({paperback: 1}))
    [parcel] = pack(order)
    posting.post(parcel, by=None)
    stock.move(paperback, -19, "counted")
    again = {f"copies-{order.lines.get().pk}": "1", "why": "damaged", "seen": "0"}
    refused = desk.post(f"/admin/book/orders/{order.pk}/anew/", again)
    assert "Of Paperback only 0 are free" in _text(refused)
