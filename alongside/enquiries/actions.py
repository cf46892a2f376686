"""What happens to conversations. Everything here is one transaction; nothing here can read what is sealed."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.core import installation_key, receipts, sealing
from alongside.core.freshness import add_months
from alongside.core.mail.actions import lift_suppression, stop_mail_to

from .emails import NUDGE_PURPOSE, acknowledge_complaint, nudge, stop_nudges, tell_founders
from .keys import hold_live_key
from .models import (
    Conversation,
    ConversationKey,
    InboxKey,
    InboxSettings,
    SealedText,
    ShredCertificate,
    inbox_settings,
    text_numbers,
)
from .opening import Opened, fingerprint_of_receipt
from .words import Details, seal_text, write_details

DAYS_FOR_A_COMPLAINT = 30  # Data (Use and Access) Act 2025 s103: acknowledge within 30 days
DAYS_FOR_A_DEATH = 3
OPENED = "conversation.opened"
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class NotOpenYet(Exception):
    """The founders have no inbox key yet (or no recovery sheets): nothing can be taken in."""


class ErasedMeanwhile(Exception):
    """This sending was received, and then erased. It must not come back by a reload."""

    def __init__(self, certificate: ShredCertificate) -> None:
        super().__init__()
        self.certificate = certificate


class SomethingNew(Exception):
    """While a founder wrote, somebody else said something in the conversation: `texts`, sealed."""

    def __init__(self, texts: list[SealedText]) -> None:
        super().__init__()
        self.texts = texts


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
    Raises NotOpenYet, ErasedMeanwhile.
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
    mark = _submission_mark(submission_id, salt)
    before = Conversation.objects.filter(submission_mark=mark).select_related("keys").first()
    if before is None:
        key = _live_key()
        keys = receipts.keys_of(receipt, salt=salt)
        _refuse_what_was_erased(keys.mark)
        conversation = _begin(
            key=key, purpose=purpose, mark=mark, now=now, receipt=keys,
            origin=Conversation.Origin.FORM,
        )  # fmt: skip
    else:
        conversation = before
    conversation.consent_wording = consent_wording
    conversation.consented_at = now if consent_wording else None
    conversation.nudge_locked = _lock_nudge(nudge_to)
    conversation.save(update_fields=["consent_wording", "consented_at", "nudge_locked"])
    told = write_details(details)
    _add(conversation, SealedText.Kind.DETAILS, told, now=now, submission_id=submission_id)
    if _add(conversation, SealedText.Kind.WORD, message, now=now, submission_id=submission_id):
        _waits(conversation, now)
        tell_founders("something_waits", now=now)
    return Received(conversation, receipt, again=before is not None)


def was_received(submission_id: bytes) -> bool:
    """Whether this sending came before: pressing again counts against no limit."""
    mark = _submission_mark(submission_id, bytes(inbox_settings().receipt_salt))
    return Conversation.objects.filter(submission_mark=mark).exists()


def _submission_mark(submission_id: bytes, salt: bytes) -> bytes:
    return hashlib.blake2b(submission_id, key=salt, person=b"submission").digest()[:32]


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
    key: InboxKey,
    purpose: str,
    origin: str,
    now: datetime,
    mark: bytes | None = None,
    receipt: receipts.ReceiptKeys | None = None,
) -> Conversation:
    today = timezone.localdate(now)
    conversation = Conversation.objects.create(
        purpose=purpose,
        origin=origin,
        received_at=now,
        last_word_at=now,
        waiting_since=now,
        unread_since=now,
        answer_by=today + timedelta(days=_days_to_answer(purpose, today)),
        erase_on=erase_date(today),
        submission_mark=mark,
    )
    pair = sealing.make_pair()
    ConversationKey.objects.create(
        conversation=conversation,
        public=pair.public,
        inbox_key=key,
        for_founders=sealing.seal_key(pair.secret, bytes(key.public)),
        for_receipt=sealing.lock(pair.secret, receipt.key) if receipt else None,
        receipt_mark=receipt.mark if receipt else None,
    )
    return conversation


def _days_to_answer(purpose: str, today: date) -> int:
    if purpose == Conversation.Purpose.COMPLAINT:
        return DAYS_FOR_A_COMPLAINT
    if purpose == Conversation.Purpose.BEREAVEMENT:
        return DAYS_FOR_A_DEATH
    return inbox_settings().days_to_answer(today)


def erase_date(last_word_on: date) -> date:
    """12 months after the last word."""
    return add_months(last_word_on, Conversation.MONTHS_KEPT)


def _lock_nudge(address: str) -> bytes | None:
    return installation_key.lock(address, purpose=NUDGE_PURPOSE) if address else None


def _add(
    conversation: Conversation,
    kind: str,
    content: str,
    *,
    now: datetime,
    by: User | None = None,
    submission_id: bytes | None = None,
) -> bool:
    """Seal and keep one text. False if exactly this came before from the same sending."""
    mark = None
    if submission_id is not None:
        # Keyed with what only her page holds: nobody here can try out what she may have written.
        data = f"{conversation.uid} {kind} {content}".encode()
        mark = hashlib.blake2b(data, key=submission_id, digest_size=32).digest()
        if SealedText.objects.filter(submission_mark=mark).exists():
            return False
    Conversation.objects.select_for_update().get(pk=conversation.pk)  # one number at a time
    number = text_numbers(conversation)
    public = bytes(conversation.keys.public)
    SealedText.objects.create(
        conversation=conversation, number=number, kind=kind, by=by, at=now, submission_mark=mark,
        sealed=seal_text(content, conversation=conversation, number=number, kind=kind, public=public),
    )  # fmt: skip
    return True


def _waits(conversation: Conversation, now: datetime) -> None:
    """The enquirer spoke last."""
    today = timezone.localdate(now)
    conversation.state = Conversation.State.WAITING
    conversation.last_word_at = now
    conversation.waiting_since = conversation.waiting_since or now
    conversation.unread_since = conversation.unread_since or now
    if conversation.first_answered_at:  # a new question: a new promise
        days = _days_to_answer(conversation.purpose, today)
        conversation.answer_by = max(conversation.answer_by, today + timedelta(days=days))
    _keep_longer(conversation, today)
    conversation.save()


def _keep_longer(conversation: Conversation, today: date) -> None:
    conversation.erase_on = max(conversation.erase_on, erase_date(today))
    conversation.warned_at = None


# ── The two other doors ──


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


# ── What the enquirer does with her receipt ──


@transaction.atomic
def write_more(*, opened: Opened, message: str, submission_id: bytes) -> None:
    """She adds something. The same sending twice adds it once."""
    now = timezone.now()
    conversation = _locked(opened.conversation)
    if _add(conversation, SealedText.Kind.WORD, message, now=now, submission_id=submission_id):
        _waits(conversation, now)
        tell_founders("something_waits", now=now)


@transaction.atomic
def correct_details(
    *, opened: Opened, nudge_to: str = "", submission_id: bytes | None = None, **changed: str
) -> None:
    """She corrects how to reach her: name, answer_by, email, phone, good_times; and the nudge.

    The same sending twice is kept once.
    """
    conversation = _locked(opened.conversation)
    told = write_details(replace(_details_of(opened), **changed))  # type: ignore[arg-type]
    _add(
        conversation, SealedText.Kind.DETAILS, told,
        now=timezone.now(), submission_id=submission_id,
    )  # fmt: skip
    stop_nudges(conversation)  # what waits would go to the old address
    conversation.nudge_locked = _lock_nudge(nudge_to)
    conversation.save(update_fields=["nudge_locked"])


def _details_of(opened: Opened) -> Details:
    try:
        return opened.details()
    except sealing.CannotOpen:  # somebody tampered: what she says now is what counts
        return Details()


@transaction.atomic
def keep_for_another_year(*, conversation: Conversation, seen: date | None = None) -> date:
    """She wants it kept. Returns the new date: a year later, two years from today at the most.

    `seen`: the date on her screen. If it is another one by now (she pressed twice), nothing changes.
    """
    conversation = _locked(conversation)
    if seen is not None and seen != conversation.erase_on:
        return conversation.erase_on
    most = add_months(timezone.localdate(), 2 * Conversation.MONTHS_KEPT)
    conversation.erase_on = min(add_months(conversation.erase_on, 12), most)
    conversation.warned_at = None
    conversation.save(update_fields=["erase_on", "warned_at"])
    return conversation.erase_on


def _locked(conversation: Conversation) -> Conversation:
    # PostgreSQL locks no row of an outer join: this one alone.
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("keys")
    return rows.get(pk=conversation.pk)


# ── What a founder does ──


@transaction.atomic
def mark_opened(*, conversation: Conversation, by: User) -> None:
    """A founder has it on her screen: the silence is over. Audited by number."""
    now = timezone.now()
    Conversation.objects.filter(pk=conversation.pk).update(
        unread_since=None,
        first_opened_at=models.functions.Coalesce("first_opened_at", now),
    )
    audit.record(actor=by, action=OPENED, target=_target(conversation))


@transaction.atomic
def answer(
    *,
    conversation: Conversation,
    by: User,
    message: str,
    submission_id: bytes | None = None,
    seen: int | None = None,
) -> bool:
    """A founder answers. Nothing has to be unlocked: sealing needs the public half only.

    `seen`: number of the last text that was on her screen. Returns whether a note goes to her by
    e-mail that there is a reply. Raises SomethingNew if others have said something since.
    """
    now = timezone.now()
    conversation = _locked(conversation)
    if seen is not None and (newer := _said_since(conversation, seen, by)):
        raise SomethingNew(newer)
    if not _add(
        conversation, SealedText.Kind.ANSWER, message, now=now, by=by, submission_id=submission_id
    ):
        return False
    _is_answered(conversation, now)
    audit.record(actor=by, action="conversation.answered", target=_target(conversation))
    return nudge(conversation, template="a_reply_for_you", now=now)


def _said_since(conversation: Conversation, seen: int, by: User) -> list[SealedText]:
    said = (SealedText.Kind.WORD, SealedText.Kind.ANSWER)
    texts = conversation.texts.filter(number__gt=seen, kind__in=said).exclude(by=by)
    return list(texts.select_related("by"))


def _is_answered(conversation: Conversation, now: datetime) -> None:
    conversation.state = Conversation.State.ANSWERED
    conversation.last_word_at = now
    conversation.waiting_since = conversation.unread_since = None
    conversation.first_answered_at = conversation.first_answered_at or now
    _keep_longer(conversation, timezone.localdate(now))
    conversation.save()


@transaction.atomic
def note(
    *,
    conversation: Conversation,
    by: User,
    message: str,
    answered: bool = False,
    submission_id: bytes | None = None,
) -> None:
    """A note for the founders, sealed too. `answered`: she was rung or written to in another way."""
    now = timezone.now()
    conversation = _locked(conversation)
    if not _add(
        conversation, SealedText.Kind.NOTE, message, now=now, by=by, submission_id=submission_id
    ):
        return
    if answered:
        _is_answered(conversation, now)
    action = "conversation.answered_elsewhere" if answered else "conversation.noted"
    audit.record(actor=by, action=action, target=_target(conversation))


@transaction.atomic
def hand_to(*, conversation: Conversation, by: User, to: User | None) -> None:
    """Say who looks after it; None gives it back to all."""
    Conversation.objects.filter(pk=conversation.pk).update(taken_by=to)
    audit.record(actor=by, action="conversation.handed", target=_target(conversation))


@transaction.atomic
def follow_up(*, conversation: Conversation, by: User, on: date | None) -> None:
    """Look at it again on that day; None: no more."""
    Conversation.objects.filter(pk=conversation.pk).update(follow_up_on=on)
    audit.record(actor=by, action="conversation.follow_up", target=_target(conversation))


@transaction.atomic
def close(*, conversation: Conversation, by: User) -> None:
    """Nothing more to do. It stays readable until it is erased, and a new word opens it again."""
    Conversation.objects.filter(pk=conversation.pk).update(
        state=Conversation.State.CLOSED, waiting_since=None, unread_since=None, follow_up_on=None
    )
    audit.record(actor=by, action="conversation.closed", target=_target(conversation))


@transaction.atomic
def reopen(*, conversation: Conversation, by: User) -> None:
    """Undo `close`: it waits again, since now."""
    Conversation.objects.filter(pk=conversation.pk).update(
        state=Conversation.State.WAITING, waiting_since=timezone.now()
    )
    audit.record(actor=by, action="conversation.reopened", target=_target(conversation))


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
    audit.record(actor=by, action="conversation.written_down", target=_target(conversation))
    return received


@transaction.atomic
def change_settings(*, settings: InboxSettings, by: User) -> None:
    """How fast answers come, the backup contact, the first sentences. Nothing is refused meanwhile."""
    settings.full_clean()
    settings.save()
    audit.record(actor=by, action="inbox.settings_changed")


@transaction.atomic
def let_mail_go_again(*, address: str, conversation: Conversation, by: User) -> bool:
    """“Somebody has died” was a mistake: mail may go to this address again. False if it might."""
    lifted = lift_suppression(address)
    if lifted:
        audit.record(actor=by, action="conversation.mail_lifted", target=_target(conversation))
    return lifted


@transaction.atomic
def forget_nudge(*, conversation: Conversation, by: User | None = None) -> None:
    """No more “there is a reply for you”: its address is erased."""
    Conversation.objects.filter(pk=conversation.pk).update(nudge_locked=None)
    audit.record(actor=by, action="conversation.nudge_forgotten", target=_target(conversation))


@transaction.atomic
def note_copied(*, conversation: Conversation, by: User) -> None:
    """Somebody asked what we hold about her, and this conversation is in the copy."""
    audit.record(actor=by, action="conversation.copied", target=_target(conversation))


def _target(conversation: Conversation) -> str:
    return f"conversation:{conversation.pk}"


# ── The end ──


@transaction.atomic
def erase(*, conversation: Conversation, why: str, by: User | None = None) -> ShredCertificate:
    """Destroy the keys, then the rows, and leave a certificate without content.

    In a backup, which holds no keys of conversations, only noise is left.
    """
    conversation = _locked(conversation)
    keys = getattr(conversation, "keys", None)  # none in an old backup: erased long ago
    mark = keys.receipt_mark if keys else None
    certificate = ShredCertificate.objects.create(
        code=_code(),
        purpose=conversation.purpose,
        why=why,
        received_on=timezone.localdate(conversation.received_at),
        texts=conversation.texts.exclude(kind=SealedText.Kind.DETAILS).count(),
        key_fingerprint=_fingerprint(keys.public) if keys else "",
        receipt_fingerprint=fingerprint_of_receipt(mark) if mark else None,
    )
    if keys:
        noise = secrets.token_bytes(len(keys.for_founders))
        ConversationKey.objects.filter(pk=keys.pk).update(for_founders=noise, for_receipt=None)
    audit.record(actor=by, action="conversation.erased", target=_target(conversation))
    stop_nudges(conversation)
    conversation.delete()
    transaction.on_commit(empty_the_journal)
    return certificate


def _fingerprint(public: bytes) -> str:
    return hashlib.blake2b(bytes(public), digest_size=32).hexdigest()


def _code() -> str:
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def empty_the_journal() -> None:
    """SQLite: what was overwritten still stands in the write-ahead log until it is emptied."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def erase_what_is_over(*, now: datetime) -> int:
    """Erase every conversation whose date has come, each in a transaction of its own."""
    over = Conversation.objects.filter(erase_on__lte=timezone.localdate(now))
    for conversation in over:
        erase(conversation=conversation, why=ShredCertificate.Why.OVER)
    return len(over)
