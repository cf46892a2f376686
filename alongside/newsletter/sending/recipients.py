"""Who of those in the ledger gets it now, and why the others do not."""

from datetime import date, datetime

from django.utils import timezone

from alongside.core.installation_key import Unreadable
from alongside.newsletter.contact import Contact
from alongside.newsletter.models import Subscriber

from .jobs import Outcome, State
from .moves import Claimed


def contacts_of(rows: list[Claimed], now: datetime) -> tuple[dict[int, Contact], list[Outcome]]:
    """Addresses by delivery; and those that get none, with why."""
    contacts, settled = dict[int, Contact](), list[Outcome]()
    today = timezone.localdate(now)
    for row in rows:
        if why := _why_not(row, today):
            settled.append(Outcome(row.delivery, State.SKIPPED, why))
            continue
        try:
            contacts[row.delivery] = Contact.unlock(bytes(row.locked))
        except Unreadable:
            settled.append(Outcome(row.delivery, State.FAILED, "unreadable"))
    return contacts, settled


def _why_not(row: Claimed, today: date) -> str:
    if row.subscriber is None:
        return "erased"
    if row.state != Subscriber.State.ACTIVE:
        return "left" if row.state == Subscriber.State.LEFT else "not confirmed"
    return "paused" if row.paused_until and today < row.paused_until else ""
