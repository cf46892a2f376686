"""Pages of the pack as they are served, each rendered once for all tests that only read them."""

from functools import cache

from django.http import HttpResponse
from django.test import Client


@cache
def response_of(address: str) -> HttpResponse:
    """What a reader gets at `address`, whatever its status. She sends a cookie of somebody else's.

    For tests that have changed nothing in the database, and will not.
    """
    client = Client()
    client.cookies["tracker"] = "someone"
    return client.get(address)


def body_of(address: str) -> str:
    """The HTML at `address`."""
    response = response_of(address)
    assert response.status_code == 200, address
    return response.content.decode()
