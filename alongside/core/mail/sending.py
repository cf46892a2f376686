"""The worker's side of the outbox.

A row is claimed by one conditional UPDATE that is committed before the mail server hears of it; the
result is written when the server has answered. Whoever did not get the claim leaves the row alone,
so any number of workers may run.

If a worker dies between claim and result, nobody can know whether the server took the mail. The rule,
for staff and for private recipients alike: after ten minutes it is sent again with the same
Message-ID. Once too often is better than never: a founder who misses a notice leaves somebody
waiting, a private mail says nothing twice that it may not say once, and mail programs that know the
Message-ID show it once. Twice happens only if the worker dies within the second of that one answer.
"""

import datetime
import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q

from . import troubles
from .actions import is_suppressed
from .message import compose
from .models import OutboxMessage, State

logger = logging.getLogger("alongside.mail")

BATCH = 30  # seconds, then the worker's other looks have their turn; one slow mail may add its own
MOST = 1000  # rows in one batch
CRASHED = datetime.timedelta(minutes=10)
GIVE_UP = datetime.timedelta(days=3)
WAITS = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
LONGEST_WITHOUT_SERVER = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt. `reachable` is False if there was no server to talk to."""

    state: State
    problem: str = ""
    reachable: bool = True


def send_due(now: datetime.datetime) -> int:
    """Send what is due, the longest waiting first, for half a minute at most. Returns how many went out.

    Must not run inside a transaction (RuntimeError): a roll-back would forget what was sent.
    """
    transport = get_connection(settings.MAIL_TRANSPORT)
    end = time.monotonic() + BATCH
    sent = 0
    try:
        for pk in list(_claimable(now).order_by("due_at").values_list("pk", flat=True)[:MOST]):
            if time.monotonic() > end:
                break
            if row := _claim(pk, now):
                outcome = _hand_over(row, transport)
                _record(row, outcome, now)
                sent += outcome.state == State.SENT
                if not outcome.reachable:
                    break  # the next mail would wait for the same server in vain
    finally:
        _close(transport)
    return sent


def _claimable(now: datetime.datetime) -> Any:
    return OutboxMessage.objects.filter(
        Q(state=State.WAITING, due_at__lte=now)
        | Q(state=State.SENDING, claimed_at__lte=now - CRASHED)
    )


def _claim(pk: int, now: datetime.datetime) -> OutboxMessage | None:
    with transaction.atomic(durable=True):
        claimed = _claimable(now).filter(pk=pk)
        if claimed.update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1):
            return OutboxMessage.objects.get(pk=pk)
    return None


def _hand_over(row: OutboxMessage, transport: Any) -> Outcome:
    """Errors end here: the text of many of them holds an address, so no log may get them."""
    try:
        letter = row.letter()
        if row.private and is_suppressed(letter.to):
            return Outcome(State.STOPPED)
        mail = compose(letter, message_id=row.message_id, private=row.private, neutral=row.neutral)
    except Exception as error:
        return _failed_attempt(error)
    try:
        transport.open()
    except Exception as error:
        _close(transport)
        problem = troubles.UNREACHABLE + troubles.describe(error)
        return Outcome(State.WAITING, problem, reachable=False)
    try:
        transport.send_messages([mail])
    except Exception as error:
        _close(transport)  # in whatever state it is; the next mail gets a fresh one
        return _failed_attempt(error)
    return Outcome(State.SENT)


def _failed_attempt(error: Exception) -> Outcome:
    state = State.FAILED if troubles.is_final(error) else State.WAITING
    return Outcome(state, troubles.describe(error))


def _record(row: OutboxMessage, outcome: Outcome, now: datetime.datetime) -> None:
    """Only over our own claim: if it took us more than ten minutes, somebody else has it by now."""
    state = outcome.state
    if state == State.WAITING and now - row.first_due_at >= GIVE_UP:
        state = State.FAILED
    changes: dict[str, Any] = {"state": state, "problem": outcome.problem}
    if state == State.WAITING:
        changes["due_at"] = now + _pause(row.attempts, outcome)
    else:
        changes["settled_at"] = now
    if state in (State.SENT, State.STOPPED):
        changes["locked"] = b""
    ours = OutboxMessage.objects.filter(pk=row.pk, state=State.SENDING, claimed_at=row.claimed_at)
    with transaction.atomic(durable=True):
        written = ours.update(**changes)
    if written and state == State.FAILED:
        logger.error("Mail %s (%s) is given up: %s", row.pk, row.kind, outcome.problem)


def _pause(attempts: int, outcome: Outcome) -> datetime.timedelta:
    """Longer each time; but a server that comes back should not find us asleep for hours."""
    pause = WAITS[min(attempts, len(WAITS)) - 1]
    return pause if outcome.reachable else min(pause, LONGEST_WITHOUT_SERVER)


def _close(transport: Any) -> None:
    with suppress(Exception):  # all that could be lost is the goodbye
        transport.close()
