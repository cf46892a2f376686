"""What a founder does with a conversation, short of erasing it."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.core.mail.actions import lift_suppression
from alongside.enquiries.emails import nudge
from alongside.enquiries.models import Conversation, ConversationKey, InboxSettings, SealedText

from .conversation import add, answer_by, is_answered, locked, target

OPENED = "conversation.opened"


class SomethingNew(Exception):
    """While a founder wrote, somebody else said something in the conversation: `texts`, sealed."""

    def __init__(self, texts: list[SealedText]) -> None:
        super().__init__()
        self.texts = texts


@transaction.atomic
def mark_opened(*, conversation: Conversation, by: User) -> None:
    """A founder has it on her screen: the silence is over. Audited by number."""
    now = timezone.now()
    Conversation.objects.filter(pk=conversation.pk).update(
        unread_since=None,
        first_opened_at=models.functions.Coalesce("first_opened_at", now),
    )
    audit.record(actor=by, action=OPENED, target=target(conversation))


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

    `seen`: number of the last text that was on her screen; without it nothing counts as read. Returns
    whether a note goes to her by e-mail that there is a reply. Raises SomethingNew if others have said
    something since.
    """
    now = timezone.now()
    conversation = locked(conversation)
    _refuse_unseen(conversation, seen, by)
    if not add(
        conversation, SealedText.Kind.ANSWER, message, now=now, by=by, submission_id=submission_id
    ):
        return False
    is_answered(conversation, now, is_read=seen is not None)
    audit.record(actor=by, action="conversation.answered", target=target(conversation))
    return nudge(conversation, template="a_reply_for_you", now=now)


def _refuse_unseen(conversation: Conversation, seen: int | None, by: User | None) -> None:
    """Raises SomethingNew if others have said something since the text of that number."""
    if seen is None:
        return
    said = (SealedText.Kind.WORD, SealedText.Kind.ANSWER)
    texts = conversation.texts.filter(number__gt=seen, kind__in=said)
    if newer := list(texts.exclude(by=by, by__isnull=False).select_related("by")):
        raise SomethingNew(newer)


@transaction.atomic
def note(
    *,
    conversation: Conversation,
    by: User,
    message: str,
    answered: bool = False,
    submission_id: bytes | None = None,
    seen: int | None = None,
) -> None:
    """A note for the founders, sealed too. `answered`: she was rung or written to in another way.

    `seen`: as in `answer`; only for `answered`. Raises SomethingNew then.
    """
    now = timezone.now()
    conversation = locked(conversation)
    if answered:
        _refuse_unseen(conversation, seen, by)
    if not add(
        conversation, SealedText.Kind.NOTE, message, now=now, by=by, submission_id=submission_id
    ):
        return
    if answered:
        is_answered(conversation, now, is_read=seen is not None)
    action = "conversation.answered_elsewhere" if answered else "conversation.noted"
    audit.record(actor=by, action=action, target=target(conversation))


@transaction.atomic
def hand_to(*, conversation: Conversation, by: User, to: User | None) -> None:
    """Say who looks after it; None gives it back to all."""
    Conversation.objects.filter(pk=conversation.pk).update(taken_by=to)
    audit.record(actor=by, action="conversation.handed", target=target(conversation))


@transaction.atomic
def follow_up(*, conversation: Conversation, by: User, on: date | None) -> None:
    """Look at it again on that day; None: no more."""
    Conversation.objects.filter(pk=conversation.pk).update(follow_up_on=on)
    audit.record(actor=by, action="conversation.follow_up", target=target(conversation))


@transaction.atomic
def close(*, conversation: Conversation, by: User, seen: int | None = None) -> None:
    """Nothing more to do. It stays readable until it is erased, and a new word opens it again.

    `seen`: number of the last text that was on her screen; without it what is unread stays unread.
    Raises SomethingNew if others have said something since.
    """
    conversation = locked(conversation)
    _refuse_unseen(conversation, seen, by)
    changes: dict[str, Any] = {} if seen is None else {"unread_since": None}
    Conversation.objects.filter(pk=conversation.pk).update(
        state=Conversation.State.CLOSED, waiting_since=None, follow_up_on=None, **changes
    )
    audit.record(actor=by, action="conversation.closed", target=target(conversation))


@transaction.atomic
def reopen(*, conversation: Conversation, by: User) -> bool:
    """Undo `close`: it waits again, since now, with as many days as a new question. False if it was
    not closed.

    The date of a complaint that has no answer yet is not ours to move.
    """
    conversation = locked(conversation)
    if conversation.state != Conversation.State.CLOSED:
        return False
    now = timezone.now()
    conversation.state, conversation.waiting_since = Conversation.State.WAITING, now
    if conversation.purpose != Conversation.Purpose.COMPLAINT or conversation.first_answered_at:
        conversation.answer_by = answer_by(conversation, timezone.localdate(now))
    conversation.save(update_fields=["state", "waiting_since", "answer_by"])
    audit.record(actor=by, action="conversation.reopened", target=target(conversation))
    return True


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
        audit.record(actor=by, action="conversation.mail_lifted", target=target(conversation))
    return lifted


@transaction.atomic
def forget_nudge(*, conversation: Conversation, by: User | None = None) -> None:
    """No more “there is a reply for you”: its address is erased."""
    ConversationKey.objects.filter(pk=conversation.pk).update(nudge_locked=None)
    audit.record(actor=by, action="conversation.nudge_forgotten", target=target(conversation))


@transaction.atomic
def note_copied(*, conversation: Conversation, by: User) -> None:
    """Somebody asked what we hold about her, and this conversation is in the copy."""
    audit.record(actor=by, action="conversation.copied", target=target(conversation))
