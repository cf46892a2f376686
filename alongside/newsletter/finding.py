"""Who is meant: by an address that somebody typed, or by the token in a link."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from alongside.core.installation_key import marks
from alongside.core.mail.actions import PURPOSE as MAIL_LIST
from alongside.core.mail.actions import is_suppressed
from alongside.core.mail.addresses import normalised
from alongside.core.mail.models import Suppression

from . import tokens
from .contact import mark_of, marks_of
from .models import Subscriber, Suppressed

LETTER, CONFIRM, CHANGE = "letter", "confirm", "change"
"""What a token is for (`tokens.make`)."""


def by_address(address: str) -> Subscriber | None:
    """Also one whose mark was made with an older secret key."""
    return Subscriber.objects.filter(mark__in=marks_of(address)).first()


def suppressed(address: str) -> "QuerySet[Suppressed]":
    return Suppressed.objects.filter(mark__in=marks_of(address))


def gets_no_letters(address: str) -> bool:
    """She was erased, or a founder or her mail service said so; or no private mail goes there at all."""
    return suppressed(address).exists() or is_suppressed(address)


def which_get_none(addresses: Iterable[str]) -> set[str]:
    """As `gets_no_letters`, of many at once: two queries."""
    ours, all_mail = dict[bytes, str](), dict[bytes, str]()
    for address in addresses:
        ours |= dict.fromkeys(marks_of(address), address)
        all_mail |= dict.fromkeys(marks(normalised(address), purpose=MAIL_LIST), address)
    lists = ((Suppressed, ours), (Suppression, all_mail))
    return {
        by_mark[bytes(mark)]
        for model, by_mark in lists
        for mark in model.objects.filter(mark__in=list(by_mark)).values_list("mark", flat=True)
    }


@dataclass(frozen=True)
class Letter:
    """The letter that a link stood in: whose, of which mailing (0: none), and its token."""

    subscriber: Subscriber
    mailing: int
    token: str


def by_letter(written: str) -> Letter | None:
    """None if she is gone, or if this is no token of ours."""
    subscriber, mailing = _read(written, LETTER)
    return Letter(subscriber, mailing, written) if subscriber else None


def by_confirmation(written: str) -> Subscriber | None:
    """None if she is gone, or if this is no token of ours."""
    return _read(written, CONFIRM)[0]


def by_change(written: str) -> tuple[Subscriber | None, int]:
    """Who wants another address (None as above), and the short mark of that one."""
    return _read(written, CHANGE)


def _read(written: str, purpose: str) -> tuple[Subscriber | None, int]:
    """Whose token it is, and the second number in it."""
    try:
        token = tokens.read(written, purpose=purpose)
    except tokens.NotOurs:
        return None, 0
    return Subscriber.objects.filter(pk=token.subscriber).first(), token.mailing


def short_mark(address: str) -> int:
    """32 bits of the mark: ties a link to the one address that it was sent to.

    Without it the link for an address of her own would also confirm one that she asked for later, and
    that is somebody else's.
    """
    return int.from_bytes(mark_of(address)[:4], "big")
