"""A post from an address, and no counts left from another test."""

import pytest
import time_machine
from django.core.cache import caches
from django.test import RequestFactory


@pytest.fixture(autouse=True)
def no_counts_left():
    caches["limits"].clear()


@pytest.fixture
def clock():
    """A clock that stands still until it is moved: `clock.shift(5)`. Ten to ten."""
    with time_machine.travel("2026-11-25T09:50:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def post():
    """A function that makes a request: `post("192.0.2.1", forwarded="…")`."""

    def make(address="192.0.2.1", *, forwarded=None):
        headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
        return RequestFactory().post("/toy/", REMOTE_ADDR=address, headers=headers)

    return make
