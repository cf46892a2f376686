"""What the house holds about one address, for a person's rights (UK GDPR articles 15 and 17).

Conversations are sealed: a founder has to open them. Addresses for “there is a reply” are not.
"""

from dataclasses import dataclass, field
from typing import Any

from alongside.accounts.models import User
from alongside.accounts.permissions import can_read_enquiries
from alongside.core import subject
from alongside.core.passphrases import WrongPassphrase

from . import actions, keys
from .emails import nudge_address
from .inbox_reading import Reading
from .models import Conversation, SealedText, ShredCertificate
from .search import all_readings, belongs_to, mentions


@dataclass(frozen=True)
class Opener:
    """A founder and the inbox that she opened."""

    founder: User
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class About:
    """Conversations that are hers, and others in which somebody wrote of her address."""

    hers: list[Reading]
    mentioned: list[Reading]


def about(address: str, inbox_secret: bytes) -> About:
    hers, mentioned = [], []
    for reading in all_readings(inbox_secret):
        if belongs_to(reading, address):
            hers.append(reading)
        elif mentions(reading, address):
            mentioned.append(reading)
    return About(hers, mentioned)


def record_of(reading: Reading) -> dict[str, Any]:
    """One conversation in words, ready for JSON. Founders' notes are about her too."""
    conversation = reading.conversation
    return {
        "conversation": conversation.pk,
        "what": conversation.get_purpose_display(),
        "received": conversation.received_at.isoformat(),
        "came": conversation.get_origin_display(),
        "state": conversation.get_state_display(),
        "erased on": conversation.erase_on.isoformat(),
        "note “there is a reply” goes to": nudge_address(conversation),
        "agreed to": conversation.consent_wording,
        "told of herself": dict(reading.details.lines()) if reading.details else {},
        "texts": [
            {
                "at": text.at.isoformat(),
                "by": WHO.get(text.kind, ""),
                "text": "cannot be opened" if text.content is None else text.content,
            }
            for text in reading.said()
        ],
    }


WHO: dict[str, str] = {
    SealedText.Kind.WORD: "the person",
    SealedText.Kind.ANSWER: "a founder",
    SealedText.Kind.NOTE: "a founder, for the founders",
}


def erase_hers(found: About, *, by: User) -> list[ShredCertificate]:
    """Erase every conversation that is hers. Where she is only mentioned, a founder has to look."""
    why = ShredCertificate.Why.ASKED
    return [actions.erase(conversation=one.conversation, why=why, by=by) for one in found.hers]


# ── For `alongside subject` ──


def register() -> None:
    subject.register(
        subject.Holder(
            room="enquiries",
            title="Conversations with the founders",
            export=_export,
            erase=_erase,
            sealed=True,
            open_with=open_with,
        )
    )
    subject.register(
        subject.Holder(
            room="enquiries-notes",
            title="Addresses for “there is a reply for you”",
            export=_export_nudges,
            erase=_erase_nudges,
        )
    )


def open_with(user_email: str, passphrase: str) -> Opener:
    """Raises subject.WrongPassphrase, also for somebody who is no founder or was not let in."""
    user = User.objects.filter(email__iexact=user_email.strip()).first()
    if user is None or not can_read_enquiries(user):
        raise subject.WrongPassphrase
    try:
        return Opener(user, keys.unlock(user=user, passphrase=passphrase))
    except (WrongPassphrase, keys.NotLetIn) as error:
        raise subject.WrongPassphrase from error


def _export(email: str, opener: Opener) -> list[dict[str, Any]]:
    actions.note_searched(by=opener.founder)
    found = about(email, opener.secret)
    for reading in (*found.hers, *found.mentioned):
        actions.note_copied(conversation=reading.conversation, by=opener.founder)
    only_mentioned = [{"only mentioned": True, **record_of(one)} for one in found.mentioned]
    return [*(record_of(one) for one in found.hers), *only_mentioned]


def _erase(email: str, opener: Opener) -> subject.Erased:
    actions.note_searched(by=opener.founder)
    found = about(email, opener.secret)
    look = "Not erased: conversation {} only mentions this address. Look at it in the inbox."
    return subject.Erased(
        [f"Certificate {one.code}" for one in erase_hers(found, by=opener.founder)],
        left=[look.format(one.conversation.pk) for one in found.mentioned],
    )


def _with_nudge_to(email: str) -> list[Conversation]:
    """Each address is locked with a nonce of its own, so all have to be opened."""
    rows = Conversation.objects.filter(keys__nudge_locked__isnull=False).select_related("keys")
    return [row for row in rows if subject.same_address(nudge_address(row), email)]


def _export_nudges(email: str, opener: None) -> list[dict[str, Any]]:
    return [
        {"conversation": row.pk, "note “there is a reply” goes to": nudge_address(row)}
        for row in _with_nudge_to(email)
    ]


def _erase_nudges(email: str, opener: None) -> subject.Erased:
    rows = _with_nudge_to(email)
    for row in rows:
        actions.forget_nudge(conversation=row)
    return subject.Erased([f"Address removed from conversation {row.pk}" for row in rows])
