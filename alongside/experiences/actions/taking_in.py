"""Somebody tells what she lived through."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from alongside.accounts.models import AuditEntry, User
from alongside.core import installation_key, receipts, sealing
from alongside.core.receipts import SHOWN_AGAIN_FOR, SentBefore
from alongside.experiences.keys import hold_moderation_key
from alongside.experiences.models import (
    Experience,
    ExperienceKey,
    SealedPart,
    TakenBack,
    experience_settings,
)
from alongside.experiences.opening import fingerprint_of_receipt, open_with_receipt_key
from alongside.experiences.questions import Route, SignedAs
from alongside.experiences.told import (
    KEY_OF,
    AskThisPerson,
    Contact,
    Story,
    seal_part,
    write,
)

OPENED = "experience.opened"
_CHANGES_NOTHING = (
    OPENED,
    "experience.linked",
    "experience.flagged_urgent",
    "experience.urgent_done",
)
"""Lines of the log after which the form can still be sent again with other words."""
_STAYS_IF_LEFT_EMPTY = ("own_signs", "told_first", "taken_for", "found_by", "wish_known")


class ErasedMeanwhile(Exception):
    """This sending was received, and then taken back. It must not come again by a reload."""

    def __init__(self, certificate: TakenBack) -> None:
        super().__init__()
        self.certificate = certificate


@dataclass(frozen=True)
class Facts:
    """What is counted, as codes of `questions`; what she skipped is empty or None."""

    teller: str = ""
    route: str = ""
    years_since_primary: int | None = None
    places: Sequence[str] = ()
    first_place: str = ""
    signs: Sequence[str] = ()
    weeks_until_told: int | None = None
    told_first: str = ""
    visits: int | None = None
    taken_for: str = ""
    found_by: str = ""
    year: int | None = None
    nation: str = ""
    age_band: str = ""
    gender: str = ""

    def columns(self) -> dict[str, Any]:
        codes = {name: " ".join(dict.fromkeys(getattr(self, name))) for name in ("places", "signs")}
        return {**asdict(self), **codes}


@dataclass(frozen=True)
class Consents:
    """What she agreed to, each for itself. wording: the version of the words that she saw."""

    wording: str
    count_me: bool = False
    quote_me: bool = False
    write_back: bool = False
    signed_as: str = SignedAs.NONE.value
    wish: str = ""


@dataclass(frozen=True)
class Received:
    """What the thank-you page says. `receipt` is shown now and never again."""

    experience: Experience
    receipt: str = field(repr=False)
    again: bool  # the same sending was received before
    stands: bool = (
        False  # and something has happened with it since: nothing was changed by this one
    )


def receive(
    *,
    submission_id: bytes,
    facts: Facts,
    consents: Consents,
    story: Story,
    contact: Contact,
    ask: AskThisPerson,
    now: datetime | None = None,
) -> Received:
    """Take in an experience. The same sending twice makes one experience and one receipt.

    If it comes again with other words (she went back and changed them), these count. Words that are left
    out stay: a browser that goes back often brings the ticks with it and no words. Once anything else has
    happened with it nothing changes any more: a reload agrees to nothing anew.

    Raises keys.NotOpenYet, ErasedMeanwhile, SentBefore.
    """
    sending = partial(
        _receive,
        submission_id=submission_id,
        facts=facts,
        consents=consents,
        story=story,
        contact=contact,
        ask=ask,
        now=now or timezone.now(),
    )
    try:
        return sending()
    except IntegrityError:  # PostgreSQL: pressed twice at the same moment, and the other was first
        return sending()


@transaction.atomic
def _receive(
    *,
    submission_id: bytes,
    facts: Facts,
    consents: Consents,
    story: Story,
    contact: Contact,
    ask: AskThisPerson,
    now: datetime,
) -> Received:
    salt = bytes(experience_settings().receipt_salt)
    receipt = receipts.receipt_for(submission_id, salt=salt)
    mark = receipts.submission_mark(submission_id, salt=salt)
    before = Experience.objects.filter(submission_mark=mark).first()
    if before is not None and now - before.received_at > SHOWN_AGAIN_FOR:
        raise SentBefore(before.received_at)
    keys = receipts.keys_of(receipt, salt=salt)
    if before is not None and _has_moved_on(before):
        return Received(before, receipt, again=True, stands=True)
    if before is not None:
        earlier = open_with_receipt_key(before, keys.key, receipt).story()
        story, facts = _with_what_was(story, earlier), _with_numbers_of(facts, before)
        _write_over(before, facts, consents, story, now=now)
        _seal_all(before, story, contact, ask, now=now)
        return Received(before, receipt, again=True)
    _refuse_what_was_erased(keys.mark)
    experience = _begin(facts, consents, story, mark=mark, receipt_mark=keys.mark, now=now)
    _make_keys(experience, keys.key)
    _seal_all(experience, story, contact, ask, now=now)
    return Received(experience, receipt, again=False)


def _has_moved_on(before: Experience) -> bool:
    """Whether she has come back with her six words since, or a moderator has done something."""
    lines = AuditEntry.objects.filter(target=target(before)).exclude(action__in=_CHANGES_NOTHING)
    return before.state != Experience.State.WAITING or lines.exists()


def _with_what_was(story: Story, earlier: Story) -> Story:
    """Quotes and name are as she agrees to them now."""
    names = _STAYS_IF_LEFT_EMPTY
    return replace(
        story, **{name: getattr(story, name) or getattr(earlier, name) for name in names}
    )


def _with_numbers_of(facts: Facts, before: Experience) -> Facts:
    """The two facts that she types, and does not tick."""
    year = before.year if facts.year is None else facts.year
    years = facts.years_since_primary
    if years is None and facts.route == Route.AFTER_PRIMARY:
        years = before.years_since_primary
    return replace(facts, year=year, years_since_primary=years)


def was_received(submission_id: bytes) -> bool:
    """Whether this sending came before: pressing again counts against no limit."""
    mark = receipts.submission_mark(submission_id, salt=bytes(experience_settings().receipt_salt))
    return Experience.objects.filter(submission_mark=mark).exists()


def _refuse_what_was_erased(receipt_mark: bytes) -> None:
    fingerprint = fingerprint_of_receipt(receipt_mark)
    erased = TakenBack.objects.filter(receipt_fingerprint=fingerprint).first()
    if erased is not None:
        raise ErasedMeanwhile(erased)


def _columns(facts: Facts, consents: Consents, story: Story, now: datetime) -> dict[str, Any]:
    agreed = asdict(consents)
    return {
        **facts.columns(),
        **{name: value for name, value in agreed.items() if name != "wording"},
        "signs_added": "",
        "consent_wording": consents.wording,
        "consented_at": now,
        "words": word_count(story),
        "text_mark": text_mark(story),
    }


def _begin(
    facts: Facts,
    consents: Consents,
    story: Story,
    *,
    mark: bytes,
    receipt_mark: bytes,
    now: datetime,
) -> Experience:
    today = timezone.localdate(now)
    return Experience.objects.create(
        received_at=now,
        submission_mark=mark,
        receipt_mark=receipt_mark,
        erase_words_on=today + Experience.LONGEST_WAIT,
        erase_on=Experience.end_of_facts(today),
        **_columns(facts, consents, story, now),
    )


def _write_over(
    experience: Experience, facts: Facts, consents: Consents, story: Story, *, now: datetime
) -> None:
    Experience.objects.filter(pk=experience.pk).update(**_columns(facts, consents, story, now))
    experience.refresh_from_db()


def _make_keys(experience: Experience, receipt_key: bytes) -> None:
    moderators = hold_moderation_key()
    for opens in ExperienceKey.Opens:
        pair = sealing.make_pair()
        ExperienceKey.objects.create(
            experience=experience,
            opens=opens,
            public=pair.public,
            moderation_key=moderators,
            for_moderators=sealing.seal_key(pair.secret, bytes(moderators.public)),
            for_receipt=sealing.lock(pair.secret, receipt_key),
        )


def _seal_all(
    experience: Experience, story: Story, contact: Contact, ask: AskThisPerson, *, now: datetime
) -> None:
    """All of it anew: what an earlier press of the same form left is gone."""
    experience.parts.all().delete()
    for kind, told in (
        (SealedPart.Kind.STORY, story),
        (SealedPart.Kind.CONTACT, contact),
        (SealedPart.Kind.WISH, ask),
    ):
        if told != type(told)():
            add_part(experience, kind, write(told), now=now)


def add_part(
    experience: Experience,
    kind: str,
    content: str,
    *,
    now: datetime,
    by: User | None = None,
    submission_id: bytes | None = None,
) -> bool:
    """Seal and keep one part. False if exactly this came before from the same sending.

    Raises ExperienceKey.DoesNotExist when the words of this experience were erased.
    """
    mark = None
    if submission_id is not None:
        # Keyed with what only her page holds: nobody here can try out what she may have written.
        data = f"{experience.uid} {kind} {content}".encode()
        mark = hashlib.blake2b(data, key=submission_id, digest_size=32).digest()
        if SealedPart.objects.filter(submission_mark=mark).exists():
            return False
    Experience.objects.select_for_update().get(pk=experience.pk)  # one number at a time
    last: int | None = experience.parts.aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    public = bytes(experience.keys.get(opens=KEY_OF[kind]).public)
    SealedPart.objects.create(
        experience=experience, number=number, kind=kind, by=by, at=now, submission_mark=mark,
        sealed=seal_part(content, experience=experience, number=number, kind=kind, public=public),
    )  # fmt: skip
    return True


def locked(experience: Experience) -> Experience:
    return Experience.objects.select_for_update().get(pk=experience.pk)


def word_count(story: Story) -> int:
    return sum(len(words.split()) for _, words in story.texts())


def text_mark(story: Story) -> int | None:
    """24 bits of a keyed hash of what she wrote, whatever its spaces and capitals; None for few words.

    The same text comes to the same mark. So do one in 16 million others: it proves nothing to anybody.
    """
    text = " ".join(" ".join(words for _, words in story.texts()).casefold().split())
    if len(text.split()) < 8:
        return None
    return int.from_bytes(installation_key.mark(text, purpose="text of experience")[:3], "big")


def target(experience: Experience) -> str:
    return f"experience:{experience.pk}"
