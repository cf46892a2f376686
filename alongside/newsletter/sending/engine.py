"""The sender: takes deliveries from the ledger, hands them over, writes down what came of it.

Deliveries, and who may move them:

    WAITING ──claim──▶ CLAIMED ──▶ SENT       the server took it
       ▲                  │  ├───▶ DEFERRED   the server said "not now": tried again for three days
       │                  │  ├───▶ FAILED     the server said "never", or three days are over
       │                  │  ├───▶ SKIPPED    she left, paused, is suppressed; nothing in it for her
       │                  │  └───▶ UNKNOWN    nobody can know whether the server took it
       └── not begun ─────┘

The sender that claimed a row moves it on (`moves.record`); a dead sender's rows are moved by the next
(`moves.settle_dead`). DEFERRED is claimed like WAITING when it is due. FAILED and UNKNOWN go back to
WAITING only when a founder says so (`actions.mailing`): the sender never sends twice by itself. A
cancelled letter's open rows become SKIPPED.

Mailings: WAITING → SENDING when the hour has come (`moves.begin_due`, which fills the ledger); → DONE when
no row is open (`moves.finish`); → PAUSED by a founder, or by the sender when the server refuses
everybody for the same reason. `problem` says what keeps a letter from going out.

Any number of senders may run, on one machine or several.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from threading import Event

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from alongside.core.mail.dkim_signature import CannotSign
from alongside.core.mail.writing import one_line
from alongside.core.quiet_log import place as place_of
from alongside.newsletter.contact import Contact
from alongside.newsletter.finding import which_get_none
from alongside.newsletter.models import (
    Delivery,
    Mailing,
    NewsletterSettings,
)

from . import moves, pace
from .composing import Recipient
from .jobs import Handed, Job, Outcome, State
from .journal import Journal
from .moves import Claimed
from .plates import Plates, frozen_page, place
from .recipients import contacts_of
from .signing import Signer, signer
from .ways import Way, way

logger = logging.getLogger("alongside.newsletter")

BATCH = 50  # deliveries claimed at a time: so many are in doubt when the power fails
LOOK = 5.0  # seconds between looks when nothing is due
LONGEST_WAIT = 60.0  # seconds between attempts to reach a mail server
GIVE_UP_ON_US = 3  # times in a row that the server refuses us, not a recipient
Now = Callable[[], datetime]


class Sender:
    """One sender. `run` until there is nothing to do; `close` in any case."""

    def __init__(self, now: Now = timezone.now) -> None:
        self._now = now
        self.journal = Journal()
        self._way: Way | None = way(self.journal)
        self._signer: Signer | None = None
        self._plates: dict[int, Plates] = {}
        self._services, self._streaks = pace.Services(), dict[int, pace.Streak]()
        self._written = NewsletterSettings()
        self._going: list[Mailing] = []
        self._troubles, self._next_look, self._has_claims = 0, 0.0, False

    def let_go(self) -> None:
        """Make `run` end soon, once its `stop` is set: only what is on its way is finished."""
        if self._way:
            self._way.let_go()

    def close(self) -> None:
        if self._way:
            self._way.close()
        self.journal.close(orderly=not self._has_claims)

    def run(
        self, stop: Event, *, patience: float = 0, told: Callable[[int], None] | None = None
    ) -> None:
        """Until `stop`, or until nothing has been due for `patience` seconds.

        told: called after each batch with the number of deliveries that were moved.
        """
        idle = 0.0
        while not stop.is_set():
            moved = self._guarded()
            if told and moved:
                told(moved)
            if moved and not self._troubles:
                idle = 0
                continue
            pause = min(LOOK * 2 ** max(0, self._troubles - 1), LONGEST_WAIT)
            idle += pause
            if idle > patience or stop.wait(pause):
                return

    def _guarded(self) -> int:
        """A database that does not answer is asked again; nothing is lost but time."""
        try:
            return self.look()
        except DatabaseError as error:
            logger.error("The database did not answer: %s", type(error).__name__)
            close_old_connections()
            self._troubles += 1
            return 0

    def look(self) -> int:
        """One batch of each letter that is going out. Returns how many rows moved."""
        moved = 0
        if time.monotonic() >= self._next_look:
            moved += self._look_around()
            self._next_look = time.monotonic() + LOOK
        for mailing in list(self._going):
            batch = self._batch(mailing)
            if batch is None:
                moves.finish(mailing, self._now())
                self._going.remove(mailing)
            moved += batch or 0
        if not moved:
            self._next_look = 0  # there may be something that we have not seen yet
        return moved

    def _look_around(self) -> int:
        now = self._now()
        moves.settle_dead(now)
        moves.begin_due(now)
        self._written = NewsletterSettings.current()
        self._going = list(Mailing.objects.filter(state=Mailing.State.SENDING).order_by("pk"))
        return moves.skip_cancelled(now)

    # ── One batch ──

    def _batch(self, mailing: Mailing) -> int | None:
        """How many rows moved; None if no more are due."""
        now = self._now()
        if not self._way:
            self._say(mailing, moves.NO_SERVER)
            return 0
        if problem := self._cannot_sign():
            self._say(mailing, problem)
            return 0
        most = pace.room(self._written, now, most=BATCH)
        rows = moves.claim(mailing, most=most, claim=self.journal.claim, now=now)
        if not rows:
            return None
        self._has_claims = True
        jobs, settled = self._prepared(mailing, rows, now)
        handed = self._way.hand_over(jobs) if jobs else Handed([])
        outcomes = [*settled, *handed.outcomes]
        attempts = {row.delivery: row.attempts for row in rows}
        self._record(outcomes, attempts)
        self._learn(mailing, jobs, handed)
        return sum(outcome.state != State.WAITING for outcome in outcomes)

    def _record(self, outcomes: list[Outcome], attempts: dict[int, int]) -> None:
        """Again and again until the database takes it; should we end before, the journal has it."""
        while True:
            try:
                moves.record(outcomes, claim=self.journal.claim, attempts=attempts, now=self._now())
            except DatabaseError as error:
                logger.error("The ledger could not be written: %s", type(error).__name__)
                close_old_connections()
                time.sleep(1)
            else:
                self._has_claims = False
                return self.journal.empty()

    def _cannot_sign(self) -> str:
        """Nothing goes out unsigned when it should be signed."""
        try:
            self._signer = self._signer or signer()
        except CannotSign as error:
            return f"{type(error).__name__} {error}"[:80]
        return ""

    def _prepared(
        self, mailing: Mailing, rows: list[Claimed], now: datetime
    ) -> tuple[list[Job], list[Outcome]]:
        """As `_prepare`. When the letter cannot be laid out, it pauses and all come back."""
        back = [Outcome(row.delivery, State.WAITING) for row in rows]
        try:
            return self._prepare(mailing, rows, now)
        except DatabaseError:
            self._record(back, {})
            raise
        except Exception as error:
            # No words of the error: it may hold an address.
            logger.error("Mailing %s: %s (%s)", mailing.pk, type(error).__name__, place_of(error))
            _stop(mailing, f"layout {type(error).__name__}"[:80])
            return [], back

    def _prepare(
        self, mailing: Mailing, rows: list[Claimed], now: datetime
    ) -> tuple[list[Job], list[Outcome]]:
        """Who gets it now, with her letter; and what is settled without a mail server."""
        jobs, at = list[Job](), now.timestamp()
        put_off: dict[datetime, list[int]] = {}
        contacts, settled = contacts_of(rows, now)
        on_a_list = which_get_none(contact.address for contact in contacts.values())
        for row in rows:
            contact = contacts.get(row.delivery)
            if contact is None:
                continue
            if contact.address in on_a_list:
                settled.append(Outcome(row.delivery, State.SKIPPED, "suppressed"))
                continue
            job = self._job(mailing, row, contact, at)
            if job is None:
                settled.append(Outcome(row.delivery, State.SKIPPED, "nothing for her"))
            elif until := self._services.waits_until(job.domain, now):
                put_off.setdefault(until, []).append(row.delivery)
            else:
                jobs.append(job)
        for until, deliveries in put_off.items():
            moves.put_off(deliveries, claim=self.journal.claim, until=until, why="service waits")
        return jobs, settled

    def _job(self, mailing: Mailing, row: Claimed, contact: Contact, at: float) -> Job | None:
        plates = self._plates_of(mailing)
        name = one_line(contact.first_name)
        plate = plates.plate(parts=row.parts, spared=row.spared, named=bool(name))
        if not plate or row.subscriber is None:
            return None
        to = Recipient(row.subscriber, mailing.pk, contact.address, name)
        return Job(row.delivery, to, plate, self._signer, at)

    def _plates_of(self, mailing: Mailing) -> Plates:
        if mailing.pk not in self._plates:
            self._plates[mailing.pk] = Plates(frozen_page(mailing), place())
        return self._plates[mailing.pk]

    # ── What a batch teaches ──

    def _learn(self, mailing: Mailing, jobs: list[Job], handed: Handed) -> None:
        domains = {job.delivery: job.domain for job in jobs}
        streak = self._streaks.setdefault(mailing.pk, pace.Streak())
        now = self._now()
        for outcome in handed.outcomes:
            domain = domains[outcome.delivery]
            streak.note(outcome.delivery, domain, outcome.state, outcome.why)
            if outcome.why != "dropped":
                self._services.note(domain, outcome.state, now)
            if streak.is_ours:
                self._pause(mailing, streak)
                return
        self._troubles = self._troubles + 1 if handed.trouble else 0
        self._say(mailing, handed.trouble)
        if self._troubles >= GIVE_UP_ON_US and _is_about_us(handed.trouble):
            _stop(mailing, handed.trouble)

    def _pause(self, mailing: Mailing, streak: pace.Streak) -> None:
        """It is not these people. They get their letter when somebody has mended it."""
        Delivery.objects.filter(pk__in=streak.deliveries, state=State.FAILED).update(
            state=State.DEFERRED, due_at=self._now(), settled_at=None
        )
        _stop(mailing, streak.kind)
        del self._streaks[mailing.pk]

    def _say(self, mailing: Mailing, problem: str) -> None:
        if mailing.problem != problem:
            mailing.problem = problem
            Mailing.objects.filter(pk=mailing.pk).update(problem=problem)


def _stop(mailing: Mailing, problem: str) -> None:
    going = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING)
    going.update(state=Mailing.State.PAUSED, problem=problem)
    logger.error("Mailing %s has paused itself: %s", mailing.pk, problem)


def _is_about_us(trouble: str) -> bool:
    """Our name, password or sender address is refused for good: trying goes on in vain."""
    return trouble.endswith((" 535", "service 401", "service 403")) or trouble.startswith(
        "sender 5"
    )
