"""What is held about a buyer: she gets it, it is erased when she asks, and it is nowhere else."""

import json
import logging

import pytest
from django.apps import apps
from django.db import connection

from alongside.accounts.models import AuditEntry
from alongside.core import subject
from alongside.orders.actions import cancelling
from alongside.orders.models import GiftAidDeclaration, Order
from tests.orders.shopping import FREE, ORDER, TYPED, copies, letters
from tests.orders.test_buy_the_book import AID
from tests.orders.test_order_page import HOUSE, pay, post

pytestmark = pytest.mark.django_db
MINE = "enid@example.org"


def answer_of(answers):
    return next(one for one in answers if one.holder.room == "orders")


def test_she_gets_all_that_is_held(shopper, paperback):
    order = pay(shopper.order({paperback: 2}, dedication="For Ann", **AID))
    [held] = answer_of(subject.export("ENID@example.org ")).found
    assert held["number"] == order.number
    assert held["postal address"] == ["7 Canary Row", "Lewes", "BN7 1AA", "GB"]
    assert held["to be written into the book"] == "For Ann"
    assert (held["in all"], held["we have of it"]) == ("33.30", "33.30")
    assert held["Gift Aid"][0]["home"] == "7 Canary Row, BN7 1AA"
    json.dumps(held)
    assert answer_of(subject.export("somebody@example.org")).found == []


def test_an_open_order_is_left_and_said_so(shopper, paperback):
    order = shopper.order({paperback: 1})
    erased = answer_of(subject.erase(MINE)).found
    assert erased.gone == []
    assert erased.left[0].startswith(f"Order {order.number} is not over")
    order.refresh_from_db()
    assert order.buyer().name == "Enid Enquirer"


def test_what_is_over_is_erased_and_what_the_law_wants_stays(shopper, paperback):
    over = post(pay(shopper.order({paperback: 1}, **AID)))
    gone = shopper.order({paperback: 1}, line1="8 Row")
    cancelling.cancel(gone)
    erased = answer_of(subject.erase(MINE)).found
    assert len(erased.gone) == 2
    assert any("Gift Aid declaration" in words for words in erased.left)
    for order in (over, gone):
        order.refresh_from_db()
        assert (bytes(order.locked), order.mark) == (b"", None)
    assert GiftAidDeclaration.objects.count() == 1
    assert not letters()
    assert answer_of(subject.export(MINE)).found == []
    assert over.total_pence == Order.objects.get(pk=over.pk).total_pence


FIELDS = ("name", "line1", "line2", "town", "dedication", "aid_first", "aid_last", "aid_house")


def test_promise_what_she_types_is_in_no_table_in_the_clear_no_audit_and_no_log(
    shopper, paperback, caplog
):
    caplog.set_level(logging.INFO)
    canaries = {name: f"zebrafinch{place}" for place, name in enumerate(FIELDS)}
    typed = {**AID, **canaries, "email": "zebrafinch9@example.org", "postcode": "BN7 9ZF"}
    shopper.choose({paperback: "zebrafinch"}, **typed | {"gift": "zebrafinch"})
    order = shopper.order({paperback: 1}, **typed)
    shopper.look(order.get_absolute_url())
    moved = HOUSE | {"line2": "zebrafinch moved"}
    assert shopper.send(f"{order.get_absolute_url()}address/", moved).status_code == 303
    shopper.send(FREE, TYPED | {"line1": "zebrafinch free", "email": "zebrafinch@example.org"})
    shopper.send(ORDER, TYPED | copies({paperback: 1}) | {"name": "zebrafinch"}, Origin="http://x")
    shopper.send(f"{order.get_absolute_url()}cancel/", {})
    assert Order.objects.count() == 2
    order.refresh_from_db()
    assert order.buyer().lines == ("1 New Row", "zebrafinch moved")  # so it could be found
    assert "zebrafinch" not in everything_in_the_database().lower()
    assert AuditEntry.objects.filter(action="order.moved-house").exists()
    assert "zebrafinch" not in caplog.text
    assert order.token not in caplog.text
    assert "zebrafinch" not in f"{order}{order!r}{order.get_absolute_url()}"


def everything_in_the_database():
    with connection.cursor() as cursor:
        found = []
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                rows = cursor.fetchall()
                found += [
                    bytes(value).decode("latin-1") if isinstance(value, memoryview) else str(value)
                    for row in rows
                    for value in row
                ]
    return "\n".join(found)
