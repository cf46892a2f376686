"""A moderator decides: accept, ask, decline, and each of them undone. Every step is in the log, by number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.experiences import emails
from alongside.experiences.models import Experience, ExperienceKey, SealedPart
from alongside.experiences.told import Story
from alongside.signs.actions import take_away_quotes
from alongside.signs.catalogue import catalogue

from .quoting import QuoteToShow, show_quotes
from .taking_in import OPENED, add_part, locked, target

OPEN_STATES = (Experience.State.WAITING, Experience.State.ASKED)
MOVABLE = ("taken_for", "told_first", "found_by")
"""Facts with the choice “something else”: what she wrote there may be one of the other choices."""


class DecidedMeanwhile(Exception):
    """Another moderator was quicker. `experience` is as it stands now."""

    def __init__(self, experience: Experience) -> None:
        super().__init__()
        self.experience = experience


class ChangedMeanwhile(Exception):
    """She has written something since the moderator opened it: it has to be read first."""


class WordsGone(Exception):
    """Her words were erased: there is nothing to decide on any more."""


@dataclass(frozen=True)
class Links:
    """What a moderator makes of her own words.

    signs: codes of the catalogue that they describe. unlisted: signs that the catalogue does not have, in
    a few plain words. moved: fact of `MOVABLE` → the choice that her own words amount to.
    """

    signs: Sequence[str] = ()
    unlisted: Sequence[str] = ()
    moved: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def mark_opened(*, experience: Experience, by: User) -> None:
    """Somebody reads it: that is all that is written."""
    audit.record(actor=by, action=OPENED, target=target(experience))


@transaction.atomic
def accept(
    *,
    experience: Experience,
    by: User,
    seen: int,
    links: Links | None = None,
    story: Story | None = None,
    quotes: Sequence[QuoteToShow] = (),
    now: datetime | None = None,
) -> Experience:
    """It counts from the next release on, and these quotes of `story` are shown at once.

    Her words are erased after 90 days. Raises DecidedMeanwhile, ChangedMeanwhile, WordsGone, and what
    `show_quotes` raises.
    """
    one = _to_decide(experience, seen)
    _write_links(one, links)
    _decide(one, Experience.State.ACCEPTED, by=by, now=now or timezone.now())
    if story is not None:
        show_quotes(experience=one, story=story, quotes=quotes, by=by)
    return one


@transaction.atomic
def keep(
    *,
    experience: Experience,
    by: User,
    seen: int,
    links: Links,
    story: Story | None = None,
    quotes: Sequence[QuoteToShow] = (),
) -> Experience:
    """Keep signs and choices without deciding. Of an accepted one, quotes can be shown afterwards too.

    Raises ChangedMeanwhile, WordsGone, and what `show_quotes` raises.
    """
    one = locked(experience)
    _check_seen(one, seen)
    _write_links(one, links)
    one.save(update_fields=["signs", "signs_added", *MOVABLE])
    audit.record(actor=by, action="experience.linked", target=target(one))
    if story is not None and one.state == Experience.State.ACCEPTED:
        show_quotes(experience=one, story=story, quotes=quotes, by=by)
    return one


@transaction.atomic
def decline(
    *, experience: Experience, by: User, reason: str, seen: int, now: datetime | None = None
) -> Experience:
    """It is not used, for a reason that she is shown. All of it is erased after 30 days.

    Raises DecidedMeanwhile, ChangedMeanwhile, WordsGone.
    """
    one = _to_decide(experience, seen)
    one.reason = Experience.Reason(reason)
    _decide(one, Experience.State.DECLINED, by=by, now=now or timezone.now())
    return one


@transaction.atomic
def ask(
    *,
    experience: Experience,
    by: User,
    question: str,
    seen: int,
    send_to: str = "",
    links: Links | None = None,
    now: datetime | None = None,
) -> bool:
    """A question for her, sealed; she finds it with her six words, and her answer makes it wait again.

    send_to: the address that she left, opened just now. Only if she agreed to be written to does she get
    a mail, without a word of it. Returns whether she does. Raises as `decline`.
    """
    one, now = _to_decide(experience, seen), now or timezone.now()
    add_part(one, SealedPart.Kind.QUESTION, question, now=now, by=by)
    _write_links(one, links)
    one.state = Experience.State.ASKED
    one.save()
    audit.record(actor=by, action="experience.asked", target=target(one))
    return bool(one.write_back and send_to) and emails.tell_of_question(one, to=send_to, now=now)


@transaction.atomic
def undo(*, experience: Experience, by: User) -> Experience:
    """It waits again, as before the last step. Quotes are taken off the website, a question is withdrawn
    (and its mail, if it still waits).

    Raises WordsGone; DecidedMeanwhile if it waits already.
    """
    one = locked(experience)
    if one.state == Experience.State.WAITING:
        raise DecidedMeanwhile(one)
    _check_words(one)
    if one.state == Experience.State.ASKED:
        _withdraw_question(one)
    take_away_quotes(*one.quotes.values_list("published", flat=True))
    one.quotes.all().delete()
    was_declined = one.state == Experience.State.DECLINED
    one.state, one.reason = Experience.State.WAITING, ""
    one.decided_at, one.decided_by = None, None
    received = timezone.localdate(one.received_at)
    one.erase_words_on = max(received + Experience.LONGEST_WAIT, one.erase_words_on)
    if was_declined and (one.count_me or one.quote_me):  # else she has taken back every yes
        one.erase_on = Experience.end_of_facts(received)
    one.save()
    audit.record(actor=by, action="experience.undone", target=target(one))
    return one


def last_part(experience: Experience) -> int:
    """What stands on a moderator's screen: changes with everything that she writes. 0 without words."""
    newest: int | None = experience.parts.aggregate(last=Max("pk"))["last"]
    return newest or 0


