"""The two ways into an experience: with the moderation key, or with the six words."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from alongside.core import certificates, receipts, sealing
from alongside.signs.releases import PublishedQuote

from .models import Experience, ExperienceKey, SealedPart, TakenBack, experience_settings
from .told import AskThisPerson, Contact, Secrets, Story, open_part, read


class NoSuchExperience(receipts.NothingOpens):
    """No experience has these six words."""


@dataclass(frozen=True)
class Part:
    """One opened part. `content` is None if it cannot be opened."""

    row: SealedPart
    content: str | None = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """An experience with its secret halves, from either side."""

    experience: Experience
    secrets: Secrets = field(repr=False)
    receipt: str = field(default="", repr=False)

    def parts(self) -> list[Part]:
        """Everything that is left, oldest first."""
        return [Part(row, self._content(row)) for row in self.experience.parts.all()]

    def story(self) -> Story:
        return self._newest(SealedPart.Kind.STORY, Story)

    def contact(self) -> Contact:
        return self._newest(SealedPart.Kind.CONTACT, Contact)

    def ask_this_person(self) -> AskThisPerson:
        return self._newest(SealedPart.Kind.WISH, AskThisPerson)

    def quotes_shown(self) -> list[PublishedQuote]:
        """What stands on the website, in the order of publishing."""
        shown = self.experience.quotes.order_by("at", "pk").values_list("published", flat=True)
        found = PublishedQuote.objects.in_bulk(list(shown))
        return [found[uid] for uid in shown if uid in found]

    def words_shown(self, published: uuid.UUID) -> str | None:
        """One quote of hers, as it stands on the website; None if it is not hers or not there."""
        return next((one.words for one in self.quotes_shown() if one.uid == published), None)

    def _newest(self, kind: str, shape: Any) -> Any:
        """The newest of this kind that can be opened; empty if there is none."""
        for part in reversed(self.parts()):
            if part.row.kind == kind and part.content is not None:
                return read(shape, part.content)
        return shape()

    def _content(self, row: SealedPart) -> str | None:
        try:
            return open_part(row, experience=self.experience, secrets=self.secrets)
        except sealing.CannotOpen:
            return None


def open_with_moderation_key(experience: Experience, secret: bytes) -> Opened:
    """From the moderators' side. Raises sealing.CannotOpen."""
    return Opened(experience, _secrets(experience, lambda key: open_for_moderators(key, secret)))


def open_for_moderators(key: ExperienceKey, moderation_secret: bytes) -> bytes:
    return sealing.open_key(bytes(key.for_moderators), moderation_secret)


def open_with_receipt(typed: str) -> Opened:
    """From the contributor's side, as she typed it.

    Raises receipts.NotAReceipt, or NoSuchExperience.
    """
    salt = bytes(experience_settings().receipt_salt)
    erased = None
    for receipt in receipts.read(typed):
        keys = receipts.keys_of(receipt, salt=salt)
        experience = Experience.objects.filter(receipt_mark=keys.mark).first()
        if experience is not None:
            try:
                return open_with_receipt_key(experience, keys.key, receipt)
            except sealing.CannotOpen:
                continue
        fingerprint = fingerprint_of_receipt(keys.mark)
        erased = erased or TakenBack.objects.filter(receipt_fingerprint=fingerprint).first()
    raise NoSuchExperience(erased)


def open_with_receipt_key(experience: Experience, key: bytes, receipt: str) -> Opened:
    """The same, once the key of her six words is known. Raises sealing.CannotOpen."""
    return Opened(experience, _secrets(experience, _with_words(key)), receipt)


def _with_words(key: bytes) -> Callable[[ExperienceKey], bytes]:
    return lambda row: sealing.unlock(bytes(row.for_receipt or b""), key)


def _secrets(experience: Experience, opening: Callable[[ExperienceKey], bytes]) -> Secrets:
    """Raises sealing.CannotOpen."""
    opened = {row.opens: opening(row) for row in experience.keys.all()}
    if ExperienceKey.Opens.REACH not in opened:
        raise sealing.CannotOpen
    return Secrets(
        reach=opened[ExperienceKey.Opens.REACH], words=opened.get(ExperienceKey.Opens.WORDS)
    )


def fingerprint_of_receipt(mark: bytes) -> bytes:
    """What a certificate keeps, so that six words still find the news that all was erased."""
    return certificates.fingerprint_of_receipt(mark, room=b"taken back")
