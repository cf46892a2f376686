"""What puts mail into the outbox, stops it and tries it again."""

import datetime
import re
import secrets
from dataclasses import replace
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from alongside.core.installation_key import Unreadable, mark, marks

from .addresses import checked, normalised
from .letter import Letter
from .models import OutboxMessage, State, Suppression
from .writing import letter, site_host, write

PURPOSE = "suppression"
_KIND = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_REFERENCE = re.compile(r"([a-z_]+:[\w-]+)?", re.ASCII)


def put_in_outbox(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    kind: str,
    private: bool,
    reference: str = "",
    due_at: datetime.datetime | None = None,
    neutral: bool = False,
) -> OutboxMessage:
    """Write one mail to one person; the worker sends it after the commit, from `due_at` on.

    `template`: see `core.mail.writing`. `context`: text, numbers, dates and lists of them. `kind`:
    `room.name`. `private`: the recipient is not staff. `reference`: `word:id`, to find it again
    (`OutboxMessage.objects.about`). `neutral`: under the neutral name, without footer.

    Private mail to somebody who gets none is written as stopped. Raises BadAddress, WrongTemplate,
    NotNeutral, TypeError (context), ValueError (kind, reference), TransactionManagementError outside
    a transaction: a mail belongs to what causes it.
    """
    words = write(to=checked(to), template=template, context=context, neutral=neutral)
    return _put(
        words, kind=kind, private=private, reference=reference, due_at=due_at, neutral=neutral
    )


def put_words_in_outbox(
    *, to: str, subject: str, text: str, kind: str, private: bool
) -> OutboxMessage:
    """The same for words that somebody else wrote (Wagtail's notices). Raises the same."""
    return _put(letter(to=checked(to), subject=subject, body=text), kind=kind, private=private)


def put_letter_in_outbox(words: Letter, *, kind: str, private: bool) -> OutboxMessage:
    """The same for a letter that is laid out already. Raises the same."""
    return _put(replace(words, to=checked(words.to)), kind=kind, private=private)


def _put(
    words: Letter,
    *,
    kind: str,
    private: bool,
    reference: str = "",
    due_at: datetime.datetime | None = None,
    neutral: bool = False,
) -> OutboxMessage:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Mail is written in a transaction")
    if not _KIND.fullmatch(kind) or not _REFERENCE.fullmatch(reference):
        raise ValueError("kind is room.name, reference is word:id")
    now = timezone.now()
    row = OutboxMessage(
        kind=kind,
        private=private,
        neutral=neutral,
        reference=reference,
        message_id=_message_id(now, neutral=neutral),
        created_at=now,
        first_due_at=due_at or now,
        due_at=due_at or now,
    )
    if private and is_suppressed(words.to):
        row.state, row.settled_at = State.STOPPED, now
    else:
        row.locked = words.lock()
    row.save(force_insert=True)
    return row


def _message_id(now: datetime.datetime, *, neutral: bool) -> str:
    """Stable: a mail that has to be sent again is known as the same one (RFC 5322 §3.6.4).

    Begins with the time, so that files sort. A neutral mail does not name the host of the site.
    """
    host = site_host()
    if neutral and settings.NEUTRAL_FROM_EMAIL:
        host = parseaddr(settings.NEUTRAL_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{now.astimezone(datetime.UTC):%Y%m%dT%H%M%S%f}.{secrets.token_hex(8)}@{host}>"


def is_suppressed(address: str) -> bool:
    """True if no private mail may be sent there, under this secret key or one before it."""
    return Suppression.objects.filter(mark__in=marks(normalised(address), purpose=PURPOSE)).exists()


@transaction.atomic
def stop_mail_to(address: str, why: str) -> Suppression:
    """No private mail goes to this address, whatever waits included. Raises BadAddress, ValueError.

    `why`: bereavement, complaint, bounce or asked. Holds until `lift_suppression`. It does not hold for
    mail to staff and the backup contact: anybody can ask for it, without proof, and must not be able to
    keep the founders from hearing that somebody waits.
    """
    why = Suppression.Why(why)
    same = normalised(checked(address))
    suppression, _ = Suppression.objects.update_or_create(
        mark=mark(same, purpose=PURPOSE), defaults={"why": why, "at": timezone.now()}
    )
    waiting = OutboxMessage.objects.filter(private=True).exclude(locked=b"")
    for row in waiting.exclude(state=State.SENDING):
        if _is_to(row, same):
            stop(row)
    return suppression


def _is_to(row: OutboxMessage, same: str) -> bool:
    try:
        return normalised(row.letter().to) == same
    except Unreadable:
        return False


@transaction.atomic
def lift_suppression(address: str) -> bool:
    """Mail may go to this address again: for mistakes. False if it might all the time."""
    held = Suppression.objects.filter(mark__in=marks(normalised(address), purpose=PURPOSE))
    return bool(held.delete()[0])


@transaction.atomic
def stop(message: OutboxMessage) -> bool:
    """Do not send it, and forget the words. False if it is being sent right now, or was."""
    rows = OutboxMessage.objects.filter(pk=message.pk, state__in=[State.WAITING, State.FAILED])
    return bool(rows.update(state=State.STOPPED, settled_at=timezone.now(), locked=b""))


@transaction.atomic
def try_again(message: OutboxMessage | None = None) -> int:
    """Make one, or all that is in trouble, due now, with three new days. Returns how many.

    What failed more than 14 days ago cannot be sent again: its words are gone.
    """
    one = OutboxMessage.objects.filter(pk=message.pk) if message else None
    rows = OutboxMessage.objects.in_trouble() if one is None else one
    now = timezone.now()
    return (
        rows.filter(state__in=[State.WAITING, State.FAILED])
        .exclude(locked=b"")
        .update(
            state=State.WAITING,
            attempts=0,
            problem="",
            settled_at=None,
            first_due_at=now,
            due_at=now,
        )
    )
