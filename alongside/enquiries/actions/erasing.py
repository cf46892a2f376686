"""The end of a conversation: keys first, then rows; a certificate stays."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.core.certificates import fingerprint_of_key, new_code
from alongside.enquiries.emails import stop_nudges
from alongside.enquiries.journal import empty_the_journal
from alongside.enquiries.models import Conversation, ConversationKey, SealedText, ShredCertificate
from alongside.enquiries.opening import fingerprint_of_receipt

from .conversation import locked, target

AFTER_THE_WARNING = timedelta(days=14)
AT_THE_LATEST = timedelta(days=30)


@transaction.atomic
def erase(*, conversation: Conversation, why: str, by: User | None = None) -> ShredCertificate:
    """Destroy the keys, then the rows, and leave a certificate without content.

    In a backup, which holds no keys of conversations, only noise is left.
    """
    conversation = locked(conversation)
    keys = getattr(conversation, "keys", None)  # none in an old backup: erased long ago
    mark = keys.receipt_mark if keys else None
    certificate = ShredCertificate.objects.create(
        code=new_code(),
        purpose=conversation.purpose,
        why=why,
        received_on=timezone.localdate(conversation.received_at),
        texts=conversation.texts.exclude(kind=SealedText.Kind.DETAILS).count(),
        key_fingerprint=fingerprint_of_key(keys.public) if keys else "",
        receipt_fingerprint=fingerprint_of_receipt(mark) if mark else None,
    )
    if keys:
        noise = secrets.token_bytes(len(keys.for_founders))
        ConversationKey.objects.filter(pk=keys.pk).update(
            for_founders=noise, for_receipt=None, nudge_locked=None
        )
    audit.record(actor=by, action="conversation.erased", target=target(conversation))
    stop_nudges(conversation)
    conversation.delete()
    transaction.on_commit(empty_the_journal)
    return certificate


def erased_on(conversation: Conversation, *, warned_on: date) -> date:
    """Its day; but two weeks after the warning, and never more than 30 days after its day."""
    latest = conversation.erase_on + AT_THE_LATEST
    return min(max(conversation.erase_on, warned_on + AFTER_THE_WARNING), latest)


def erase_what_is_over(*, now: datetime) -> int:
    """Erase every conversation whose day has come (`erased_on`). Returns how many.

    Whoever calls it gives the transaction. What nobody was warned of waits for `warn_before_erasing`,
    for 30 days at the most: only a machine that was off for so long erases without a warning.
    """
    today = timezone.localdate(now)
    warned = Q(erase_on__lte=today, warned_at__date__lte=today - AFTER_THE_WARNING)
    over = Conversation.objects.filter(warned | Q(erase_on__lte=today - AT_THE_LATEST))
    for conversation in over:
        erase(conversation=conversation, why=ShredCertificate.Why.OVER)
    return len(over)
