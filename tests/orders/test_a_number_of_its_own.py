"""No two orders have the same number, however many there are."""

import secrets
from itertools import chain, cycle

import pytest

from alongside.orders.models import Order

pytestmark = pytest.mark.django_db


def test_a_number_that_comes_up_twice_is_drawn_again(ordered, ebook, monkeypatch):
    first = ordered({ebook: 1})
    signs = chain(first.number[2:8], cycle("7"))
    monkeypatch.setattr(secrets, "choice", lambda _: next(signs))
    second = ordered({ebook: 1})
    assert second.number.startswith("BK777777") and Order.objects.count() == 2
