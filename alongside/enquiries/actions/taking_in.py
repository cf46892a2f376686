"""Somebody writes: an enquiry, a complaint, news of a death, a call that a founder writes down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.core import receipts, sealing
from alongside.core.mail.actions import stop_mail_to
from alongside.core.receipts import SHOWN_AGAIN_FOR, SentBefore
from alongside.enquiries.emails import acknowledge_complaint, tell_founders
from alongside.enquiries.keys import hold_live_key
from alongside.enquiries.models import (
    Conversation,
    ConversationKey,
    InboxKey,
    SealedText,
    ShredCertificate,
    inbox_settings,
)
from alongside.enquiries.opening import fingerprint_of_receipt
from alongside.enquiries.words import Details, write_details

from .conversation import add, days_to_answer, erase_date, lock_nudge, target, waits


class NotOpenYet(Exception):
    """The founders have no inbox key yet (or no recovery sheets): nothing can be taken in."""


class ErasedMeanwhile(Exception):
    """This sending was received, and then erased. It must not come back by a reload."""

    def __init__(self, certificate: ShredCertificate) -> None:
        super().__init__()
        self.certificate = certificate


@dataclass(frozen=True)
class Received:
    """What the thank-you page says. `receipt` is shown now and never again."""

    conversation: Conversation
    receipt: str
    again: bool  # the same sending was received before

    def __repr__(self) -> str:
        return f"Received({self.conversation.pk})"


def receive(
    *,
    submission_id: bytes,
    details: Details,
    message: str,
    consent_wording: str,
    nudge_to: str = "",
    purpose: str = Conversation.Purpose.ENQUIRY,
    now: datetime | None = None,
) -> Received:
    """Take in what somebody wrote. The same sending twice makes one conversation and one receipt.

    If it comes again with other words (she went back and changed them), the new words are added.
    Raises NotOpenYet, ErasedMeanwhile, SentBefore.
    """
    sending = partial(
        _receive,
        submission_id=submission_id,
        details=details,
        message=message,
        consent_wording=consent_wording,
        nudge_to=nudge_to,
        purpose=purpose,
        now=now or timezone.now(),
    )
    try:
        return sending()
    except IntegrityError:  # PostgreSQL: pressed twice at the same moment, and the other was first
        return sending()


@transaction.atomic
def _receive(
    *,
    submission_id: bytes,
    details: Details,
    message: str,
    consent_wording: str,
    nudge_to: str,
    purpose: str,
    now: datetime,
) -> Received:
    salt = bytes(inbox_settings().receipt_salt)
    receipt = receipts.receipt_for(submission_id, salt=salt)
    mark = receipts.submission_mark(submission_id, salt=salt)
    before = Conversation.objects.filter(submission_mark=mark).select_related("keys").first()
    if before is not None and now - before.received_at > SHOWN_AGAIN_FOR:
        raise SentBefore(before.received_at)
    agreed = {
        "consent_wording": consent_wording,
        "consented_at": now if consent_wording else None,
    }
    nudge_locked = lock_nudge(nudge_to)
    if before is None:
        conversation = _begin(
            purpose=purpose, mark=mark, now=now, receipt=receipts.keys_of(receipt, salt=salt),
            agreed=agreed, nudge_locked=nudge_locked,
        )  # fmt: skip
    else:
        conversation = before
    told = write_details(details)
    is_other = add(
        conversation, SealedText.Kind.DETAILS, told,
        now=now, submission_id=submission_id, beside=nudge_to,
    )  # fmt: skip
    is_new = add(conversation, SealedText.Kind.WORD, message, now=now, submission_id=submission_id)
    if before is not None and (is_other or is_new):
        # A reload or a restored tab agrees to nothing anew, and brings no address back.
        Conversation.objects.filter(pk=before.pk).update(**agreed)
        if is_other:
            ConversationKey.objects.filter(pk=before.pk).update(nudge_locked=nudge_locked)
        conversation.refresh_from_db()
    if is_new:
        if before is not None:
            waits(conversation, now)
        tell_founders("something_waits", now=now)
    return Received(conversation, receipt, again=before is not None)


def was_received(submission_id: bytes) -> bool:
    """Whether this sending came before: pressing again counts against no limit."""
    mark = receipts.submission_mark(submission_id, salt=bytes(inbox_settings().receipt_salt))
    return Conversation.objects.filter(submission_mark=mark).exists()


def _refuse_what_was_erased(receipt_mark: bytes) -> None:
    fingerprint = fingerprint_of_receipt(receipt_mark)
    erased = ShredCertificate.objects.filter(receipt_fingerprint=fingerprint).first()
    if erased is not None:
        raise ErasedMeanwhile(erased)


def _live_key() -> InboxKey:
    key = hold_live_key()
    if key is None:
        raise NotOpenYet
    return key


def _begin(
    *,
    purpose: str,
    mark: bytes,
    now: datetime,
    receipt: receipts.ReceiptKeys,
    agreed: dict[str, Any],
    nudge_locked: bytes | None,
) -> Conversation:
    key = _live_key()
    _refuse_what_was_erased(receipt.mark)
    today = timezone.localdate(now)
    conversation = Conversation.objects.create(
        purpose=purpose,
        received_at=now,
        last_word_at=now,
        waiting_since=now,
        unread_since=now,
        answer_by=today + timedelta(days=days_to_answer(purpose, today)),
        erase_on=erase_date(today),
        submission_mark=mark,
        **agreed,
    )
    pair = sealing.make_pair()
    ConversationKey.objects.create(
        conversation=conversation,
        public=pair.public,
        inbox_key=key,
        for_founders=sealing.seal_key(pair.secret, bytes(key.public)),
        for_receipt=sealing.lock(pair.secret, receipt.key),
        receipt_mark=receipt.mark,
        nudge_locked=nudge_locked,
    )
    return conversation


@transaction.atomic
def complain(
    *, submission_id: bytes, details: Details, message: str, now: datetime | None = None
) -> Received:
    """A complaint about data: sealed, with 30 days to answer, acknowledged at once.

    It needs no consent: the law obliges us to take it in. Raises NotOpenYet, ErasedMeanwhile.
    """
    now = now or timezone.now()
    received = receive(
        submission_id=submission_id,
        details=details,
        message=message,
        consent_wording="",
        purpose=Conversation.Purpose.COMPLAINT,
        now=now,
    )
    if details.email and not received.again:
        acknowledge_complaint(received.conversation, to=details.email, now=now)
    return received


@transaction.atomic
def tell_of_a_death(
    *, submission_id: bytes, details: Details, message: str, consent_wording: str
) -> Received | None:
    """A relative tells us once. Mail to `details.died_emails` stops now; founders close what else is.

    No proof is asked, and nothing here says whether we knew the address. It can be undone: founders
    lift the stop (`core.mail.actions.lift_suppression`), and reminders that she asked for go on.
    None while founders cannot take anything in: mail is stopped all the same. Raises ErasedMeanwhile.
    """
    for address in details.died_emails:
        stop_mail_to(address, "bereavement")
    try:
        return receive(
            submission_id=submission_id,
            details=details,
            message=message,
            consent_wording=consent_wording,
            purpose=Conversation.Purpose.BEREAVEMENT,
        )
    except NotOpenYet:
        return None


@transaction.atomic
def write_down(
    *,
    by: User,
    origin: str,
    details: Details,
    message: str,
    consent_wording: str,
    submission_id: bytes,
) -> Received:
    """A founder writes down an enquiry by telephone or on paper: kept and erased like any other.

    It has a receipt too, which she may read out. Raises NotOpenYet.
    """
    now = timezone.now()
    received = receive(
        submission_id=submission_id,
        details=details,
        message=message,
        consent_wording=consent_wording,
        now=now,
    )
    if received.again:  # pressed twice
        return received
    conversation = received.conversation
    conversation.origin, conversation.unread_since = origin, None
    conversation.first_opened_at, conversation.taken_by = now, by
    conversation.save()
    audit.record(actor=by, action="conversation.written_down", target=target(conversation))
    return received
