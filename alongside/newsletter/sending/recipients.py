"""Who of those in the ledger gets it now, and why the others do not."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from alongside.core.installation_key import Unreadable, marks
from alongside.core.mail.actions import PURPOSE as MAIL_LIST
from alongside.core.mail.addresses import normalised
from alongside.core.mail.models import Suppression
from alongside.newsletter.contact import Contact, marks_of
from alongside.newsletter.models import Subscriber, Suppressed

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


def stopped(contacts: Iterable[Contact]) -> set[str]:
    """Addresses on the suppression list of the newsletter, or on that of all private mail."""
    ours, all_mail = dict[bytes, str](), dict[bytes, str]()
    for contact in contacts:
        ours |= dict.fromkeys(marks_of(contact.address), contact.address)
        same = normalised(contact.address)
        all_mail |= dict.fromkeys(marks(same, purpose=MAIL_LIST), contact.address)
    lists = ((Suppressed, ours), (Suppression, all_mail))
    return {
        addresses[bytes(mark)]
        for model, addresses in lists
        for mark in model.objects.filter(mark__in=list(addresses)).values_list("mark", flat=True)
    }
