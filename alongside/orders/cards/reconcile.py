"""Once a day: whatever moved Stripe's balance is in our books, and both say the same."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alongside.orders import ledger
from alongside.orders.actions import card_books
from alongside.orders.models import Account, CardPayment, Entry, Reconciliation

from .client import NotReachable, Refused, asking

DAILY, AFTER_TROUBLE = timedelta(hours=24), timedelta(hours=1)
OVERLAP = timedelta(days=4)
"""Stripe tells us of a payment for three days; what it moved may be older than our entry by so much."""
_SETTLES = timedelta(hours=1)  # what is younger may be on its way to one of the two
_SHOWN = 50  # numbers of one kind in a row


def newest() -> Reconciliation | None:
    """The newest comparison that took place, for Today and the till."""
    return Reconciliation.objects.filter(problem="").last()


def run_when_due() -> None:
    """Once a day; after trouble again in an hour. Nothing before the first card payment."""
    now, last, tried = timezone.now(), newest(), Reconciliation.objects.last()
    if last and last.at > now - DAILY:
        return
    if tried and tried.at > now - AFTER_TROUBLE:
        return
    if CardPayment.objects.exclude(session_id=None, intent_id=None).exists():
        run()


def run() -> Reconciliation:
    """Compare now. Raises NotReachable; a row says that then, too."""
    try:
        return _run(timezone.now())
    except (NotReachable, Refused) as error:
        card_books.note_comparison(problem="Stripe does not answer")
        raise NotReachable from error


def _run(now: datetime) -> Reconciliation:
    last = newest()
    findings: dict[str, list[str]] = defaultdict(list)
    keys: set[str] = set()
    for moved in movements(_since(last)):
        found = card_books.book(moved)
        keys.add(found.key)
        if found.kind:
            findings[found.kind].append(found.about)
    theirs, ours = balance(), ledger.balance(Account.STRIPE)
    findings["missing"] = _missing(keys, last, now)
    kept = {kind: about[:_SHOWN] for kind, about in findings.items() if about}
    return card_books.note_comparison(ours=ours, theirs=theirs, findings=kept)


def _since(last: Reconciliation | None) -> datetime:
    if last:
        return last.at - OVERLAP
    first = CardPayment.objects.order_by("created_at").first()
    return (first.created_at if first else timezone.now()) - timedelta(days=1)


def movements(since: datetime) -> list[dict[str, Any]]:
    """All that moved Stripe's balance, the oldest first: a payment comes before what went back of it."""
    asked = {
        "created": {"gte": int(since.timestamp())},
        "limit": 100,
        "expand": ["data.source"],
    }
    with asking() as ask:
        found = ask.v1.balance_transactions.list(asked)
        return [one.to_dict() for one in found.auto_paging_iter()][::-1]


def balance() -> int:
    """Pence at Stripe: what can be paid out, and what cannot yet."""
    with asking() as ask:
        found = ask.v1.balance.retrieve().to_dict()
    parts = [*found["available"], *found["pending"]]
    return sum(part["amount"] for part in parts if part["currency"] == "gbp")


def _missing(keys: set[str], last: Reconciliation | None, now: datetime) -> list[str]:
    """What we booked as moved at Stripe since the last time, and Stripe knows nothing of."""
    entries = Entry.objects.filter(key__startswith="stripe:", at__lt=now - _SETTLES)
    if last:
        entries = entries.filter(at__gte=last.at - 2 * _SETTLES)
    moved = entries.filter(kind__in=(Entry.Kind.PAYMENT, Entry.Kind.REFUND))
    ours = moved.exclude(key__endswith=":given")  # it came long before its order was found
    return [str(pk) for pk, key in ours.values_list("pk", "key") if key not in keys]
