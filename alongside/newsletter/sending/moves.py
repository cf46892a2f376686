"""The moves of the ledger: the only place where a sender moves deliveries from one state to another.

Each is one short transaction, so that readers and the outbox never wait for a mailing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, Max, OuterRef, QuerySet

from alongside.newsletter.models import Delivery, Mailing, Subscriber

from . import journal
from .jobs import Outcome, State

LEASE = timedelta(minutes=30)  # no batch takes so long; then its sender is dead
FILLED_AT_ONCE = 10_000
NO_SERVER = "no mail server"
WAITS = [timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240)]
WAITS += [timedelta(hours=6)] * 11  # about three days from the first to the last attempt
OPEN = (State.WAITING, State.CLAIMED, State.DEFERRED)


@dataclass(frozen=True)
class Claimed:
    """A delivery that is ours now, with what is known of the subscriber. Lives in memory only."""

    delivery: int
    attempts: int
    subscriber: int | None
    state: str | None
    parts: int
    spared: int
    paused_until: date | None
    locked: bytes
    mark: bytes


_FIELDS = (
    "pk", "attempts", "subscriber_id", "subscriber__state", "subscriber__parts",
    "subscriber__spared", "subscriber__paused_until", "subscriber__locked", "subscriber__mark",
)  # fmt: skip

# Whoever got the same letter by an earlier order, cancelled since, does not get it again.
_FILL = """
INSERT INTO newsletter_delivery
    (mailing_id, subscriber_id, state, why, attempts, due_at, claim, settled_at)
SELECT %s, s.id, 'waiting', '', 0, %s, 0, NULL FROM newsletter_subscriber s
WHERE s.id > %s AND s.id <= %s AND s.state = 'active' AND s.confirmed_at <= %s
    AND NOT s.is_made_up
    AND NOT EXISTS (
        SELECT 1 FROM newsletter_delivery d JOIN newsletter_mailing m ON m.id = d.mailing_id
        WHERE d.subscriber_id = s.id AND m.page_id = %s AND m.id <> %s
            AND d.state IN ('sent', 'unknown', 'claimed'))
