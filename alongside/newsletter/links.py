"""Links with a token: for a page of ours as a path, for a mail as a whole address."""

from django.conf import settings
from django.urls import reverse

from . import tokens
from .finding import CHANGE, CONFIRM, short_mark
from .models import Subscriber


def letter_path(name: str, subscriber: Subscriber | None, *, mailing: int = 0) -> str:
    """name: letter-leave, letter-preferences and the like. Nobody: a link that opens nothing."""
    number = (subscriber.pk or 0) if subscriber else 0
    return reverse(name, args=[tokens.make(subscriber=number, mailing=mailing)])


def letter_link(name: str, subscriber: Subscriber | None) -> str:
    return _whole(letter_path(name, subscriber))


def confirm_link(subscriber: Subscriber) -> str:
    """With it she says yes."""
    return link("letter-confirm", tokens.make(subscriber=subscriber.pk or 0, purpose=CONFIRM))


def change_link(subscriber: Subscriber, address: str) -> str:
    """With it she says yes at her new address."""
    mark = short_mark(address)
    token = tokens.make(subscriber=subscriber.pk, mailing=mark, purpose=CHANGE)
    return link("letter-new-address", token)


def link(name: str, *arguments: str) -> str:
    return _whole(reverse(name, args=arguments))


def _whole(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
