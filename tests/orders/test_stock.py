"""A founder counts copies, writes down printings, and never promises away what is promised."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.orders.models import Printing, StockMove
from alongside.orders.stock import availability
from tests.enquiries.conftest import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


def _at(edition):
    return f"/admin/book/stock/{edition.pk}/"


def _numbers(edition):
    edition.refresh_from_db()
    return edition.on_hand, edition.reserved, edition.expected


def test_the_four_numbers_and_a_warning(desk, paperback, large_print, ebook, ordered):
    ordered({paperback: 3})
    page = seen(desk.get("/admin/book/stock/"))
    assert "Paperback In the cupboard 20 Promised 3 Being printed 0 Can be ordered 17" in page
    assert "Large print few are left In the cupboard 2" in page
    assert "E-book" not in page


def test_she_counts_them_anew(desk, paperback, founder):
    typed = {"press": "count", "count-seen": 20, "count-counted": 18, "count-note": "shelf"}
    assert "Written down." in seen(desk.post(_at(paperback), typed, follow=True))
    again = desk.post(_at(paperback), typed)  # pressed twice
    assert again.status_code == 422 and "18 lie there now" in seen(again)
    assert _numbers(paperback) == (18, 0, 0)
    move = StockMove.objects.get(by=founder)
    assert (move.copies, move.why, move.note) == (-2, "counted", "shelf")
    assert AuditEntry.objects.filter(actor=founder, action="stock.counted").count() == 1
    assert "-2 Counted anew: shelf" in seen(desk.get(_at(paperback)))


def test_damaged_copies_go_and_twice_is_once(desk, paperback):
    typed = {"press": "out", "out-seen": 20, "out-copies": 1, "out-why": "damaged", "out-note": ""}
    for _ in range(2):
        desk.post(_at(paperback), typed)
    assert _numbers(paperback) == (19, 0, 0)


def test_never_fewer_than_are_promised(desk, paperback, ordered):
    ordered({paperback: 15})
    for typed in (
        {"press": "count", "count-seen": 20, "count-counted": 14},
        {"press": "out", "out-seen": 20, "out-copies": 6, "out-why": "given"},
    ):
        response = desk.post(_at(paperback), typed)
        assert "15 copies are promised to people who ordered Paperback" in seen(response)
        assert response.status_code == 422 and _numbers(paperback) == (20, 15, 0)


def test_not_more_go_than_lie_there(desk, paperback):
    typed = {"press": "out", "out-seen": 20, "out-copies": 21, "out-why": "damaged"}
    page = seen(desk.post(_at(paperback), typed))
    assert "Only 20 lie in the cupboard." in page and "promised to people" not in page
    paperback.moves.all().delete()
    paperback.__class__.objects.update(on_hand=0)
    assert "Paperback none is left In the cupboard 0" in seen(desk.get("/admin/book/stock/"))


def printed(number, day, **more):
    today = timezone.localdate().isoformat()
    typed = {"press": "print", "number": number, "copies": 100, "printed_on": today}
    return typed | {"expected_on": day.isoformat()} | more


def test_nothing_is_expected_on_a_day_that_is_over(desk, paperback):
    today = timezone.localdate()
    past, soon = today - timedelta(days=300), today + timedelta(days=9)
    response = desk.post(_at(paperback), printed(1, past))
    assert response.status_code == 422 and "This day is over." in seen(response)
    desk.post(_at(paperback), printed(1, soon))
    at = f"/admin/book/stock/printings/{Printing.objects.get().pk}/"
    typed = {"press": "change", "copies": 90, "number": 1, "expected_on": past.isoformat()}
    assert "This day is over." in seen(desk.post(at, typed, follow=True))
    assert _numbers(paperback) == (20, 0, 100)
    Printing.objects.update(expected_on=past)  # it is late: how many come can still be changed
    assert "Written down." in seen(desk.post(at, typed, follow=True))
    assert _numbers(paperback) == (20, 0, 90)


def test_the_number_of_a_printing_that_never_came_is_free_again(desk, paperback):
    soon = timezone.localdate() + timedelta(days=9)
    for number in (1, 2):
        desk.post(_at(paperback), printed(number, soon))
    slip, right = Printing.objects.order_by("number")
    at = f"/admin/book/stock/printings/{right.pk}/"
    typed = {"press": "change", "copies": 100, "expected_on": soon.isoformat(), "number": 1}
    assert "Another printing has this number" in seen(desk.post(at, typed, follow=True))
    desk.post(f"/admin/book/stock/printings/{slip.pk}/", typed | {"press": "off"})
    assert 'name="number" value="1"' in desk.get(_at(paperback)).content.decode()
    assert "Written down." in seen(desk.post(at, typed, follow=True))
    right.refresh_from_db()
    assert right.number == 1 and _numbers(paperback) == (20, 0, 100)
    other = desk.post(_at(paperback), printed(1, soon + timedelta(days=1)))
    assert other.status_code == 422 and "Another printing has this number" in seen(other)
    desk.post(at, typed | {"press": "came"})
    assert 'name="number" value="2"' in desk.get(_at(paperback)).content.decode()


def test_a_printing_is_ordered_changed_and_comes(desk, paperback):
    soon = timezone.localdate() + timedelta(days=40)
    typed = {
        "press": "print", "number": 1, "copies": 100, "printed_on": timezone.localdate().isoformat(),
        "expected_on": soon.isoformat(),
    }  # fmt: skip
    for _ in range(2):
        desk.post(_at(paperback), typed)
    printing = Printing.objects.get()
    assert _numbers(paperback) == (20, 0, 100)
    at = f"/admin/book/stock/printings/{printing.pk}/"
    later = {
        "copies": 90,
        "expected_on": (soon + timedelta(days=30)).isoformat(),
        "press": "change",
        "number": 1,
    }
    desk.post(at, later)
    assert _numbers(paperback) == (20, 0, 90)
    came = {"copies": 95, "press": "came", "number": 1}
    assert "Written down." in seen(desk.post(at, came, follow=True))
    assert "it is here already" in seen(desk.post(at, came, follow=True))
    assert _numbers(paperback) == (115, 0, 0)
    printing.refresh_from_db()
    assert (printing.copies, bool(printing.arrived_at)) == (95, True)
    assert "+95 Came from the printer" in seen(desk.get(_at(paperback)))


def test_people_can_reserve_what_is_being_printed_and_it_cannot_be_called_off(
    desk, large_print, ordered
):
    day = timezone.localdate()
    desk.post(
        _at(large_print),
        {"press": "print", "number": 1, "copies": 10, "printed_on": day, "expected_on": day},
    )
    ordered({large_print: 8})
    large_print.refresh_from_db()
    shown = availability(large_print)
    assert (shown.can_order, shown.at_once, shown.expected_on) == (True, False, day)
    at = f"/admin/book/stock/printings/{Printing.objects.get().pk}/"
    for typed in ({"press": "off", "copies": 10}, {"press": "came", "copies": 5}):
        page = seen(desk.post(at, typed | {"number": 1}, follow=True))
        assert "Nothing was changed. 8 copies are promised" in page
    assert _numbers(large_print) == (2, 8, 10)


def test_the_history_is_read_page_by_page(desk, paperback):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = seen(desk.get(_at(paperback)))
        return len(captured), page

    queries()
    one, _ = queries()
    StockMove.objects.bulk_create(
        StockMove(edition=paperback, copies=0, why="counted") for _ in range(120)
    )
    many, page = queries()
    assert "Page 1 of 3" in page and many == one


@pytest.mark.parametrize("who", ["dispatcher", "editor"])
def test_others_count_nothing(who, request, signed_in, paperback):
    client = signed_in(request.getfixturevalue(who))
    typed = {"press": "count", "count-seen": 20, "count-counted": 0}
    assert client.post(_at(paperback), typed).status_code == 403
    assert _numbers(paperback) == (20, 0, 0)