ON CONFLICT DO NOTHING
"""


def fill(mailing: Mailing, now: datetime) -> None:
    """Write one row for everybody who had confirmed when the letter fell due; later ones get the next.

    In portions, each committed by itself; a killed sender's work is taken up by the next.
    """
    as_text = connection.ops.adapt_datetimefield_value
    last = Subscriber.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last, FILLED_AT_ONCE):
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            end = min(start + FILLED_AT_ONCE, last)
            begun, by = as_text(now), as_text(mailing.due_at)
            values = [mailing.pk, begun, start, end, by, mailing.page_id, mailing.pk]
            cursor.execute(_FILL, values)
    Mailing.objects.filter(pk=mailing.pk, filled_at=None).update(filled_at=now)


def begin_due(now: datetime) -> None:
    """Letters whose hour has come: fill their ledgers, let them go out."""
    waiting = Mailing.objects.filter(state=Mailing.State.WAITING, due_at__lte=now)
    for mailing in waiting:
        if mailing.kind == Mailing.Kind.LETTER:
            fill(mailing, now)
        waiting.filter(pk=mailing.pk).update(state=Mailing.State.SENDING)


def claim(mailing: Mailing, *, most: int, claim: int, now: datetime) -> list[Claimed]:
    """Take up to `most` due deliveries of a mailing that is going out. Nobody else gets them."""
    with transaction.atomic(durable=True):
        rows = _due(mailing, State.WAITING, most, now)
        if len(rows) < most:
            rows += _due(mailing, State.DEFERRED, most - len(rows), now)
        if rows:
            Delivery.objects.filter(pk__in=[row.delivery for row in rows]).update(
                state=State.CLAIMED, claim=claim, attempts=F("attempts") + 1, due_at=now + LEASE
            )
    return rows


def _due(mailing: Mailing, state: State, most: int, now: datetime) -> list[Claimed]:
    """PostgreSQL passes over rows that another sender is taking; SQLite lets one in at a time."""
    due = Delivery.objects.filter(
        mailing=mailing, mailing__state=Mailing.State.SENDING, state=state, due_at__lte=now
    )
    locked = due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at")
    return [Claimed(*values) for values in locked.values_list(*_FIELDS)[:most]]


def record(
    outcomes: Iterable[Outcome], *, claim: int, attempts: dict[int, int], now: datetime
) -> None:
    """Write what came of a batch. attempts: before this one, by delivery.

    UNKNOWN becomes what it was, should somebody have settled our claim before we came back.
    """
    alike: dict[tuple[State, str, datetime], list[int]] = defaultdict(list)
    for outcome in outcomes:
        alike[_row(outcome, attempts.get(outcome.delivery, 0), now)].append(outcome.delivery)
    with transaction.atomic(durable=True):
        for (state, why, due_at), numbers in alike.items():
            settled_at = None if state in OPEN else now
            ours = Delivery.objects.filter(
                pk__in=numbers, claim=claim, state__in=[State.CLAIMED, State.UNKNOWN]
            )
            back = {"attempts": F("attempts") - 1} if state == State.WAITING else {}
            ours.update(state=state, why=why, due_at=due_at, settled_at=settled_at, **back)


def _row(outcome: Outcome, attempts: int, now: datetime) -> tuple[State, str, datetime]:
    if outcome.state == State.SENT:
        return State.SENT, "", now
    if outcome.state != State.DEFERRED:
        return outcome.state, outcome.why, now
    if attempts >= len(WAITS):
        return State.FAILED, outcome.why, now
    return State.DEFERRED, outcome.why, now + WAITS[attempts]


def put_off(deliveries: Iterable[int], *, claim: int, until: datetime, why: str) -> None:
    """Not now: the mail service of these people asks us to come back later. No attempt is counted."""
    Delivery.objects.filter(pk__in=list(deliveries), claim=claim, state=State.CLAIMED).update(
        state=State.DEFERRED, why=why, due_at=until, attempts=F("attempts") - 1
    )


def finish(mailing: Mailing, now: datetime) -> bool:
    """DONE, but never with gaps: the ledger must be complete and no delivery open."""
    still_open = Delivery.objects.filter(mailing=OuterRef("pk"), state__in=OPEN)
    done = Mailing.objects.filter(
        ~Exists(still_open), pk=mailing.pk, kind=Mailing.Kind.LETTER,
        state=Mailing.State.SENDING, filled_at__isnull=False,
    )  # fmt: skip
    return bool(done.update(state=Mailing.State.DONE, finished_at=now, problem=""))


def say_no_server(now: datetime) -> None:
    """What should go out, but has no way out."""
    due = Mailing.objects.filter(
        state__in=[Mailing.State.WAITING, Mailing.State.SENDING], due_at__lte=now
    )
    due.exclude(problem=NO_SERVER).update(problem=NO_SERVER)


def skip_cancelled(now: datetime) -> int:
    """What a cancelled letter had not reached is not meant to be sent any more. Returns how many."""
    cancelled = Mailing.objects.filter(state=Mailing.State.CANCELLED, finished_at=None)
    return sum(skip_rest(mailing, now) for mailing in cancelled)


def skip_rest(mailing: Mailing, now: datetime) -> int:
    """A portion of it; the letter has ended when nothing is left."""
    rest = mailing.deliveries.filter(state__in=[State.WAITING, State.DEFERRED])
    numbers = list(rest.values_list("pk", flat=True)[:FILLED_AT_ONCE])
    skipped = rest.filter(pk__in=numbers).update(
        state=State.SKIPPED, why="cancelled", settled_at=now
    )
    if not mailing.deliveries.filter(state__in=OPEN).exists():
        Mailing.objects.filter(pk=mailing.pk).update(finished_at=now)
    return skipped


def settle_dead(now: datetime) -> None:
    """What dead senders had claimed. The rule that never sends twice by itself:

    - What they wrote down as answered is written into the ledger.
    - A letter whose final dot may have been written is UNKNOWN; a founder decides.
    - The rest of their claims goes out as if nothing had been; but when the machine itself stopped,
      or the journal is not here, nobody can say what the rest is: UNKNOWN, too.
    """
    for left in journal.dead():
        ours = Delivery.objects.filter(state=State.CLAIMED, claim=left.claim)
        before = {pk: count - 1 for pk, count in ours.values_list("pk", "attempts")}
        record(left.outcomes, claim=left.claim, attempts=before, now=now)
        with transaction.atomic(durable=True):
            _unknown(ours.filter(pk__in=left.begun) if left.exact else ours, now)
            ours.update(state=State.WAITING, due_at=now, attempts=F("attempts") - 1)
    for mailing in Mailing.objects.filter(finished_at=None):
        over = mailing.deliveries.filter(state=State.CLAIMED, due_at__lt=now)
        _unknown(over.exclude(claim__in=journal.living()), now)


def _unknown(rows: "QuerySet[Delivery]", now: datetime) -> None:
    rows.update(state=State.UNKNOWN, why="stopped", settled_at=now)
