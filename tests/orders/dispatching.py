"""One of two dispatchers at work, as a process of its own: `python -m tests.orders.dispatching work`.

`prepare` makes a shop with paid orders, `clear` takes all of it away again.
"""

import sys
import time
from typing import Any

ORDERS = 12


def prepare(orders: int = ORDERS) -> None:
    """As many people have each paid for one paperback."""
    from dataclasses import replace

    from alongside.orders import stock
    from alongside.orders.actions import placing
    from alongside.orders.models import BookEdition, Order, PostageBand, Shop
    from tests.orders.conftest import BUYER
    from tests.orders.packed import pay

    Shop.objects.create(is_open=True)
    PostageBand.objects.create(name="Everywhere", first_pence=300)
    book = BookEdition.objects.create(name="Paperback", pence=1200)
    stock.move(book, orders, stock.StockMove.Why.COUNTED)
    for number in range(orders):
        buyer = replace(BUYER, name=f"Person {number}", email=f"p{number}@example.org")
        wish = placing.Wish(buyer=buyer, pay_by=Order.PayBy.TRANSFER, copies={book.pk: 1})
        pay(placing.place(wish)[0])


def work() -> None:
    """Says that she is ready, waits for a line, packs and posts whatever she finds; how many she posted."""
    from alongside.orders.actions import parcels, posting
    from alongside.orders.models import Order, Parcel

    posted = 0
    print("ready", flush=True)
    sys.stdin.readline()
    for order in Order.objects.order_by("?"):
        time.sleep(0.02)  # nobody presses without a break, and SQLite lets the other one in
        parcels.pack([order], by=None)
        for parcel in Parcel.objects.filter(lines__line__order=order):
            try:
                posting.post(parcel, by=None)
                posted += 1
            except parcels.NotThisParcel:
                pass
    print(posted)


def clear() -> None:
    from alongside.core.models import OutboxMessage
    from alongside.orders.models import BookEdition, Entry, Order, PostageBand, Shop, StockMove

    OutboxMessage.objects.filter(kind__startswith="orders.").delete()
    Entry.objects.all().forget()
    rows: list[Any] = [Order, StockMove, BookEdition, PostageBand, Shop]
    for model in rows:
        model.objects.all().delete()


if __name__ == "__main__":
    import django

    django.setup()
    {"prepare": prepare, "work": work, "clear": clear}[sys.argv[1]]()
