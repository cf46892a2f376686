"""What founders do with a letter that goes out: order, pause, resume, cancel, send again, try it out.

The sender (`sending.engine`) does the rest. Each action is one transaction and one line in the log of who did
what; two clicks at once do it once.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from alongside.accounts.audit import record
from alongside.core.mail.actions import put_letter_in_outbox
from alongside.core.mail.addresses import normalised
from alongside.core.mail.letter import Letter
from alongside.newsletter import letter_checks
from alongside.newsletter.letter_pages import LetterPage
from alongside.newsletter.models import LEFT_AS_IT_IS, Delivery, Mailing
from alongside.newsletter.parts import ALL_PARTS
from alongside.newsletter.sending import moves
from alongside.newsletter.sending.composing import Recipient
from alongside.newsletter.sending.plates import Plates, place

MARK_OF_TEST = "[Test]"
WITHDRAWN = "withdrawn"
State = Mailing.State


class NothingToSend(ValueError):
    """The letter has no section at all."""


class NotPublished(ValueError):
    """The letter is not on the website: the link in it would lead nowhere."""


class MustBeMended(ValueError):
    """Something in the published words must not go out like this (`letter_checks.what_stops`)."""


class AlreadySent(ValueError):
    """The letter has gone out. A second order would reach nobody who has it; write a new one."""


class NotStaff(ValueError):
    """A test letter goes to people with an account here, to nobody else."""


@transaction.atomic
def order(page: LetterPage, *, by: Any, due_at: datetime | None = None) -> Mailing:
    """Let the letter go out at `due_at` (None: now) to everybody who will have confirmed by then.

    Its words are those that are published now, whatever is written later. A letter that is ordered
    already stays as it is, and is given back. Raises NotPublished, NothingToSend,
    MustBeMended, AlreadySent.
    """
    page = LetterPage.objects.select_for_update().get(pk=page.pk)
    earlier = page.mailings.filter(kind=Mailing.Kind.LETTER).exclude(state=State.CANCELLED)
    if there := earlier.first():
        if there.state == State.DONE:
            raise AlreadySent
        return there
    revision, now = _published(page), timezone.now()
    mailing = Mailing.objects.create(
        page=page, revision=revision, ordered_by=by, ordered_at=now, due_at=due_at or now
    )
    _log(mailing, "ordered", by)
    return mailing


@transaction.atomic
def order_series(page: LetterPage, *, by: Any, days_after: int = 0) -> Mailing:
    """Let everybody who confirms from now on get this letter, so many days later.

    `subscribing` writes the deliveries. A letter that is in the series already is given back with
    these days and words. Raises NotPublished, NothingToSend, MustBeMended.
    """
    page = LetterPage.objects.select_for_update().get(pk=page.pk)
    revision = _published(page)
    series = page.mailings.filter(kind=Mailing.Kind.SERIES).exclude(state=State.CANCELLED)
    mailing = series.first() or Mailing(page=page, kind=Mailing.Kind.SERIES, ordered_by=by)
    mailing.revision, mailing.days_after = revision, days_after
    mailing.state, mailing.filled_at = State.SENDING, mailing.filled_at or timezone.now()
    mailing.save()
    _log(mailing, "ordered", by)
    return mailing


@transaction.atomic
def pause(mailing: Mailing, *, by: Any) -> bool:
    """No more of it is taken in hand; what is on its way at this moment arrives. False: nothing to pause."""
    going = _if_in(mailing, State.WAITING, State.SENDING)
    return _moved(mailing, going.update(state=State.PAUSED), "paused", by)


@transaction.atomic
def resume(mailing: Mailing, *, by: Any) -> bool:
    """Go on with a paused letter. False if it is not paused, or its page is not on the website again."""
    mailing.refresh_from_db()
    if mailing.problem == WITHDRAWN and not mailing.page.live:
        return False
    state = State.SENDING if mailing.filled_at else State.WAITING
    paused = _if_in(mailing, State.PAUSED)
    return _moved(mailing, paused.update(state=state, problem=""), "resumed", by)


@transaction.atomic
def cancel(mailing: Mailing, *, by: Any) -> bool:
    """What has not gone does not go; the ledger says so. False if it has gone out, or was cancelled."""
    still = _if_in(mailing, State.WAITING, State.SENDING, State.PAUSED)
    if not _moved(mailing, still.update(state=State.CANCELLED), "cancelled", by):
        return False
    moves.skip_rest(mailing, timezone.now())
    mailing.refresh_from_db()
    return True


def withdraw(page: LetterPage) -> None:
    """Its page was taken from the website: what has not gone waits for a founder."""
    going = page.mailings.filter(kind=Mailing.Kind.LETTER, state__in=[State.WAITING, State.SENDING])
    going.update(state=State.PAUSED, problem=WITHDRAWN)


@transaction.atomic
def retry_failed(mailing: Mailing, *, by: Any) -> int:
    """Try those again that could not be sent. Who is suppressed by now is skipped. Returns how many."""
    return _again(mailing, [Delivery.State.FAILED], "retried", by)


@transaction.atomic
def settle_unknown(mailing: Mailing, *, by: Any, send_again: bool = True) -> int:
    """A founder decides about letters of which nobody knows whether they went out. Returns how many.

    send_again: they may get it twice, and nobody misses it; with the same Message-ID, so that many mail
    programs show it once. Else they stay as they are, and nobody is asked again.
    """
    if send_again:
        return _again(mailing, [Delivery.State.UNKNOWN], "unknown-retried", by)
    count = mailing.deliveries.undecided().update(why=LEFT_AS_IT_IS)
    _moved(mailing, count, "unknown-left", by)
    return count


def _again(mailing: Mailing, states: list[Delivery.State], verb: str, by: Any) -> int:
    mailing.refresh_from_db()
    now = timezone.now()
    if not mailing.filled_at or mailing.totals or mailing.state == State.CANCELLED:
        return 0
    rows = mailing.deliveries.filter(state__in=states)
    count = rows.update(
        state=Delivery.State.WAITING, attempts=0, due_at=now, settled_at=None, claim=0
    )
    if _moved(mailing, count, verb, by):
        _if_in(mailing, State.DONE).update(state=State.SENDING, finished_at=None)
        mailing.refresh_from_db()
    return count


@transaction.atomic
def send_test(page: LetterPage, *, to: list[str], by: Any) -> int:
    """Send the newest draft to members of staff, "[Test]" before its subject, all sections in it.

    Through the outbox, within a minute. Its links hold no subscriber. Raises NotStaff, NothingToSend.
    """
    wanted = {normalised(address) for address in to}
    people = get_user_model().objects.filter(is_active=True)
    found = {normalised(person.email): person.email for person in people if person.email}
    if not wanted or not wanted <= set(found):
        raise NotStaff
    draft = page.get_latest_revision_as_object()
    for address in sorted(wanted):
        put_letter_in_outbox(
            _test_letter(draft, found[address]), kind="newsletter.test", private=False
        )
    record(actor=by, action="newsletter.tested", target=f"page:{page.pk}")
    return len(wanted)


def _published(page: LetterPage) -> Revision:
    if not page.live or not page.live_revision:
        raise NotPublished
    words = page.live_revision.as_object()
    if not words.sections:
        raise NothingToSend
    if letter_checks.what_stops(words):
        raise MustBeMended
    return page.live_revision


def _test_letter(draft: LetterPage, address: str) -> Letter:
    plate = Plates(draft, place()).plate(parts=int(ALL_PARTS), spared=0, named=False)
    if plate is None:
        raise NothingToSend
    words = plate.words_for(Recipient(0, 0, address))
    return Letter(address, f"{MARK_OF_TEST} {words.subject}", words.text, words.html)


def _if_in(mailing: Mailing, *states: State) -> Any:
    return Mailing.objects.filter(pk=mailing.pk, state__in=states)


def _moved(mailing: Mailing, count: int, verb: str, by: Any) -> bool:
    if count:
        _log(mailing, verb, by)
        mailing.refresh_from_db()
    return bool(count)


def _log(mailing: Mailing, verb: str, by: Any) -> None:
    record(actor=by, action=f"newsletter.{verb}", target=f"mailing:{mailing.pk}")
