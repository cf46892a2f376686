"""Orders a second that are on the disk, beside bare commits; and the ledger of 100,000 entries as a file."""

import csv
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.own_site import measured, own_site
from benchmarks.posts import bare_commits

ORDERS = 400
ENTRIES = 100_000
AT_ONCE = 2_000  # rows written in one query
_SAME_ROWS = """
    SELECT e.id, e."on", e.kind, p.account, p.pence, o.number, o.country, o.has_vat, g.id, e.why
    FROM orders_posting p JOIN orders_entry e ON e.id = p.entry_id
    LEFT JOIN orders_order o ON o.id = e.order_id
    LEFT JOIN orders_giftaiddeclaration g ON g.order_id = o.id ORDER BY e.id, p.id
"""


def figures() -> list[Figure]:
    with own_site() as folder:
        placed, exported, same, grown, checked = measured(folder, "benchmarks.orders", folder)
        bare = bare_commits(folder)
    return [
        Figure("orders placed and on the disk, one core", "≥ 0.5", placed, bare,
               "bare commits of one row, SQLite, same disk", placed / bare, "a second"),
        Figure(f"ledger of {ENTRIES:,} entries as CSV", "none", exported, same,
               "the same rows, sqlite3 and csv alone", exported / same, "s"),
        Figure(f"ledger of {ENTRIES:,} entries as CSV: memory", "≤ 50 MB", grown, 50, "the limit",
               grown / 50, "MB"),
        Figure(f"books of {ENTRIES // 2:,} orders checked", "≤ 10 s", checked, 10, "the limit",
               checked / 10, "s"),
    ]  # fmt: skip


def measure(folder: str) -> tuple[float, float, float, float, float]:
    from alongside.orders import books_check, ledger_csv

    placed = place_orders()
    fill()
    before = most = _memory()
    length, began = 0, time.monotonic()
    for portion in ledger_csv.lines():
        length, most = length + len(portion), max(most, _memory())
    exported, grown = time.monotonic() - began, most - before
    same = the_same_rows(Path(folder, "alongside.sqlite3"))
    began = time.monotonic()
    assert books_check.differences() == [] and length > ENTRIES
    return placed, exported, same, grown, time.monotonic() - began


def place_orders() -> float:
    """A second. Each is its own transaction: order, line, copies, audit, and the mail to the buyer."""
    from alongside.orders import stock
    from alongside.orders.actions import placing
    from alongside.orders.buyer import Buyer
    from alongside.orders.models import BookEdition, Order, PostageBand, Shop, StockMove

    Shop.objects.create(is_open=True)
    PostageBand.objects.create(name="Everywhere", first_pence=320, more_pence=110)
    edition = BookEdition.objects.create(name="Paperback", pence=1200)
    stock.move(edition, ORDERS + 50, StockMove.Why.COUNTED)

    def place(number: int) -> None:
        who = Buyer(name=f"Buyer {number}", email=f"b{number}@example.org", lines=("1 Row",))
        wish = placing.Wish(who, {edition.pk: 1}, Order.PayBy.TRANSFER)
        placing.place(wish, submission=number.to_bytes(16, "big"))

    for number in range(50):  # templates and queries are compiled once
        place(number)
    began = time.monotonic()
    for number in range(50, 50 + ORDERS):
        place(number)
    return ORDERS / (time.monotonic() - began)


def fill() -> None:
    """Half as many paid and posted orders as there are entries: each came and was sold."""
    from alongside.orders.models import Entry, Order, Posting

    for start in range(0, ENTRIES // 2, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, ENTRIES // 2))
        orders = Order.objects.bulk_create(map(_order, numbers))
        entries = Entry.objects.bulk_create(_entries(orders))
        Posting.objects.bulk_create(_postings(entries))


def _order(number: int):  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from alongside.orders.models import Order

    return Order(
        number=f"BK{number:07}", state="done", pay_by="transfer", closed_at=timezone.now(),
        copies_pence=1200, postage_pence=320, total_pence=1520,
    )  # fmt: skip


def _entries(orders) -> Iterator[object]:  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from alongside.orders.models import Entry

    for order in orders:
        for kind in ("payment", "sale"):
            yield Entry(kind=kind, key=f"{kind}:{order.pk}", order=order, on=timezone.localdate())


def _postings(entries) -> Iterator[object]:  # type: ignore[no-untyped-def]
    from alongside.orders.models import Posting

    parts = {
        "payment": {"bank": 1520, "buyers": -1520},
        "sale": {"buyers": 1520, "sales_zero": -1200, "postage_zero": -320},
    }
    for entry in entries:
        for account, pence in parts[entry.kind].items():
            yield Posting(entry=entry, account=account, pence=pence)


def the_same_rows(database: Path) -> float:
    """Seconds to write them without Django."""
    began = time.monotonic()
    with sqlite3.connect(database) as connection, Path(os.devnull).open("w") as nowhere:
        csv.writer(nowhere).writerows(connection.execute(_SAME_ROWS))
    return time.monotonic() - began


def _memory() -> float:
    """MB that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


if __name__ == "__main__":
    import django

    django.setup()
    print(*measure(sys.argv[1]))
