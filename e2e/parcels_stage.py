"""The stage of parcels: Dora packs books; five orders are paid, two of them of one person, one goes abroad.

`python -m e2e.parcels_stage`, run as a process of its own before the site is served, prints it as JSON.
"""

import json
from typing import Any

from e2e.staging import made_by


def set_stage(environment: dict[str, str]) -> dict[str, Any]:
    """`session`: Dora's cookie; `numbers`: of the orders, the oldest first."""
    stage: dict[str, Any] = json.loads(made_by("e2e.parcels_stage", environment).splitlines()[-1])
    return stage


def _main() -> None:
    import django

    django.setup()
    from dataclasses import replace

    from django.contrib.auth.models import Group

    from alongside.accounts.models import User
    from alongside.orders.actions import placing
    from alongside.orders.models import BookEdition, Order, Shop, StockMove
    from alongside.orders.stock import move
    from tests.orders.conftest import BUYER
    from tests.orders.dispatching import prepare
    from tests.orders.packed import pay
    from tests.signing_in import sign_in

    dora = User.objects.create_user(
        username="dora@example.org", email="dora@example.org", first_name="Dora"
    )
    dora.groups.add(Group.objects.get(name="Dispatchers"))
    prepare(orders=3)
    Shop.objects.update(sender="PO Box 9\nLewes\nBN7 2AA")
    book = BookEdition.objects.get()
    move(book, 9, StockMove.Why.COUNTED)
    ann = replace(BUYER, name="Person 0", email="p0@example.org", dedication="For Ann, with love")
    abroad = replace(BUYER, name="王小明 💜", email="w@example.org", country="FR", town="Paris")
    for buyer, copies in ((ann, 2), (abroad, 1)):
        wish = placing.Wish(buyer=buyer, pay_by=Order.PayBy.TRANSFER, copies={book.pk: copies})
        pay(placing.place(wish)[0])
    numbers = list(Order.objects.order_by("placed_at", "pk").values_list("number", flat=True))
    print(json.dumps({"session": sign_in(dora).cookies["sessionid"].value, "numbers": numbers}))


if __name__ == "__main__":
    _main()
