"""Chapters and mistakes of the living book: what is written, put online and checked. All of it is audited."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.accounts.models import User
from alongside.core.edition import raise_edition
from alongside.core.review import NameMissing, OwnWords
from alongside.orders.models import Chapter, Erratum, Printing, Shop

_WORDS = ("place", "says", "should_say", "why", "basis", "source_id")


class ChangedMeanwhile(Exception):
    """The words are not those that were on her screen."""


@transaction.atomic
def write_chapter(chapter: Chapter, *, by: User | None) -> None:
    """Keep it, new or changed. The number of one that is kept never changes."""
    is_new = chapter.pk is None
    if is_new:
        chapter.save()
    else:
        chapter.save(update_fields=["title", "answers"])
    raise_edition()
    verb = "written" if is_new else "changed"
    record(actor=by, action=f"chapter.{verb}", target=f"chapter:{chapter.pk}")


@transaction.atomic
def retire_chapter(chapter: Chapter, *, on: date | None, by: User) -> None:
    """Since `on` it is in the book no more; None: it is in it again. Its page stays, whatever happens."""
    chapter.retired_on = on
    chapter.save(update_fields=["retired_on"])
    raise_edition()
    verb = "retired" if on else "brought_back"
    record(actor=by, action=f"chapter.{verb}", target=f"chapter:{chapter.pk}")


@transaction.atomic
def write_erratum(erratum: Erratum, *, printings: Iterable[Printing], by: User | None) -> None:
    """Keep it, new or changed. Changed words were checked by nobody, and who wrote them cannot check them.

    A new one that is about a made-up book is made up, too: it goes with that book.
    """
    printings = list(printings)
    before = Erratum.objects.select_for_update().filter(pk=erratum.pk).first()
    is_changed = before is None or any(
        getattr(before, name) != getattr(erratum, name) for name in _WORDS
    )
    if before and is_changed and before.checked_on:
        erratum.writers.clear()
        erratum.checked_on, erratum.shown_name, erratum.shown_role = None, "", ""
    if before is None or not before.online_at:
        erratum.is_made_up = erratum.is_made_up or _is_about_made_up(erratum, printings)
    erratum.changed_at = timezone.now()
    erratum.save()
    erratum.printings.set(printings)
    if by and is_changed:
        erratum.writers.add(by)
    _tell(erratum, "changed" if before else "written", by)


def _is_about_made_up(erratum: Erratum, printings: list[Printing]) -> bool:
    if any(printing.edition.is_made_up for printing in printings):
        return True
    return erratum.chapter.is_made_up if erratum.chapter else Shop.current().is_made_up


@transaction.atomic
def put_online(erratum: Erratum, *, by: User | None) -> None:
    """Everybody reads it within two seconds. Twice is once."""
    if Erratum.objects.filter(pk=erratum.pk, online_at=None).update(
        online_at=timezone.now(), changed_at=timezone.now()
    ):
        raise_edition()
        record(actor=by, action="erratum.online", target=f"erratum:{erratum.pk}")


@transaction.atomic
def withdraw(erratum: Erratum, *, on: date | None, by: User) -> None:
    """The book was right after all; None: it was not. Who follows the feed must learn of it."""
    erratum.withdrawn_on, erratum.changed_at = on, timezone.now()
    erratum.save(update_fields=["withdrawn_on", "changed_at"])
    _tell(erratum, "withdrawn" if on else "renewed", by)


@transaction.atomic
def delete_draft(erratum: Erratum, *, by: User) -> bool:
    """False if it is or was online: then `withdraw` is the way."""
    draft = Erratum.objects.select_for_update().filter(pk=erratum.pk, online_at=None).first()
    if draft is None:
        return False
    record(actor=by, action="erratum.deleted", target=f"erratum:{draft.pk}")
    draft.delete()
    return True


@transaction.atomic
def check(erratum: Erratum, *, by: User, seen: str) -> None:
    """Nobody approves her own words. seen: `seen_of` when she read it.

    Raises OwnWords, NameMissing, ChangedMeanwhile.
    """
    words = Erratum.objects.select_for_update().get(pk=erratum.pk)
    if words.writers.filter(pk=by.pk).exists():
        raise OwnWords
    if not (by.shown_name.strip() and by.shown_role.strip()):
        raise NameMissing
    if seen_of(words) != seen:
        raise ChangedMeanwhile
    words.checked_on = timezone.localdate()
    words.shown_name, words.shown_role = by.shown_name, by.shown_role
    words.changed_at = timezone.now()
    words.save(update_fields=["checked_on", "shown_name", "shown_role", "changed_at"])
    _tell(words, "checked", by)


def seen_of(erratum: Erratum) -> str:
    """Names the words that were on somebody's screen."""
    return erratum.changed_at.isoformat()


def _tell(erratum: Erratum, verb: str, by: Any) -> None:
    if erratum.online_at:
        raise_edition()
    record(actor=by, action=f"erratum.{verb}", target=f"erratum:{erratum.pk}")


@transaction.atomic
def clear_made_up() -> int:
    """The one way in which a chapter goes: it was made up for demonstration. How many there were."""
    Erratum.objects.filter(is_made_up=True).delete()
    made_up = Chapter.objects.filter(is_made_up=True)
    Erratum.objects.filter(chapter__in=made_up).update(chapter=None)
    number = made_up.delete()[0]
    raise_edition()
    return number
