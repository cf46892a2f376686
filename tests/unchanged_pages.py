"""Pages of the pack as they are served, each rendered once for all tests that only read them."""

from functools import cache

from django.test import Client


@cache
def body_of(address: str) -> str:
    """The HTML at `address`. For tests that have changed nothing in the database, and will not."""
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()