def _to_decide(experience: Experience, seen: int) -> Experience:
    one = locked(experience)
    if one.state not in OPEN_STATES:
        raise DecidedMeanwhile(one)
    _check_seen(one, seen)
    return one


def _check_seen(one: Experience, seen: int) -> None:
    _check_words(one)
    if last_part(one) != seen:
        raise ChangedMeanwhile


def _check_words(one: Experience) -> None:
    if not one.keys.filter(opens=ExperienceKey.Opens.WORDS).exists():
        raise WordsGone


def _decide(one: Experience, state: str, *, by: User, now: datetime) -> None:
    kept = Experience.WORDS_KEPT
    if state == Experience.State.DECLINED:
        kept = Experience.DECLINED_KEPT
        one.erase_on = min(one.erase_on, _day(now, kept))
    one.state, one.decided_at, one.decided_by = state, now, by
    one.erase_words_on = _day(now, kept)
    one.save()
    audit.record(actor=by, action=f"experience.{state}", target=target(one))


def _day(now: datetime, later: timedelta) -> Any:
    return timezone.localdate(now) + later


def _withdraw_question(one: Experience) -> None:
    newest = one.parts.filter(kind=SealedPart.Kind.QUESTION).order_by("-number").first()
    if newest is not None:
        newest.delete()
    emails.stop_question(one)


def _write_links(one: Experience, links: Links | None) -> None:
    """Signs that she chose stay; those that a moderator added before go unless they are chosen again."""
    if links is None:
        return
    hers = [code for code in one.sign_codes if code not in one.signs_added.split()]
    order = [sign.code for sign in catalogue()]
    added = [code for code in order if code in links.signs and code not in hers]
    both = {*hers, *added}
    unknown = [code for code in hers if code not in order]
    one.signs = " ".join([*(code for code in order if code in both), *unknown])
    one.signs_added = " ".join(added)
    for fact, choice in links.moved.items():
        if fact in MOVABLE and choice:
            setattr(one, fact, choice)
    one.unlisted.filter(code="").exclude(words__in=links.unlisted).delete()
    for words in links.unlisted:
        one.unlisted.get_or_create(words=words)
