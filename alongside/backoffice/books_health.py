"""What `alongside doctor` looks at in the book: whether its books are true."""

from collections.abc import Callable

from django.db import DatabaseError

from alongside.orders import books_check
from alongside.orders.models import Entry

from .health import Finding


def books_are_true() -> Finding:
    """Every entry balances, every order's money equals its ledger, every copy is where it is said to be."""
    try:
        found, entries = books_check.differences(), Entry.objects.count()
    except DatabaseError:
        return Finding("books", "unknown: the database does not answer", "See database.")
    if found:
        state = f"{len(found)} difference{'s' * (len(found) > 1)}"
        return Finding("books", state, "Run: alongside orders_books; the founders see them in Till")
    return Finding("books", f"{entries:,} entries, all of them balance")


BOOKS_CHECKS: tuple[Callable[[], Finding], ...] = (books_are_true,)
