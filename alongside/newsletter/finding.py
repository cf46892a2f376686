"""Who is meant: by an address that somebody typed, or by the token in a link."""

from dataclasses import dataclass

from django.db.models import QuerySet

from alongside.core.mail.actions import is_suppressed

from . import tokens
from .contact import mark_of, marks_of
from .models import Subscriber, Suppressed

CONFIRM, CHANGE = "confirm", "change"
"""What a token is for, if not for the foot of a letter (`tokens.make`)."""


def by_address(address: str) -> Subscriber | None:
    """Also one whose mark was made with an older secret key."""
    return Subscriber.objects.filter(mark__in=marks_of(address)).first()


def suppressed(address: str) -> "QuerySet[Suppressed]":
    return Suppressed.objects.filter(mark__in=marks_of(address))


def gets_no_letters(address: str) -> bool:
    """She was erased, or a founder or her mail service said so; or no private mail goes there at all."""
    return suppressed(address).exists() or is_suppressed(address)


@dataclass(frozen=True)
class Letter:
    """The letter that a link stood in: whose, of which mailing (0: none), and its token."""

    subscriber: Subscriber
    mailing: int
    token: str


def by_letter(written: str) -> Letter | None:
    """None if she is gone, or if this is no token of ours."""
    try:
        token = tokens.read(written)
    except tokens.NotOurs:
        return None
    subscriber = Subscriber.objects.filter(pk=token.subscriber).first()
    return Letter(subscriber, token.mailing, written) if subscriber else None


def by_confirmation(written: str) -> Subscriber | None:
    """None if she is gone, or if this is no token of ours."""
    try:
        token = tokens.read(written, purpose=CONFIRM)
    except tokens.NotOurs:
        return None
    return Subscriber.objects.filter(pk=token.subscriber).first()


def by_change(written: str) -> tuple[Subscriber | None, int]:
    """Who wants another address (None as above), and the short mark of that one."""
    try:
        token = tokens.read(written, purpose=CHANGE)
    except tokens.NotOurs:
        return None, 0
    return Subscriber.objects.filter(pk=token.subscriber).first(), token.mailing


def short_mark(address: str) -> int:
    """32 bits of the mark: ties a link to the one address that it was sent to.

    Without it the link for an address of her own would also confirm one that she asked for later, and
    that is somebody else's.
    """
    return int.from_bytes(mark_of(address)[:4], "big")
