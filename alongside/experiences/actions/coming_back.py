"""What somebody does with her six words: answer, change her mind, take back a quote or everything."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.experiences.cutting import is_only_cut
from alongside.experiences.models import Experience, SealedPart, TakenBack
from alongside.experiences.opening import Opened
from alongside.experiences.told import AskThisPerson, Contact, Story, write
from alongside.signs.actions import take_away_quotes

from .erasing import erase
from .taking_in import Consents, add_part, locked, target

KEPT_WITHOUT_A_YES = timedelta(days=30)
"""When she agrees to nothing any more: long enough to change her mind, and not longer."""


@transaction.atomic
def answer_question(*, opened: Opened, answer: str, submission_id: bytes) -> bool:
    """She answers a moderator's question; then it waits again. The same sending twice is one answer;
    what she adds from another tab is one more.

    Whether it is kept: not if a moderator has decided or taken the question back meanwhile.
    """
    experience = locked(opened.experience)
    if experience.state not in (Experience.State.ASKED, Experience.State.WAITING):
        return False
    if not experience.parts.filter(kind=SealedPart.Kind.QUESTION).exists():
        return False
    now, kind = timezone.now(), SealedPart.Kind.ANSWER
    add_part(experience, kind, answer, now=now, submission_id=submission_id)
    experience.state = Experience.State.WAITING
    experience.save(update_fields=["state"])
    return True


@dataclass(frozen=True)
class Changed:
    """What she agrees to and wishes for from now on."""

    consents: Consents
    contact: Contact
    ask: AskThisPerson


@transaction.atomic
def change_consents(*, opened: Opened, changed: Changed, seen: str) -> bool:
    """She changes what she agreed to, how to reach her, or her wish.

    Quotes are gone within two seconds when she takes back that yes; figures change with the next
    release. `seen`: `version_of` what stood on her screen. If it is another one by now (she pressed twice,
    or an old tab was restored), nothing changes and it is False.
    """
    experience = locked(opened.experience)
    if seen != version_of(experience):
        return False
    agreed = changed.consents
    if not agreed.quote_me:
        _take_away(experience, *_shown(experience))
    experience.count_me, experience.quote_me = agreed.count_me, agreed.quote_me
    experience.write_back, experience.wish = agreed.write_back, agreed.wish
    experience.consent_wording, experience.consented_at = agreed.wording, timezone.now()
    experience.erase_on = _end_of(experience)
    experience.save()
    replace_part(experience, SealedPart.Kind.CONTACT, changed.contact)
    replace_part(experience, SealedPart.Kind.WISH, changed.ask)
    audit.record(actor=None, action="experience.consents_changed", target=target(experience))
    return True


def version_of(experience: Experience) -> str:
    """Names the state of her consents: another one after each change."""
    return experience.consented_at.isoformat() if experience.consented_at else "none"


def _end_of(experience: Experience) -> Any:
    if experience.state == Experience.State.DECLINED:
        return experience.erase_on
    if not (experience.count_me or experience.quote_me):
        return min(experience.erase_on, timezone.localdate() + KEPT_WITHOUT_A_YES)
    return Experience.end_of_facts(timezone.localdate(experience.received_at))


@transaction.atomic
def take_back_quote(*, opened: Opened, published: uuid.UUID) -> bool:
    """One quote goes from the website, and out of what a moderator could publish again.

    False if it is not there (any more).
    """
    experience = locked(opened.experience)
    words = opened.words_shown(published)
    if words is None:
        return False
    _take_away(experience, published)
    story = opened.story()
    left = [one for one in story.quotes if not is_only_cut(one, words)]
    if left != story.quotes:
        replace_part(experience, SealedPart.Kind.STORY, replace(story, quotes=left))
    audit.record(actor=None, action="experience.quote_taken_back", target=target(experience))
    return True


def take_back(*, opened: Opened) -> TakenBack:
    """Everything: quotes at once, figures with the next release. Returns the certificate."""
    return erase(experience=opened.experience, why=TakenBack.Why.ASKED)


def _shown(experience: Experience) -> list[uuid.UUID]:
    return list(experience.quotes.values_list("published", flat=True))


def _take_away(experience: Experience, *published: uuid.UUID) -> None:
    take_away_quotes(*published)
    experience.quotes.filter(published__in=published).delete()


def replace_part(experience: Experience, kind: str, told: Story | Contact | AskThisPerson) -> None:
    """Only this stays of its kind; nothing, if it is empty."""
    experience.parts.filter(kind=kind).delete()
    if told != type(told)():
        add_part(experience, kind, write(told), now=timezone.now())
