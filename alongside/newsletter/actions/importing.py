"""Bringing in a list: take the file, say what its columns mean, let it begin, forget it.

The file is kept locked, in the database, until all of it is settled (`bringing_in`).
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.core import csv_tables, installation_key
from alongside.core.csv_tables import Table
from alongside.newsletter.importing import columns
from alongside.newsletter.importing.plan import Choice, Fate, plan
from alongside.newsletter.models import PeopleImport
from alongside.newsletter.parts import Part

PURPOSE = "newsletter import"
State = PeopleImport.State


@transaction.atomic
def take(raw: bytes, *, by: Any) -> PeopleImport:
    """Keep a file, locked, with a guess what its columns mean. Raises csv_tables.CannotRead."""
    found = csv_tables.read(raw)
    guess = columns.guess(found.headings)
    one = PeopleImport.objects.create(
        by=by,
        locked=lock(raw.decode("latin-1")),
        columns={"of": guess, "headings": {}},
        rows=len(found.rows),
    )
    _log(one, "taken", by)
    return one


def table_of(one: PeopleImport) -> Table:
    """Raises installation_key.Unreadable, also for a file that is forgotten."""
    return csv_tables.read(unlock(one.locked).encode("latin-1"))


def choice_of(one: PeopleImport) -> Choice:
    how = unlock(one.how) if one.how else ""
    return Choice(one.columns.get("of", {}), Part(one.parts), how)


@transaction.atomic
def choose(one: PeopleImport, *, choice: Choice, headings: list[str]) -> None:
    """Keep what the founder says about the columns, until it begins; headings are remembered."""
    kept = {"of": choice.columns, "headings": columns.by_heading(headings, choice.columns)}
    PeopleImport.objects.filter(pk=one.pk, state=State.LOOKED_AT).update(
        columns=kept, parts=int(choice.parts), how=lock(choice.how) if choice.how else b""
    )


@transaction.atomic
def begin(one: PeopleImport, *, by: Any) -> bool:
    """Let the worker bring it in. False if somebody has done so before."""
    waiting = PeopleImport.objects.filter(pk=one.pk, state=State.LOOKED_AT)
    if not waiting.update(state=State.RUNNING):
        return False
    _log(one, "begun", by)
    return True


@transaction.atomic
def forget(one: PeopleImport, *, by: Any) -> None:
    """The file goes now. What is brought in stays; what is not is not brought in."""
    rows = PeopleImport.objects.filter(pk=one.pk)
    if rows.filter(state=State.LOOKED_AT).delete()[0]:
        return
    rows.filter(state=State.RUNNING).update(state=State.DONE, finished_at=timezone.now())
    rows.update(locked=b"", how=b"", fates=b"")
    _log(one, "forgotten", by)


def rejected_of(fates: str) -> list[tuple[int, str]]:
    """Number of the row, why it was not taken."""
    return [(at, Fate(fate).words) for at, fate in enumerate(fates) if not Fate(fate).is_taken]


def rejected_file(one: PeopleImport) -> str:
    """The rows that are not taken, as they stand now or stood when it was done; with why.

    Raises installation_key.Unreadable if they are forgotten.
    """
    if one.state == State.DONE:
        return unlock(one.locked)
    found = table_of(one)
    fates = "".join(p.fate.value for portion in plan(found, choice_of(one)) for p in portion)
    return csv_tables.write(found, rejected_of(fates))


def lock(text: str) -> bytes:
    return installation_key.lock(text, purpose=PURPOSE)


def unlock(locked: Any) -> str:
    return installation_key.unlock(bytes(locked), purpose=PURPOSE)


def _log(one: PeopleImport, verb: str, by: Any) -> None:
    record(actor=by, action=f"newsletter.import_{verb}", target=f"import:{one.pk}")
