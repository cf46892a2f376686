"""Who is meant by an address that somebody typed."""

from django.db.models import QuerySet

from alongside.core.mail.actions import is_suppressed

from .contact import marks_of
from .models import Subscriber, Suppressed


def by_address(address: str) -> Subscriber | None:
    """Also one whose mark was made with an older secret key."""
    return Subscriber.objects.filter(mark__in=marks_of(address)).first()


def suppressed(address: str) -> "QuerySet[Suppressed]":
    return Suppressed.objects.filter(mark__in=marks_of(address))


def gets_no_letters(address: str) -> bool:
    """She was erased, or a founder or her mail service said so; or no private mail goes there at all."""
    return suppressed(address).exists() or is_suppressed(address)
