"""People who order at the same moment, in processes of their own: `python -m tests.orders.buyers`.

`open 10`: a shop with so many copies. `rush 0 100`: buyers number 0 to 99, forty at the same moment (a
PostgreSQL takes a hundred), once a line comes on standard input. It prints how many ordered, and how many
were told that nothing is left. `fund 20`: so many ask for a free copy, each of them twice, while two who paid
two copies each cancel. `forget`: all of it goes.
"""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import django

AT_ONCE = 40


def open_shop(copies: int) -> None:
    from alongside.orders import stock
    from alongside.orders.models import BookEdition, StockMove
    from tests.orders.open_shop import open_shop as open_the_shop

    open_the_shop()
    paperback = BookEdition.objects.create(name="Paperback", pence=1200)
    stock.move(paperback, copies, StockMove.Why.COUNTED)


def rush(first: int, number: int) -> None:
    from alongside.orders.models import BookEdition

    edition = BookEdition.objects.get().pk
    came = Counter[str]()
    with ThreadPoolExecutor(AT_ONCE) as people:
        print("ready", flush=True)
        sys.stdin.readline()
        came.update(people.map(partial(_buy, edition), range(first, first + number)))
    print(came["ordered"], came["refused"])


def _buy(edition: int, buyer: int) -> str:
    from alongside.orders.actions.placing import Wish, place
    from alongside.orders.buyer import Buyer
    from alongside.orders.models import Order
    from alongside.orders.stock import OutOfStock

    who = Buyer(name=f"Buyer {buyer}", email=f"b{buyer}@example.org", lines=("1 Row",))
    wish = Wish(buyer=who, copies={edition: 1}, pay_by=Order.PayBy.TRANSFER)
    try:
        place(wish, submission=buyer.to_bytes(16, "big"))
    except OutOfStock as error:
        assert error.left == 0
        return "refused"
    return "ordered"


def fund(people: int) -> None:
    from alongside.orders.actions import cancelling

    givers = [_forward(2) for _ in range(2)]
    with ThreadPoolExecutor(AT_ONCE) as everybody:
        done = [everybody.submit(_ask, number // 2, number) for number in range(2 * people)]
        done += [everybody.submit(cancelling.cancel, giver) for giver in givers]
        for one in done:
            one.result()


def _forward(copies: int) -> Any:
    from alongside.orders.actions import paying
    from alongside.orders.actions.placing import Wish, place
    from alongside.orders.buyer import Buyer
    from alongside.orders.models import Account, BookEdition, Order

    who, edition = Buyer(name="Giver", email="giver@example.org"), BookEdition.objects.get()
    order, _ = place(Wish(who, {edition.pk: 1}, Order.PayBy.TRANSFER, forward_copies=copies))
    paying.receive(order, order.total_pence, Account.BANK, key=f"bank:{order.pk}")
    return order


def _ask(person: int, form: int) -> None:
    from alongside.orders.actions import giving
    from alongside.orders.buyer import Buyer
    from alongside.orders.models import BookEdition

    who = Buyer(name=f"Asker {person}", email=f"a{person}@example.org", lines=("1 Row",))
    submission = (1000 + form).to_bytes(16, "big")
    giving.ask_for_copy(who, BookEdition.objects.get(), submission=submission)


def forget() -> None:
    from alongside.accounts.models import AuditEntry
    from alongside.core.mail.models import OutboxMessage
    from alongside.orders.models import (
        BookEdition,
        Entry,
        Order,
        PostageBand,
        Shop,
        StockMove,
    )

    Entry.objects.all().forget()
    for model in (Order, StockMove, BookEdition, PostageBand, Shop):
        model.objects.all().delete()
    AuditEntry.objects.filter(action__startswith="order.").forget()
    OutboxMessage.objects.filter(kind__startswith="orders.").delete()


if __name__ == "__main__":
    django.setup()
    does = {"open": open_shop, "rush": rush, "fund": fund, "forget": forget}
    does[sys.argv[1]](*map(int, sys.argv[2:]))
