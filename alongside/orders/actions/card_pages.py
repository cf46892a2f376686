"""Pages of Stripe on which an order is paid. A row comes before Stripe is asked: two tabs share one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.orders import books, emails
from alongside.orders.models import CardPayment, Order, Shop
from alongside.orders.states import State

from . import orders

LEAST, MOST = 30, 99_999_999
"""Pence that Stripe takes at least and at most (docs.stripe.com/currencies, GBP)."""
OPEN_FOR = timedelta(hours=23, minutes=30)
SHORTEST = timedelta(minutes=35)
"""Stripe closes a page after 30 minutes at the earliest and 24 hours at the latest."""
STILL_GOOD = timedelta(minutes=2)
LIVE = (CardPayment.State.WANTED, CardPayment.State.OPEN)
Page = CardPayment.State


class NothingToPay(Exception):
    """It is paid, or cannot be paid by card now."""


def to_pay(order: Order) -> int:
    """Pence that are missing: of an order that waits for its money, or that was sent on account."""
    if order.state == State.UNPAID or order.terms_days is not None:
        return books.to_come(order, books.money_of(order))
    return 0


@transaction.atomic
def begin(order: Order) -> CardPayment:
    """The page on which this order is to be paid now: the one there is, or a new one. Raises NothingToPay."""
    order, now = orders.held(order), timezone.now()
    pence = to_pay(order)
    if not LEAST <= pence <= MOST or order.card_payments.filter(state=Page.COMING).exists():
        raise NothingToPay
    page = order.card_payments.filter(state__in=LIVE).first()
    if page and page.pence == pence and page.expires_at and page.expires_at > now + STILL_GOOD:
        return page
    if page:
        give_up(page)
    record(actor=None, action="card.begun", target=f"order:{order.pk}")
    return CardPayment.objects.create(order=order, pence=pence, expires_at=_until(order, now))


def _until(order: Order, now: datetime) -> datetime:
    """Before her copies are somebody else's, if that is long enough for Stripe."""
    kept = order.kept_until or now + OPEN_FOR
    return min(now + OPEN_FOR, max(kept - timedelta(minutes=10), now + SHORTEST))


def give_up(page: CardPayment) -> None:
    """It must not be paid on any more. If Stripe has made it, the worker closes it there."""
    page.state = Page.CLOSING if page.session_id else Page.CLOSED
    page.save(update_fields=["state"])


@transaction.atomic
def opened(page: CardPayment, session_id: str) -> None:
    """Stripe made the page; whoever waited for that hears it. What came in between stays as it is."""
    new = CardPayment.objects.filter(pk=page.pk, session_id=None)
    new.update(session_id=session_id, asked_at=timezone.now())
    if CardPayment.objects.filter(pk=page.pk, state=Page.WANTED).update(state=Page.OPEN):
        works_again(page)
    # Given up while Stripe was asked: the worker has to close it there.
    CardPayment.objects.filter(pk=page.pk, state=Page.CLOSED, session_id=session_id).update(
        state=Page.CLOSING
    )


def works_again(page: CardPayment) -> None:
    """Whoever was told that Stripe does not answer is told, once, that it does."""
    if CardPayment.objects.filter(pk=page.pk, tell_her=True).update(tell_her=False) and page.order:
        emails.card_again(page.order)


@transaction.atomic
def not_reached(page: CardPayment, *, answered: bool) -> None:
    """Stripe gave no page. Her copies are kept as long as for a transfer, and the worker tries again.

    answered: it said no, so that the same request would get the same answer (its idempotency); the next one
    is another request.
    """
    if page.order is None:
        return
    order, now = orders.held(page.order), timezone.now()
    tries = page.tries + 1 if answered else page.tries
    until = _until(order, now) if answered else page.expires_at
    live = CardPayment.objects.filter(pk=page.pk, state__in=LIVE)
    live.update(tell_her=True)
    live.filter(session_id=None, tries=page.tries).update(tries=tries, expires_at=until)
    kept = order.placed_at + timedelta(days=Shop.current().kept_days)
    if order.state == State.UNPAID and order.kept_until and order.kept_until < kept:
        order.kept_until = kept
        order.save(update_fields=["kept_until"])


@transaction.atomic
def asked(page: CardPayment) -> None:
    CardPayment.objects.filter(pk=page.pk).update(asked_at=timezone.now())


def closed(page: CardPayment) -> None:
    """Nobody can pay on it, and nobody did."""
    still = CardPayment.objects.filter(pk=page.pk).exclude(state=Page.PAID)
    still.update(state=Page.CLOSED, tell_her=False)
