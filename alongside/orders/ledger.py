"""The only way into the ledger. An entry balances or is refused; the same key is the same entry."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from .models import Account, Entry, Order, Posting


class DoesNotBalance(ValueError):
    """Debits and credits differ. Nothing was written."""


class KeyUsed(ValueError):
    """Another entry has this key, and other pence or another order. Nothing was written."""


def post(
    kind: Entry.Kind,
    postings: Mapping[Account, int],
    *,
    key: str,
    order: Order | None = None,
    on: date | None = None,
    why: str = "",
    by: Any = None,
) -> tuple[Entry, bool]:
    """Write down one thing that happened to money; whether it is new.

    postings: account → pence, + is debit. key: names what happened out there (`stripe:pi_…`), so that
    hearing of it twice changes nothing. Raises DoesNotBalance, KeyUsed.
    """
    postings = {account: pence for account, pence in postings.items() if pence}
    if sum(postings.values()):
        raise DoesNotBalance(kind)
    entry = Entry(
        kind=kind,
        key=key,
        order=order,
        on=on or timezone.localdate(),
        why=why,
        by=by,
        is_made_up=order is not None and order.is_made_up,
    )
    try:
        with transaction.atomic():
            entry.save()
            Posting.objects.bulk_create(
                Posting(entry=entry, account=account, pence=pence)
                for account, pence in postings.items()
            )
    except IntegrityError:
        return _known(key, kind, postings, order), False
    return entry, True


def _known(key: str, kind: str, postings: Mapping[Account, int], order: Order | None) -> Entry:
    entry = Entry.objects.get(key=key)
    written = dict(entry.postings.values_list("account", "pence"))
    same = {str(account): pence for account, pence in postings.items()} == written
    if entry.kind != kind or entry.order_id != (order and order.pk) or not same:
        raise KeyUsed(key)
    return entry


TAKEN_BACK = "taken-back:"
"""So begins the key of an entry that reverses another, before the other's id (`actions.taking_back`)."""


def taken_back(among: QuerySet[Entry]) -> set[int]:
    """Ids of the entries that were wrong, and are reversed by one of these."""
    keys = among.filter(key__startswith=TAKEN_BACK).values_list("key", flat=True)
    return {int(key.removeprefix(TAKEN_BACK)) for key in keys}


def balance(account: Account, *, order: Order | None = None) -> int:
    """Pence on an account, of all or of one order. + is debit."""
    postings = Posting.objects.filter(account=account)
    if order is not None:
        postings = postings.filter(entry__order=order)
    return postings.aggregate(sum=Sum("pence"))["sum"] or 0


def balances(**only: Any) -> dict[Account, int]:
    """The trial balance: every account that was ever used. only: a filter of postings."""
    sums = Posting.objects.filter(**only).order_by().values_list("account").annotate(Sum("pence"))
    return {Account(account): pence for account, pence in sums}
