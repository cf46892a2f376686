"""She has died: what she wished for is done."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.accounts.telling import tell_founders
from alongside.experiences.models import Experience, SealedPart, TakenBack
from alongside.experiences.opening import Opened
from alongside.experiences.questions import SignedAs, Wish
from alongside.experiences.told import AskThisPerson, Contact
from alongside.signs.actions import take_names_away

from .coming_back import replace_part
from .erasing import erase
from .taking_in import locked, target

NOTICE = "experiences.wish"


@transaction.atomic
def tell_of_death(*, opened: Opened) -> TakenBack | None:
    """Somebody with her six words says that she has died. Her wish is followed at once.

    If she wished that somebody is asked first, the founders are told that there is something to ask.
    Returns a certificate if she wished that all is taken away.
    """
    experience = locked(opened.experience)
    if experience.death_told_at is not None:
        return None
    now = timezone.now()
    experience.death_told_at = now
    experience.save(update_fields=["death_told_at"])
    audit.record(actor=None, action="experience.death_told", target=target(experience))
    if experience.wish == Wish.ASK:
        tell_founders("experiences/mail/wish_to_ask.txt", kind=NOTICE, now=now)
        return None
    return follow_wish(opened=opened, wish=experience.wish or Wish.KEEP)


@transaction.atomic
def follow_wish(*, opened: Opened, wish: str, by: User | None = None) -> TakenBack | None:
    """Keep it as it is, keep it without a name, or take it away. How to reach her is erased in any case.

    wish: `keep`, `anonymise` or `withdraw`. by: the founder who asked the person that she named.
    """
    experience = locked(opened.experience)
    if wish == Wish.WITHDRAW:
        return erase(experience=experience, why=TakenBack.Why.WISHED, by=by)
    if wish == Wish.ANONYMISE:
        _take_names_away(opened, experience)
    experience.write_back = False
    experience.wish_followed_at = timezone.now()
    experience.save()
    replace_part(experience, SealedPart.Kind.CONTACT, Contact())
    replace_part(experience, SealedPart.Kind.WISH, AskThisPerson())
    audit.record(actor=by, action="experience.wish_followed", target=target(experience))
    return None


def _take_names_away(opened: Opened, experience: Experience) -> None:
    take_names_away(*experience.quotes.values_list("published", flat=True))
    experience.signed_as = SignedAs.NONE
    story = opened.story()
    if story.name:
        replace_part(experience, SealedPart.Kind.STORY, replace(story, name=""))
