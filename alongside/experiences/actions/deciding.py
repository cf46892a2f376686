"""What a moderator does with an experience: open, accept, ask, decline, undo, flag as urgent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.experiences.emails import ask_her, tell_founders
from alongside.experiences.models import (
    Experience,
    ExperienceKey,
    QuoteShown,
    SealedPart,
    UnlistedSign,
)
from alongside.experiences.questions import Teller
from alongside.signs import actions as website
from alongside.signs.catalogue import catalogue

from .taking_in import add_part, end_of_facts, locked, target

OPENED = "experience.opened"
CORRECTABLE = ("taken_for", "told_first", "found_by")
"""Facts in which she chose “something else” and wrote what; a moderator may find the choice for it."""


class DecidedMeanwhile(Exception):
    """Another moderator was first, or she took it back. `experience` is how it stands now."""

    def __init__(self, experience: Experience) -> None:
        super().__init__()
        self.experience = experience


class NotAgreed(Exception):
    """She did not agree to be quoted."""


class WordsAreGone(Exception):
    """90 days are over and her words are erased: nothing can be decided anew."""


@dataclass(frozen=True)
class QuoteToShow:
    """Words as readers will see them, and where: code of a sign, or `being-heard`."""

    about: str
    words: str = field(repr=False)
    signed_as: str = field(default="", repr=False)


@transaction.atomic
def mark_opened(*, experience: Experience, by: User) -> None:
    """From here on she may read it: the log says so."""
    audit.record(actor=by, action=OPENED, target=target(experience))


@transaction.atomic
def accept(
    *,
    experience: Experience,
    by: User,
    signs: Sequence[str] = (),
    unlisted: Sequence[str] = (),
    corrected: Mapping[str, str] | None = None,
    quotes: Sequence[QuoteToShow] = (),
    now: datetime | None = None,
) -> Experience:
    """It counts in the next release, and `quotes` are on the website from the next second on.

    signs: codes that were found in her words, added to what she chose. unlisted: signs that the
    catalogue does not have, in a few plain words. Raises DecidedMeanwhile, NotAgreed.
    """
    experience = _undecided(experience)
    if quotes and not experience.quote_me:
        raise NotAgreed
    known = {sign.code for sign in catalogue()}
    found = dict.fromkeys([*experience.sign_codes, *(code for code in signs if code in known)])
    experience.signs = " ".join(found)
    for name, value in (corrected or {}).items():
        if name in CORRECTABLE and value:
            setattr(experience, name, value)
    for words in dict.fromkeys(_folded(words) for words in unlisted):
        if words:
            UnlistedSign.objects.get_or_create(experience=experience, words=words)
    for quote in quotes:
        _show(experience, quote)
    _decide(experience, Experience.State.ACCEPTED, by=by, now=now)
    experience.erase_words_on = timezone.localdate(experience.decided_at) + Experience.WORDS_KEPT
    experience.save()
    audit.record(actor=by, action="experience.accepted", target=target(experience))
    return experience


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())[:60]


def _show(experience: Experience, quote: QuoteToShow) -> None:
    uid = website.publish_quote(
        about=quote.about,
        words=quote.words,
        signed_as=quote.signed_as,
        on_behalf=experience.teller in (Teller.DIED, Teller.CANNOT_WRITE),
        is_made_up=experience.is_made_up,
    )
    QuoteShown.objects.create(experience=experience, published=uid)


@transaction.atomic
def decline(
    *, experience: Experience, by: User, reason: str, now: datetime | None = None
) -> Experience:
    """It is not used. She sees the reason with her six words; all of it is erased after 30 days.

    Raises DecidedMeanwhile.
    """
    experience = _undecided(experience)
    experience.reason = Experience.Reason(reason)
    _decide(experience, Experience.State.DECLINED, by=by, now=now)
    end = timezone.localdate(experience.decided_at) + Experience.DECLINED_KEPT
    experience.erase_words_on = experience.erase_on = end
    experience.save()
    audit.record(actor=by, action="experience.declined", target=target(experience))
    return experience


@transaction.atomic
def ask(
    *,
    experience: Experience,
    by: User,
    question: str,
    email: str = "",
    now: datetime | None = None,
) -> Experience:
    """A question to her, sealed like her own words. email: hers, if she agreed that we write back.

    The note that goes there says only that there is a question. Raises DecidedMeanwhile.
    """
    experience, now = _undecided(experience), now or timezone.now()
    add_part(experience, SealedPart.Kind.QUESTION, question, now=now, by=by)
    experience.state = Experience.State.ASKED
    experience.save(update_fields=["state"])
    if experience.write_back and email:
        ask_her(experience, email=email, now=now)
    audit.record(actor=by, action="experience.asked", target=target(experience))
    return experience


@transaction.atomic
def undo(*, experience: Experience, by: User) -> Experience:
    """Back to waiting, as if nobody had decided: quotes go from the website, unlisted signs too.

    Raises WordsAreGone.
    """
    experience = locked(experience)
    if experience.state not in (Experience.State.ACCEPTED, Experience.State.DECLINED):
        return experience
    if not experience.keys.filter(opens=ExperienceKey.Opens.WORDS).exists():
        raise WordsAreGone
    website.take_away_quotes(*experience.quotes.values_list("published", flat=True))
    experience.quotes.all().delete()
    experience.unlisted.all().delete()
    received_on = timezone.localdate(experience.received_at)
    experience.state, experience.reason = Experience.State.WAITING, ""
    experience.decided_at = experience.decided_by = None
    experience.erase_words_on = received_on + Experience.LONGEST_WAIT
    experience.erase_on = end_of_facts(experience)
    experience.save()
    audit.record(actor=by, action="experience.undone", target=target(experience))
    return experience


@transaction.atomic
def flag_urgent(*, experience: Experience, by: User) -> None:
    """Somebody's life may be at risk: every founder is told at once, without a word of it."""
    experience = locked(experience)
    if experience.urgent_at is None or experience.urgent_done_at is not None:
        experience.urgent_at, experience.urgent_done_at = timezone.now(), None
        experience.save(update_fields=["urgent_at", "urgent_done_at"])
        tell_founders("urgent", now=experience.urgent_at)
        audit.record(actor=by, action="experience.urgent", target=target(experience))


@transaction.atomic
def urgent_is_done(*, experience: Experience, by: User) -> None:
    """A founder did what could be done."""
    experience = locked(experience)
    if experience.urgent_at and experience.urgent_done_at is None:
        experience.urgent_done_at = timezone.now()
        experience.save(update_fields=["urgent_done_at"])
        audit.record(actor=by, action="experience.urgent_done", target=target(experience))


def _undecided(experience: Experience) -> Experience:
    """Locked. Raises DecidedMeanwhile."""
    try:
        now = locked(experience)
    except Experience.DoesNotExist as error:
        raise DecidedMeanwhile(experience) from error
    if now.state not in (Experience.State.WAITING, Experience.State.ASKED):
        raise DecidedMeanwhile(now)
    return now


def _decide(experience: Experience, state: str, *, by: User, now: datetime | None) -> None:
    experience.state, experience.decided_by = state, by
    experience.decided_at = now or timezone.now()
