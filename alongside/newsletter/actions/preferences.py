"""What a subscriber changes: what she gets, when, and where it goes."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.newsletter import consent, emails, links
from alongside.newsletter.contact import Contact
from alongside.newsletter.finding import by_address, gets_no_letters, short_mark
from alongside.newsletter.models import Subscriber
from alongside.newsletter.parts import ContentNote, Part

from .subscribing import agree

State = Subscriber.State


@dataclass(frozen=True)
class Preferences:
    """paused_until: the first day with letters again; None: she gets them now."""

    parts: Part
    spared: ContentNote
    first_name: str
    paused_until: date | None


@transaction.atomic
def change(*, subscriber: Subscriber, wanted: Preferences, now: datetime | None = None) -> bool:
    """Keep what she wants from now on. A part that is new is agreed to anew.

    False if she gets no letters (any more): then nothing is kept.
    """
    now = now or timezone.now()
    row = _active(subscriber)
    if row is None:
        return False
    if wanted.parts & ~row.wants:
        agree(
            row, wording=consent.LETTERS.version, where="preferences", parts=wanted.parts, now=now
        )
    row.parts, row.spared = int(wanted.parts), int(wanted.spared)
    row.paused_until = wanted.paused_until
    row.locked = replace(row.contact(), first_name=wanted.first_name).lock()
    row.save(update_fields=["parts", "spared", "paused_until", "locked"])
    return True


def _active(subscriber: Subscriber) -> Subscriber | None:
    rows = Subscriber.objects.select_for_update()
    return rows.filter(pk=subscriber.pk, state=State.ACTIVE).first()


@transaction.atomic
def ask_for_new_address(
    *, subscriber: Subscriber, address: str, now: datetime | None = None
) -> bool:
    """Ask at the new address for a yes, and tell the old one. Nothing changes before that yes.

    An address that gets no letters hears nothing. Three a day at most. False if she gets no letters.
    """
    now = now or timezone.now()
    row = _active(subscriber)
    if row is None:
        return False
    new = replace(row.contact(), address=address)
    silent = gets_no_letters(address) or emails.had_enough(row, emails.NEW_ADDRESS, now=now)
    if not silent:
        row.new_locked, row.new_asked_at = new.lock(), now
        row.save(update_fields=["new_locked", "new_asked_at"])
    link = links.change_link(row, address)
    emails.send(emails.NEW_ADDRESS, to=address, about=row, silent=silent, link=link)
    link = links.letter_link("letter-preferences", row)
    old = row.contact().address
    emails.send(emails.ADDRESS_ASKED, to=old, about=row, silent=silent, link=link)
    return True


@transaction.atomic
def forget_new_address(*, subscriber: Subscriber) -> None:
    """Letters go on to where they go."""
    Subscriber.objects.filter(pk=subscriber.pk).update(new_locked=b"", new_asked_at=None)


@transaction.atomic
def confirm_new_address(*, subscriber: Subscriber, mark: int, now: datetime | None = None) -> bool:
    """Letters go to the new address from now on; the old one is told.

    mark: of the address that the link was sent to (`finding.short_mark`). If that address gets letters
    by itself, the two become one. False if this change is not waiting any more, or may not be.
    """
    row = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    new = _waiting_address(row, mark)
    if row is None or new is None or gets_no_letters(new.address):
        return False
    other = by_address(new.address)
    if other is not None and other.pk != row.pk:
        emails.stop_all(other)
        other.delete()
    old = row.contact().address
    row.mark, row.locked = new.mark(), new.lock()
    row.new_locked, row.new_asked_at = b"", None
    row.save(update_fields=["mark", "locked", "new_locked", "new_asked_at"])
    link = links.link("keep-in-touch")
    emails.send(emails.ADDRESS_CHANGED, to=old, about=row, link=link)
    return True


def waits_for(subscriber: Subscriber, mark: int) -> bool:
    """Whether this change of address still waits for a yes."""
    return _waiting_address(subscriber, mark) is not None


def _waiting_address(row: Subscriber | None, mark: int) -> Contact | None:
    """With the first name that she has now."""
    if row is None or row.state != State.ACTIVE or not row.new_locked:
        return None
    new = Contact.unlock(bytes(row.new_locked))
    if short_mark(new.address) != mark:
        return None
    return replace(new, first_name=row.contact().first_name)
