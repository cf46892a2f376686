"""The rows of a list, one portion after the other, by the worker or by the command.

What each row came to is written in the transaction of what was done: whoever is killed, the next goes on at
the next row.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.core import csv_tables, installation_key
from alongside.core.csv_tables import Table
from alongside.core.installation_key import Unreadable
from alongside.newsletter.importing.plan import Fate, Person, Planned, person_of, plan
from alongside.newsletter.models import PROOF, Consent, PeopleImport, Subscriber
from alongside.newsletter.parts import ContentNote

from .importing import choice_of, lock, rejected_of, table_of
from .subscribing import Wish, ask

logger = logging.getLogger("alongside.newsletter")

WORDING = "import"
ASKED_A_MINUTE = 5  # 300 an hour: a mail service that sees more of a new list calls it spam
State = PeopleImport.State


def carry_on() -> None:
    """The worker's look: everything that was let begin, as far as it may go now. A list that cannot be
    unlocked (another secret key) waits for a founder to stop it, and holds up no other."""
    for one in PeopleImport.objects.filter(state=State.RUNNING):
        try:
            for _ in settle(one):
                pass
            _ask_some(one)
        except Unreadable:
            logger.error("List %s cannot be unlocked: it waits.", one.pk)


def settle(one: PeopleImport) -> Iterator[int]:
    """Go through the rows, a portion a transaction; gives how many rows each time."""
    found, choice = table_of(one), choice_of(one)
    portions, at = iter(list[list[Planned]]()), -1
    while True:
        with transaction.atomic():
            row = PeopleImport.objects.select_for_update().get(pk=one.pk)
            if row.state != State.RUNNING:
                return
            if row.position != at:  # the first time, or somebody else went on with it meanwhile
                portions = plan(found, choice, start=row.position)
            portion = next(portions, None)
            if portion is None:
                return
            _add([planned.person for planned in portion if planned.fate == Fate.ADDED])
            _write_down(row, portion)
            at = row.position
        yield len(portion)


def _write_down(row: PeopleImport, portion: list[Planned]) -> None:
    row.fates = bytes(row.fates) + "".join(p.fate.value for p in portion).encode()
    row.position += len(portion)
    row.counts = dict(Counter(row.fates.decode()))
    row.save(update_fields=["fates", "position", "counts"])


def _add(people: list[Person | None]) -> None:
    """They said yes twice, and the file says when and how."""
    by_mark = {one.contact.mark(): one for one in people if one}
    Subscriber.objects.bulk_create(
        [
            Subscriber(
                mark=mark,
                locked=one.contact.lock(),
                state=Subscriber.State.ACTIVE,
                parts=int(one.parts),
                asked_at=_noon(one.asked_on),
                confirmed_at=_noon(one.confirmed_on),
            )
            for mark, one in by_mark.items()
        ],
        ignore_conflicts=True,
    )
    rows = Subscriber.objects.filter(mark__in=list(by_mark)).values_list("pk", "mark")
    Consent.objects.bulk_create([_consent(pk, by_mark[bytes(mark)]) for pk, mark in rows])


def _consent(subscriber: int, one: Person) -> Consent:
    return Consent(
        subscriber_id=subscriber,
        wording=WORDING,
        where="import",
        parts=int(one.parts),
        proof=proof_of(one),
        confirmed_at=_noon(one.confirmed_on),
    )


def proof_of(one: Person) -> bytes:
    """In words, locked: when and how she asked."""
    twice = f", said yes again on {one.confirmed_on:%-d %B %Y}" if one.confirmed_on else ""
    words = f"Asked on {one.asked_on:%-d %B %Y}{twice}: {one.how}"
    return installation_key.lock(words, purpose=PROOF)


def _noon(day: Any) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _ask_some(one: PeopleImport) -> None:
    """A few each minute, when all rows are settled; then the file is forgotten."""
    row = PeopleImport.objects.get(pk=one.pk)
    if row.state != State.RUNNING or row.position < row.rows:
        return
    found, choice, today = table_of(row), choice_of(row), timezone.localdate()
    waiting = [
        at
        for at, fate in enumerate(bytes(row.fates).decode())
        if fate == Fate.ASKED.value and at >= row.asked_to
    ]
    for at in waiting[:ASKED_A_MINUTE]:
        with transaction.atomic():
            taken = PeopleImport.objects.filter(pk=row.pk, state=State.RUNNING, asked_to__lte=at)
            if taken.update(asked_to=at + 1) and (
                one_of := person_of(found.rows[at], choice, today)
            ):
                _ask(one_of)
    if len(waiting) <= ASKED_A_MINUTE:
        _finish(row, found)


def _ask(one: Person) -> None:
    ask(Wish(one.contact, one.parts, ContentNote(0), WORDING, "import"))
    open_ones = Consent.objects.filter(
        subscriber__mark=one.contact.mark(), where="import", confirmed_at=None
    )
    open_ones.update(proof=proof_of(one))


def _finish(row: PeopleImport, found: Table) -> None:
    """Only the rows that were not taken are kept, one day more."""
    rejected = csv_tables.write(found, rejected_of(bytes(row.fates).decode()))
    PeopleImport.objects.filter(pk=row.pk, state=State.RUNNING).update(
        state=State.DONE, finished_at=timezone.now(), locked=lock(rejected), how=b"", fates=b""
    )
