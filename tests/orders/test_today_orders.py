"""Today says what the book needs: founders all of it, dispatchers what to post."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.backoffice.today import today_for
from alongside.backoffice.today_lines import Tone
from alongside.orders import stock
from alongside.orders.actions import cancelling, giving, paying
from alongside.orders.actions.bulk import order_in_bulk
from alongside.orders.actions.placing import Wish
from alongside.orders.models import Account, Invoice, Order, Shop, StockMove
from tests.enquiries.conftest import seen

from .conftest import BUYER

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _lines(user, now=None):
    return {line.what: line for line in today_for(user, now=now).lines}


@pytest.fixture
def busy(ordered, paperback, large_print, founder):
    """Everything of which Today speaks; `pay` by bank."""
    stock.move(paperback, 80, StockMove.Why.COUNTED)
    stock.move(large_print, 20, StockMove.Why.COUNTED)
    held, part, soon, cancelled, paid = (ordered({paperback: 1}) for _ in range(5))
    early = held.placed_at - DAY
    Order.objects.filter(pk=held.pk).update(kept_until=early)
    paying.expire_due()
    stock.move(paperback, -96, StockMove.Why.COUNTED)
    keys = iter(range(9))

    def pay(order, pence):
        paying.receive(order, pence, Account.BANK, key=f"b:{next(keys)}")

    pay(held, 1520)
    stock.move(paperback, 96, StockMove.Why.COUNTED)
    pay(part, 500)
    Order.objects.filter(pk__in=[part.pk, soon.pk]).update(kept_until=timezone.now() + DAY)
    pay(cancelled, 1520)
    cancelling.cancel(cancelled)
    pay(paid, 1520)
    giving.ask_for_copy(BUYER, paperback, submission=b"f" * 16)
    wish = Wish(BUYER, {large_print.pk: 13}, Order.PayBy.INVOICE, terms_days=14)
    order_in_bulk(wish, submission=b"b" * 16, by=founder)
    Invoice.objects.update(due_on=timezone.localdate() - 5 * DAY)


def test_a_founder_sees_what_waits_and_since_when(busy, founder, signed_in):
    lines = _lines(founder)
    said = {what: (line.count, line.facts) for what, line in lines.items()}
    assert said["To post"] == (2, "the oldest for less than an hour")
    assert said["Orders to decide"][0] == said["Orders paid in part"][0] == 1
    assert said["Unpaid orders end"] == (1, "within two days, if no money comes")
    facts = "£30.40; the oldest waits for day 1 of 14"
    assert said["Money to give back"] == (2, facts)
    assert said["Invoices are overdue"] == (1, "£224.40; the oldest is 5 days late")
    facts = "the fund has £0.00, enough for 0"
    assert said["People wait for a free copy"] == (1, facts)
    assert said["Few copies left: Large print"] == (None, "9 are free")
    page = seen(signed_in(founder).get("/admin/today/"))
    assert "Money to give back 2 £30.40" in page and "Enid" not in page


def test_however_often_its_money_moved_it_is_one_order_to_decide(busy, founder):
    held = Order.objects.get(state="held")
    for number in range(3):
        paying.receive(held, 100, Account.BANK, key=f"again:{number}")
    assert _lines(founder)["Orders to decide"].count == 1


def test_today_and_the_list_count_the_same_days(dispatcher, signed_in, ordered, paperback):
    giver = ordered({paperback: 1}, forward_copies=1, buyer=replace(BUYER, email="g@example.org"))
    paying.receive(giver, giver.total_pence, Account.BANK, key="b:1")
    free = giving.ask_for_copy(BUYER, paperback, submission=b"f" * 16)[0]
    old = timezone.now() - 7 * DAY  # since then she waited for the fund; it gave the copy now
    Order.objects.filter(pk=free.pk).update(placed_at=old)
    Order.objects.filter(pk=giver.pk).update(placed_at=old, paid_at=timezone.now() - 3 * DAY)
    assert _lines(dispatcher)["To post"].facts.startswith("the oldest for 3 days")
    page = seen(signed_in(dispatcher).get("/admin/book/"))
    assert "Waits for 3 days" in page and "Waits for less than an hour" in page
    assert "7 days" not in page


def test_what_is_late_is_pressing(busy, founder):
    soon = _lines(founder, now=timezone.now() + 11 * DAY)
    assert soon["To post"].tone == soon["Money to give back"].tone == Tone.SOON
    assert "people read “within 3 days”" in soon["To post"].facts
    assert _lines(founder)["Money to give back"].tone == Tone.WAITS


def test_every_line_leads_somewhere(busy, founder, signed_in):
    desk = signed_in(founder)
    ours = [line for line in today_for(founder).lines if line.url.startswith("/admin/book/")]
    assert len(ours) == 8
    for line in ours:
        assert desk.get(line.url).status_code == 200, line.url


def test_a_dispatcher_sees_what_to_post(busy, dispatcher):
    assert set(_lines(dispatcher)) == {"To post"}


@pytest.mark.parametrize("who", ["moderator", "operator"])
def test_others_see_nothing_of_it(busy, who, request):
    lines = today_for(request.getfixturevalue(who)).lines
    assert not [line for line in lines if "/admin/book/" in line.url]


def test_a_shop_that_nobody_has_set_up_is_said_calmly_until_she_decides(
    founder, dispatcher, signed_in
):
    line = _lines(founder)["Nobody can order the book yet"]
    assert (line.tone, line.url) == (Tone.CALM, "/admin/book/shop/")
    assert not _lines(dispatcher)
    signed_in(founder).post("/admin/book/shop/open/", {"press": "close"})
    assert "Nobody can order the book yet" not in _lines(founder)
    assert not Shop.current().is_open


def test_it_takes_the_same_queries_however_much_waits(busy, founder, ordered, paperback):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            _lines(founder)
        return len(captured)

    before = queries()
    for number in range(5):
        order = ordered({paperback: 1})
        paying.receive(order, 1520, Account.BANK, key=f"more:{number}")
        if number % 2:
            cancelling.cancel(order)
    assert queries() == before
