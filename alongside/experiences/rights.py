"""What the house holds of experiences about one address (UK GDPR articles 15 and 17).

Who left no address cannot be found by one: she has her six words. What is sealed a founder has to open.
"""

from collections.abc import Iterator
from typing import Any

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.core import organisation_key, sealing, subject

from . import actions
from .in_words import facts_in_words
from .keys import current_key
from .models import Experience, SealedPart, TakenBack
from .opening import Opened, open_with_moderation_key

Opener = tuple[User, bytes]
"""A founder, and the moderation key that she opened."""


REACH = (SealedPart.Kind.CONTACT, SealedPart.Kind.WISH)


def register() -> None:
    subject.register(
        subject.Holder(
            room="experiences",
            title="What people told us",
            export=_export,
            erase=_erase,
            sealed=True,
            open_with=_open_with,
        )
    )


def _open_with(founder_email: str, passphrase: str) -> Opener:
    """Raises subject.WrongPassphrase."""
    secret = organisation_key.keeper().open_with(founder_email, passphrase)
    founder, key = User.objects.get(email__iexact=founder_email.strip()), current_key()
    return founder, sealing.open_key(bytes(key.for_founders), secret) if key else b""


def _hers(email: str, opener: Opener) -> Iterator[Opened]:
    """Each that has this address, to write back to or as the person to ask."""
    founder, secret = opener
    audit.record(actor=founder, action="experience.searched")
    sealed = Experience.objects.filter(parts__kind__in=REACH).distinct().order_by("pk")
    for experience in sealed.prefetch_related("keys", "parts").iterator(chunk_size=200):
        try:
            opened = open_with_moderation_key(experience, secret)
        except sealing.CannotOpen:
            continue
        reach = (opened.contact().email, opened.ask_this_person().reach)
        if any(one and subject.same_address(one, email) for one in reach):
            yield opened


def _export(email: str, opener: Opener) -> list[dict[str, Any]]:
    return [_record(opened) for opened in _hers(email, opener)]


def _record(opened: Opened) -> dict[str, Any]:
    """One experience in words, ready for JSON."""
    experience, contact, ask = opened.experience, opened.contact(), opened.ask_this_person()
    return {
        "experience": experience.pk,
        "received": experience.received_at.isoformat(),
        "state": experience.get_state_display(),
        "agreed": {
            "wording": experience.consent_wording,
            "count me": experience.count_me,
            "quote me": experience.quote_me,
            "write back": experience.write_back,
        },
        "facts": dict(facts_in_words(experience)),
        "own words": opened.story().hers(),
        "asked and answered": [
            part.content for part in opened.parts() if part.row.kind in ("question", "answer")
        ],
        "reached at": [contact.name, contact.email],
        "after death": [experience.get_wish_display(), ask.name, ask.reach],
        "shown on the website": [quote.words for quote in opened.quotes_shown()],
        "erased on": experience.erase_on.isoformat(),
    }


def _erase(email: str, opener: Opener) -> subject.Erased:
    """Hers are erased. Where the address is only that of the person to ask, a founder has to look."""
    gone, left = [], []
    for opened in list(_hers(email, opener)):
        if subject.same_address(opened.contact().email, email):
            why = TakenBack.Why.ASKED
            certificate = actions.erase(experience=opened.experience, why=why, by=opener[0])
            gone.append(f"Certificate {certificate.code}")
        else:
            left.append(f"Experience {opened.experience.pk} names this address as whom to ask.")
    return subject.Erased(gone, left)
