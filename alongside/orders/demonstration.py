"""Made-up orders in a made-up shop, in every state, with their money. Every row says so (`is_made_up`).

Nobody can be written to: a made-up buyer has no e-mail address. Orders stand where they stand from the
beginning, so that “Who did what” is not filled with what nobody did; copies and money go through `stock` and
`ledger` as they always do.
"""

import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice

from django.db import transaction
from django.utils import timezone

from alongside.core.demo import Advance, Demonstration
from alongside.core.mail.actions import stop
from alongside.core.mail.models import OutboxMessage

from . import books, ledger, made_up_shop, stock
from .actions.placing import Wish, quote_of, write_rows
from .buyer import Buyer
from .models import Account, BookEdition, Entry, Invoice, Order, StockMove
from .states import HOLDS_COPIES, State

AT_ONCE = 200  # rows
WHAT = "a made-up open shop, if there is none, and made-up orders in every state"
Kind, PayBy, Source = Entry.Kind, Order.PayBy, Order.Source
_NAMES = ("Ann", "Bea", "Cath", "Dilys", "Esme", "Fflur", "Grace", "Hetty", "Ines", "Joan")


@dataclass(frozen=True)
class Plan:
    """What becomes of an order. days: ago it was placed. came: share of the total that is here."""

    state: State
    days: int
    came: float = 1
    pay_by: Order.PayBy = PayBy.TRANSFER
    source: Order.Source = Source.WEB
    country: str = "GB"
    forward: int = 0
    gift: int = 0


PLANS = (
    Plan(State.TO_PACK, 3),
    Plan(State.UNPAID, 5, came=0),
    Plan(State.DONE, 40, gift=1000),
    Plan(State.TO_PACK, 2, pay_by=PayBy.CHEQUE, forward=1),
    Plan(State.FUND, 6, came=0, pay_by=PayBy.FUND, source=Source.FREE),
    Plan(State.CANCELLED, 9),
    Plan(State.TO_PACK, 1, country="FR"),
    Plan(State.DONE, 25, pay_by=PayBy.CASH, source=Source.EVENT),
    Plan(State.HELD, 20),
    Plan(State.DONE, 44, came=0, pay_by=PayBy.INVOICE, source=Source.BULK),
    Plan(State.FUND, 2, came=0, pay_by=PayBy.FUND, source=Source.FREE),
    Plan(State.EXPIRED, 30, came=0),
    Plan(State.UNPAID, 7, came=0.5, pay_by=PayBy.CHEQUE),
    Plan(State.DONE, 60, country="US"),
    Plan(State.TO_PACK, 0),
    Plan(State.DONE, 12, pay_by=PayBy.CHEQUE, source=Source.HAND),
)


def demonstration() -> Demonstration:
    return Demonstration("orders", WHAT, make, clear)


def make(number: int, advance: Advance) -> None:
    """Raises demo.NotHere where there is a real shop."""
    made_up_shop.open_shop()
    made_up_shop.fill(3 * number + 30)
    draw = random.Random(secrets.randbits(32))  # noqa: S311  (nothing is kept secret with it)
    editions = list(BookEdition.objects.filter(is_made_up=True))
    plans_to_come = islice(cycle(PLANS), number)
    while plans := list(islice(plans_to_come, AT_ONCE)):
        with transaction.atomic():
            for plan in plans:
                _order(plan, editions, draw)
        advance(len(plans))


def _order(plan: Plan, editions: list[BookEdition], draw: random.Random) -> None:
    placed_at = timezone.now() - timedelta(days=plan.days, hours=draw.randrange(1, 9))
    wish = _wish(plan, editions, draw)
    order = write_rows(wish, quote_of(wish), None, placed_at)
    _stand(order, plan, placed_at)
    if plan.source == Source.BULK:
        _invoice(order, wish.buyer, placed_at)
    _copies(order, plan, wish.copies)
    _money(order, plan, placed_at)


