"""A post from an address, and a clock."""

import pytest
import time_machine
from django.test import RequestFactory


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
