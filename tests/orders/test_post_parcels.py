"""Packing, posting, posting in part, undoing; what comes back; what is sent anew."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.core.models import OutboxMessage
from alongside.orders import owed, packing, stock
from alongside.orders.actions import cancelling, parcels, posting, returns
from alongside.orders.models import Order, OrderLine, Parcel, Printing, Reship, StockMove
from alongside.orders.states import NotNow, State

from .conftest import BUYER
from .packed import pack, pay
from .test_books_balance import _copies_are_where_they_are_said_to_be

ELSEWHERE = replace(BUYER, email="una@example.org", name="Una Unknown", lines=("8 Canary Row",))


def _copies(edition):
    edition.refresh_from_db()
    return edition.on_hand, edition.reserved


def test_packed_posted_undone_and_posted_again(ordered, paperback, ebook, dispatcher):
    order = pay(ordered({paperback: 3, ebook: 1}))
    [parcel] = pack(order, by=dispatcher)
    assert (order.state, _copies(paperback)) == (State.PACKED, (20, 3))
    posting.post(parcel, tracking="AB123456789GB", by=dispatcher)
    order.refresh_from_db()
    assert (order.state, _copies(paperback)) == (State.DONE, (17, 0))
    assert order.closed_at is not None
    with pytest.raises(parcels.NotThisParcel, match="posted already by Test Dispatcher, on "):
        posting.post(parcel, by=dispatcher)
    posting.undo_post(parcel, by=dispatcher)
    order.refresh_from_db()
    assert (order.state, _copies(paperback), order.closed_at) == (State.PACKED, (20, 3), None)
    posting.post(parcel, by=dispatcher)
    Parcel.objects.update(posted_at=timezone.now() - timedelta(days=1))
    with pytest.raises(parcels.NotThisParcel, match="on the day"):
        posting.undo_post(parcel, by=dispatcher)
    moves = StockMove.objects.filter(order=order).order_by("pk").values_list("copies", "why")
    assert list(moves) == [(-3, "posted"), (3, "unposted"), (-3, "posted")]
    assert OutboxMessage.objects.filter(kind="orders.posted").count() == 2


def test_who_waited_longest_gets_the_copies_that_are_here(ordered, large_print, dispatcher):
    """Two are here, five are being printed."""
    printing = Printing.objects.create(
        edition=large_print, number=2, copies=5, printed_on=timezone.localdate()
    )
    stock.expect(printing, 5)
    orders = [pay(ordered({large_print: many})) for many in (1, 3, 1)]
    first, second, third = packing.queue()
    assert (first.is_ready, second.missing, third.missing) == (
        True,
        {large_print.pk: 2},
        {large_print.pk: 1},
    )
    assert len(pack(*orders, by=dispatcher)) == 1
    assert [order.state for order in orders] == [State.PACKED, State.TO_PACK, State.TO_PACK]
    [part] = pack(orders[1], by=dispatcher, part=True)
    posting.post(part, by=dispatcher)
    orders[1].refresh_from_db()
    assert orders[1].state == State.PART
    stock.arrive(printing, by=dispatcher)
    assert len(pack(*orders, by=dispatcher)) == 1  # both are for the same person
    for parcel in Parcel.objects.filter(state="packed"):
        posting.post(parcel, by=dispatcher)
    assert set(Order.objects.values_list("state", flat=True)) == {State.DONE}
    assert _copies(large_print) == (2, 0)


def test_two_orders_of_one_person_are_one_parcel(ordered, paperback, journal, dispatcher):
    one, two = pay(ordered({paperback: 1})), pay(ordered({journal: 2}))
    other = pay(ordered({paperback: 1}, buyer=ELSEWHERE))
    moved = pay(ordered({paperback: 1}, buyer=replace(BUYER, lines=("9 Canary Row",))))
    together, *apart = pack(one, two, other, moved, by=dispatcher)
    assert [parcels.orders_in(parcel) for parcel in (together, *apart)] == [
        [one.pk, two.pk],
        [other.pk],
        [moved.pk],
    ]
    cancelling.cancel(two)
    with pytest.raises(parcels.NotThisParcel, match=f"Do not post it: order {two.number}"):
        posting.post(together, by=dispatcher)
    parcels.unpack(together, by=dispatcher)
    [again] = pack(one, two, by=dispatcher)
    posting.post(again, by=dispatcher)
    assert set(again.lines.values_list("line__order", flat=True)) == {one.pk}
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state) == (State.DONE, State.CANCELLED)
    _copies_are_where_they_are_said_to_be()


def test_two_orders_are_packed_apart_if_she_says_so(ordered, paperback, dispatcher):
    one, two = pay(ordered({paperback: 1})), pay(ordered({paperback: 1}))
    assert len(pack(one, two, by=dispatcher, apart=[two.pk])) == 2


def test_a_part_is_posted_and_the_rest_is_not_sent(ordered, paperback, founder):
    order = pay(ordered({paperback: 5}))
    [parcel] = pack(order, by=founder)
    line = parcel.lines.get()
    for many in (6, 0):
        with pytest.raises(parcels.NotThisParcel):
            posting.post_part(parcel, {line.pk: many}, by=founder)
    posting.post_part(parcel, {line.pk: 2}, by=founder)
    order.refresh_from_db()
    assert (order.state, _copies(paperback)) == (State.PART, (18, 3))
    assert "The rest follows" in OutboxMessage.objects.get(kind="orders.posted").letter().text
    [second] = pack(order, by=founder)
    with pytest.raises(parcels.NotThisParcel, match="Another parcel"):
        posting.undo_post(parcel, by=founder)
    with pytest.raises(parcels.NotThisParcel, match="Another parcel"):
        posting.close_rest(order, by=founder)
    parcels.unpack(second, by=founder)
    assert posting.close_rest(order, by=founder) == 3
    order.refresh_from_db()
    assert (order.state, _copies(paperback)) == (State.DONE, (18, 0))
    assert [(one.order, one.pence) for one in owed.to_give_back()] == [(order, 3600)]
    mail = OutboxMessage.objects.get(kind="orders.not_sent").letter().text
    assert "3 of it do not come" in mail and "You get back what you paid for them" in mail
    posting.undo_post(parcel, by=founder)
    order.refresh_from_db()
    assert (order.state, _copies(paperback)) == (State.PACKED, (20, 2))


def test_fewer_lie_there_than_the_count_says(ordered, paperback, dispatcher):
    order = pay(ordered({paperback: 3}))
    [parcel] = pack(order, by=dispatcher)
    printing = Printing.objects.create(
        edition=paperback, number=2, copies=9, printed_on=timezone.localdate()
    )
    stock.expect(printing, 9)
    stock.move(paperback, -18, StockMove.Why.COUNTED)
    with pytest.raises(parcels.NotThisParcel, match="only 2 of Paperback"):
        posting.post(parcel, by=dispatcher)
    order.refresh_from_db()
    assert (order.state, _copies(paperback)) == (State.PACKED, (2, 3))
    assert not OutboxMessage.objects.filter(kind="orders.posted").exists()


def test_it_comes_back_and_goes_out_again(ordered, paperback, dispatcher):
    order = pay(ordered({paperback: 3}))
    [parcel] = pack(order, by=dispatcher)
    line = parcel.lines.get()
    with pytest.raises(parcels.NotThisParcel, match="never posted"):
        returns.take_back(parcel, {line.pk: 1}, damaged=False, by=dispatcher)
    posting.post(parcel, by=dispatcher)
    returns.take_back(parcel, {line.pk: 1}, damaged=False, seen=0, by=dispatcher)
    with pytest.raises(parcels.NotThisParcel, match="since you looked"):  # pressed twice
        returns.take_back(parcel, {line.pk: 1}, damaged=False, seen=0, by=dispatcher)
    assert _copies(paperback) == (18, 0)
    returns.take_back(parcel, {line.pk: 2}, damaged=True, seen=1, by=dispatcher)
    parcel.refresh_from_db()
    assert (parcel.state, _copies(paperback)) == (Parcel.State.RETURNED, (18, 0))
    with pytest.raises(parcels.NotThisParcel, match="More copies"):
        returns.take_back(parcel, {line.pk: 1}, damaged=True, by=dispatcher)
    bought = order.lines.get()
    for _ in range(2):
        try:
            returns.reship(order, {bought.pk: 3}, why=Reship.Why.RETURNED, seen=0, by=dispatcher)
        except parcels.NotThisParcel as problem:
            assert str(problem) == returns.CHANGED
    order.refresh_from_db()
    assert (order.state, _copies(paperback)) == (State.TO_PACK, (18, 3))
    [again] = pack(order, by=dispatcher)
    posting.post(again, by=dispatcher)
    assert _copies(paperback) == (15, 0)
    assert order.parcels.count() == 2


def test_one_lost_copy_is_sent_anew_and_never_more_than_there_are(ordered, paperback, founder):
    order, rest = pay(ordered({paperback: 2})), 18
    [parcel] = pack(order, by=founder)
    posting.post(parcel, by=founder)
    bought = order.lines.get()
    pay(ordered({paperback: rest}))
    with pytest.raises(stock.OutOfStock):
        returns.reship(order, {bought.pk: 1}, why=Reship.Why.LOST, by=founder)
    with pytest.raises(parcels.NotThisParcel, match="than were posted"):
        returns.reship(order, {bought.pk: 3}, why=Reship.Why.LOST, by=founder)
    stock.move(paperback, 1, StockMove.Why.COUNTED)
    returns.reship(order, {bought.pk: 1}, why=Reship.Why.LOST, by=founder)
    order.refresh_from_db()
    assert (order.state, order.can_be_cancelled) == (State.PART, False)
    Order.objects.update(locked=b"")
    with pytest.raises(parcels.NotThisParcel, match="address is erased"):
        returns.reship(order, {bought.pk: 1}, why=Reship.Why.LOST, by=founder)


def test_the_tracking_number_goes_with_the_address(ordered, paperback, founder):
    order = pay(ordered({paperback: 1}))
    [parcel] = pack(order, by=founder)
    posting.post(parcel, tracking="AB123456789GB", by=founder)
    later = timezone.now() + timedelta(days=91)
    assert Parcel.purge(timezone.now()) == 0
    assert Order.purge(later) + Parcel.purge(later) == 2
    parcel.refresh_from_db()
    assert parcel.tracking == ""
    assert packing.address_of(Order.objects.get()).label == []


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["order", "stock", "pack", "part", "cancel", "close", "reship"])
        | st.sampled_from(["post", "post_part", "undo", "unpack", "back"]),
        st.integers(0, 3),
        st.integers(1, 4),
    ),
    max_size=30,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=_STEPS)
def test_whatever_dispatchers_do_every_copy_is_where_it_is_said_to_be(
    ordered, paperback, journal, founder, steps
):
    with transaction.atomic():
        for step, which, many in steps:
            try:
                with transaction.atomic():
                    _do(step, which, many, ordered, paperback, journal, founder)
            except (NotNow, stock.OutOfStock, parcels.NotThisParcel):
                pass
        _copies_are_where_they_are_said_to_be()
        for line in OrderLine.objects.all():
            posted = sum(
                one.copies
                for one in line.in_parcels.select_related("parcel")
                if one.parcel.state != "packed"
            )
            assert line.posted == posted - sum(line.sent_anew.values_list("copies", flat=True))
        transaction.set_rollback(True)


def _do(step, which, many, ordered, paperback, journal, founder):
    orders, made = list(Order.objects.all()), list(Parcel.objects.all())
    if step == "order":
        pay(ordered({paperback: many, journal: which}))
    elif step == "stock":
        stock.move(paperback, many - 3, StockMove.Why.COUNTED)
    elif step in ("pack", "part"):
        parcels.pack(orders, by=founder, part=step == "part")
    elif orders and step in ("cancel", "close", "reship"):
        _do_to_order(step, orders[which % len(orders)], many, founder)
    elif made:
        _do_to_parcel(step, made[which % len(made)], many, founder)


def _do_to_order(step, order, many, founder):
    if step == "cancel":
        cancelling.cancel(order)
    elif step == "close":
        posting.close_rest(order, by=founder)
    else:
        returns.reship(order, {order.lines.first().pk: many}, why="lost", by=founder)


def _do_to_parcel(step, parcel, many, founder):
    copies = {parcel.lines.first().pk: many}
    if step == "post":
        posting.post(parcel, by=founder)
    elif step == "post_part":
        posting.post_part(parcel, copies, by=founder)
    elif step == "undo":
        posting.undo_post(parcel, by=founder)
    elif step == "unpack":
        parcels.unpack(parcel, by=founder)
    elif step == "back":
        returns.take_back(parcel, copies, damaged=many == 1, by=founder)