def _wish(plan: Plan, editions: list[BookEdition], draw: random.Random) -> Wish:
    edition = editions[1] if draw.random() < 0.2 else editions[0]
    if plan.source == Source.WEB and draw.random() < 0.15:
        edition = editions[3]
    is_bulk, is_free = plan.source == Source.BULK, plan.source == Source.FREE
    many = 1 if is_free else 3 if is_bulk else draw.choice((1, 1, 1, 2))
    return Wish(
        buyer=_buyer(plan, draw),
        copies={edition.pk: many},
        pay_by=plan.pay_by,
        forward_copies=plan.forward,
        gift_pence=plan.gift,
        source=plan.source,
        postage_pence=0 if is_free or plan.source == Source.EVENT else None,
        agreed={edition.pk: 0} if is_free else None,
        terms_days=30 if is_bulk else None,
    )


def _buyer(plan: Plan, draw: random.Random) -> Buyer:
    if plan.source == Source.EVENT:
        return Buyer()
    name = "Made-up Hospital" if plan.source == Source.BULK else f"{draw.choice(_NAMES)} Made-up"
    house = f"{draw.randrange(1, 99)} Made-up Street"
    note = "For my sister" if draw.random() < 0.1 else ""
    return Buyer(name, "", (house,), "Made-up Town", "ZZ1 1ZZ", plan.country, note)


def _stand(order: Order, plan: Plan, placed_at: datetime) -> None:
    is_over = plan.state in (State.DONE, State.CANCELLED, State.EXPIRED)
    is_sold = plan.state in (State.TO_PACK, State.DONE)
    Order.objects.filter(pk=order.pk).update(
        state=plan.state,
        closed_at=placed_at + timedelta(days=min(2, plan.days)) if is_over else None,
        paid_at=placed_at + timedelta(hours=1) if is_sold else None,
    )
    order.state = plan.state


def _copies(order: Order, plan: Plan, copies: Mapping[int, int]) -> None:
    if plan.state in HOLDS_COPIES or plan.state == State.DONE:
        stock.reserve(copies)
    if plan.state == State.DONE:
        for line in order.lines.select_related("edition"):
            why = StockMove.Why.GIVEN if plan.source == Source.EVENT else StockMove.Why.POSTED
            gone = line.copies
            stock.move(line.edition, -gone, why, order=order, reserved=-gone)
            line.posted = gone
            line.save(update_fields=["posted"])


def _money(order: Order, plan: Plan, placed_at: datetime) -> None:
    day, income = timezone.localdate(placed_at), books.as_credit(books.income_of(order))
    account = Account.BANK if plan.pay_by == PayBy.TRANSFER else Account.CASH
    came, total = int(order.total_pence * plan.came), order.total_pence
    said: list[tuple[Entry.Kind, str, dict[Account, int]]] = []
    if came:
        said.append((Kind.PAYMENT, "paid", {account: came, Account.BUYERS: -came}))
    if plan.state in (State.TO_PACK, State.DONE, State.CANCELLED):
        said.append((Kind.SALE, "sold", {Account.BUYERS: total, **income}))
    if plan.state == State.CANCELLED:
        back = {account: -pence for account, pence in income.items()}
        said.append((Kind.ALLOWED, "cancelled", {Account.BUYERS: -total, **back}))
    for kind, what, postings in said:
        ledger.post(kind, postings, key=f"order:{order.pk}:{what}:1", order=order, on=day)


def _invoice(order: Order, buyer: Buyer, placed_at: datetime) -> None:
    day = timezone.localdate(placed_at)
    number = Invoice.objects.filter(is_made_up=True).count() + 1
    due_on = day + timedelta(days=30)
    Invoice.objects.create(
        order=order, number=number, locked=buyer.lock(), made_on=day, due_on=due_on, is_made_up=True
    )


def clear() -> int:
    """Orders, their money, the shop; also what somebody ordered in the made-up shop by hand. How many
    orders there were."""
    made_up, number = Order.objects.filter(is_made_up=True), 0
    while some := list(made_up.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            for mail in OutboxMessage.objects.filter(reference__in=[f"order:{pk}" for pk in some]):
                stop(mail)
            Entry.objects.filter(order__in=some).forget()
            Order.objects.filter(pk__in=some).delete()
        number += len(some)
    Entry.objects.filter(is_made_up=True).forget()
    made_up_shop.clear()
    return number
