"""The two ways into a conversation: with the inbox key, or with the receipt."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from alongside.core import certificates, receipts, sealing

from .models import Conversation, ConversationKey, SealedText, ShredCertificate, inbox_settings
from .words import Details, Text, open_text, read_details


class NoSuchConversation(receipts.NothingOpens):
    """No conversation has this receipt."""


@dataclass(frozen=True)
class Opened:
    """A conversation with its secret half, from either side."""

    conversation: Conversation
    secret: bytes = field(repr=False)
    receipt: str = field(default="", repr=False)

    def texts(self) -> list[Text]:
        """Everything that was written, oldest first. Raises sealing.CannotOpen."""
        rows = self.conversation.texts.all()
        return [open_text(row, conversation=self.conversation, secret=self.secret) for row in rows]

    def details(self) -> Details:
        """The newest details. Raises sealing.CannotOpen."""
        rows = [r for r in self.conversation.texts.all() if r.kind == SealedText.Kind.DETAILS]
        if not rows:
            return Details()
        row = max(rows, key=lambda row: row.number)
        opened = open_text(row, conversation=self.conversation, secret=self.secret)
        return read_details(opened.content)


def open_with_inbox_key(conversation: Conversation, inbox_secret: bytes) -> Opened:
    """From the founders' side. Raises sealing.CannotOpen."""
    sealed = conversation.keys.for_founders
    return Opened(conversation, sealing.open_key(bytes(sealed), inbox_secret))


def with_details() -> "Prefetch[str]":
    """For `prefetch_related`: only the rows that a list of conversations needs."""
    return Prefetch("texts", SealedText.objects.filter(kind=SealedText.Kind.DETAILS))


def open_with_receipt(typed: str) -> Opened:
    """From the enquirer's side, as she typed it.

    Raises receipts.NotAReceipt, or NoSuchConversation.
    """
    salt = bytes(inbox_settings().receipt_salt)
    erased = None
    for receipt in receipts.read(typed):
        keys = receipts.keys_of(receipt, salt=salt)
        row = (
            ConversationKey.objects.select_related("conversation")
            .filter(receipt_mark=keys.mark)
            .first()
        )
        if row is not None and row.for_receipt is not None:
            try:
                secret = sealing.unlock(bytes(row.for_receipt), keys.key)
            except sealing.CannotOpen:
                continue
            return Opened(row.conversation, secret, receipt)
        fingerprint = fingerprint_of_receipt(keys.mark)
        erased = erased or ShredCertificate.objects.filter(receipt_fingerprint=fingerprint).first()
    raise NoSuchConversation(erased)


def fingerprint_of_receipt(mark: bytes) -> bytes:
    """What a certificate keeps, so that a receipt still finds the news that all was erased."""
    return certificates.fingerprint_of_receipt(mark, room=b"erased")
