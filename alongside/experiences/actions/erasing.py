"""The end of her words, and of an experience: keys first, then rows; a certificate stays."""

import secrets
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.core.certificates import fingerprint_of_key, new_code
from alongside.experiences import emails
from alongside.experiences.models import Experience, ExperienceKey, SealedPart, TakenBack
from alongside.experiences.opening import fingerprint_of_receipt
from alongside.experiences.told import KEY_OF
from alongside.signs.actions import take_away_quotes

from .taking_in import locked, target

OF_WORDS = [kind for kind, opens in KEY_OF.items() if opens == ExperienceKey.Opens.WORDS]


@transaction.atomic
def erase(*, experience: Experience, why: str, by: User | None = None) -> TakenBack:
    """Take her quotes off the website, destroy the keys, then the rows, and leave a certificate.

    The quotes are gone from every process within two seconds. The next release does not count her.
    """
    experience = locked(experience)
    shown = list(experience.quotes.values_list("published", flat=True))
    take_away_quotes(*shown)
    emails.stop_question(experience)
    key = experience.keys.filter(opens=ExperienceKey.Opens.REACH).first()
    mark = experience.receipt_mark
    certificate = TakenBack.objects.create(
        code=new_code(),
        why=why,
        received_on=timezone.localdate(experience.received_at),
        quotes=len(shown),
        was_counted=experience.first_release is not None,
        key_fingerprint=fingerprint_of_key(bytes(key.public)) if key else "",
        receipt_fingerprint=fingerprint_of_receipt(bytes(mark)) if mark else None,
    )
    _destroy(experience.keys.all())
    audit.record(actor=by, action="experience.erased", target=target(experience))
    experience.delete()
    return certificate


@transaction.atomic
def erase_words(*, experience: Experience) -> None:
    """What she wrote goes; the facts, her quotes on the website and her six words stay."""
    _destroy(experience.keys.filter(opens=ExperienceKey.Opens.WORDS))
    SealedPart.objects.filter(experience=experience, kind__in=OF_WORDS).delete()
    Experience.objects.filter(pk=experience.pk).update(words=0, text_mark=None)


def _destroy(keys: "models.QuerySet[ExperienceKey]") -> None:
    for key in keys:
        noise = secrets.token_bytes(len(key.for_moderators))
        ExperienceKey.objects.filter(pk=key.pk).update(for_moderators=noise, for_receipt=None)
    keys.delete()


def erase_what_is_over(*, now: datetime) -> int:
    """Whoever calls it gives the transaction. Returns how many experiences or words went."""
    today = timezone.localdate(now)
    over = list(Experience.objects.filter(erase_on__lte=today))
    for experience in over:
        erase(experience=experience, why=TakenBack.Why.OVER)
    words = Experience.objects.filter(
        erase_words_on__lte=today, keys__opens=ExperienceKey.Opens.WORDS
    )
    gone = list(words)
    for experience in gone:
        if experience.state in (Experience.State.WAITING, Experience.State.ASKED):
            erase(experience=experience, why=TakenBack.Why.OVER)  # nobody decided in a year
        else:
            erase_words(experience=experience)
    return len(over) + len(gone)
