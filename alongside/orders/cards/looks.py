"""What the worker looks after, so that nothing hangs on a word of Stripe's that never came."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from alongside.orders.actions import card_pages
from alongside.orders.actions.card_pages import LIVE, Page, to_pay
from alongside.orders.models import CardPayment, Order

from . import asking_again, checkout, reconcile, refunds
from .client import NotReachable, Refused, asking, is_on

BETWEEN = timedelta(minutes=10)
"""So often we ask by ourselves about a page that is open."""
AT_ONCE = 20  # pages, events or refunds in one look


def look_after_cards() -> None:
    """All there is, as long as Stripe answers. Not in one transaction: it waits for Stripe."""
    if not is_on():
        return
    try:
        for look in (
            try_again, close_pages, look_at_pages,
            refunds.send_waiting, asking_again.ask_about_events, reconcile.run_when_due,
        ):  # fmt: skip
            look()
    except NotReachable:  # logged; the rows are still there in a minute
        return


def try_again() -> None:
    """She wanted to pay, and Stripe did not answer. When it does, she gets a mail. Raises NotReachable."""
    waiting = CardPayment.objects.filter(tell_her=True, state__in=LIVE, order__isnull=False)
    for page in waiting.select_related("order")[:AT_ONCE]:
        order: Order = page.order  # type: ignore[assignment]
        if to_pay(order) != page.pence or (order.kept_until and order.kept_until < timezone.now()):
            card_pages.give_up(page)
            continue
        try:
            checkout.start(order)
        except card_pages.NothingToPay:
            continue
        with transaction.atomic():
            card_pages.works_again(page)


def close_pages() -> None:
    """Nobody shall pay by mistake for what is paid or cancelled. Raises NotReachable."""
    for page in CardPayment.objects.filter(state=Page.OPEN).select_related("order")[:500]:
        if page.order and to_pay(page.order) != page.pence:
            card_pages.give_up(page)
    for page in CardPayment.objects.filter(state=Page.CLOSING)[:AT_ONCE]:
        try:
            with asking() as ask:
                ask.v1.checkout.sessions.expire(page.session_id)
        except Refused:  # it is closed, or paid, already
            checkout.look_at(page)
        else:
            card_pages.closed(page)


def look_at_pages() -> None:
    """Has somebody paid, and Stripe's word was lost? Raises NotReachable."""
    before = timezone.now() - BETWEEN
    quiet = Q(asked_at__lt=before) | Q(asked_at=None, created_at__lt=before)
    due = CardPayment.objects.filter(quiet, state__in=(Page.OPEN, Page.COMING))
    due = due.exclude(session_id=None)
    for page in due.order_by(F("asked_at").asc(nulls_first=True))[:AT_ONCE]:
        checkout.look_at(page)
    CardPayment.objects.filter(
        state=Page.WANTED, session_id=None, expires_at__lt=timezone.now()
    ).update(state=Page.CLOSED, tell_her=False)


def look_at_order(order: Order) -> bool:
    """Whether Stripe's word about her payment is here now. Raises NotReachable."""
    pages = order.card_payments.filter(state__in=(Page.OPEN, Page.COMING)).exclude(session_id=None)
    for page in pages:
        checkout.look_at(page)
    return bool(order.card_payments.filter(state=Page.PAID).exists())
