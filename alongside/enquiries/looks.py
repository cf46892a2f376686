"""What the worker looks at: silence, and what is erased soon. Safe to call as often as one likes."""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Min, Q
from django.utils import timezone

from alongside.core import second_channel, tasks
from alongside.core.mail.actions import put_in_outbox
from alongside.core.mail.models import MANY_ATTEMPTS, OPEN, OutboxMessage, State

from . import actions
from .emails import NOTICE, nudge, tell_founders
from .lists import ERASED_SOON
from .models import Conversation, SilenceAlarm, UnlockedInbox, inbox_settings

logger = logging.getLogger("alongside.enquiries")

ALARM = "enquiries.alarm"
TRIAL_TEXT = "This is only a trial of the alarm. Nobody has to do anything."
ALARM_TEXT = (
    "A message to the founders has waited too long, or the founders could not be told of it. "
    "Please ring one of them."
)
AGAIN_AFTER = timedelta(hours=1)  # when the second channel failed


def register() -> None:
    """What the worker looks at every minute."""
    tasks.register_look(raise_or_end_alarm)
    tasks.register_look(tell_backup, in_one_transaction=False)
    tasks.register_look(warn_before_erasing)
    tasks.register_look(lock_what_is_over)


def cause_of_silence(now: datetime) -> str | None:
    """Why an alarm has to be up now, or None."""
    if Conversation.objects.unread_since(now - SilenceAlarm.AFTER).exists():
        return SilenceAlarm.Cause.UNREAD
    oldest = _oldest_unread()
    if oldest and _nobody_was_told(NOTICE, since=oldest):
        return SilenceAlarm.Cause.NOT_TOLD
    return None


def _oldest_unread() -> datetime | None:
    """A notice in trouble matters only while somebody waits to be read."""
    oldest: datetime | None = Conversation.objects.aggregate(Min("unread_since"))[
        "unread_since__min"
    ]
    return oldest


def _nobody_was_told(kind: str, *, since: datetime) -> bool:
    """Mail of this kind to founders went wrong since then, and none of it arrived or still may.

    Wrong is: given up, stopped by somebody, or tried in vain again and again. What is only late says
    that this machine was off. One founder's dead mailbox is no trouble while another one is told.
    """
    mails = OutboxMessage.objects.filter(kind=kind, reference__startswith="user:")
    if mails.filter(state=State.SENT, settled_at__gte=since).exists():
        return False
    ended = Q(state__in=[State.FAILED, State.STOPPED], settled_at__gte=since)
    wrong = mails.filter(ended | Q(state__in=OPEN, attempts__gte=MANY_ATTEMPTS))
    first = wrong.order_by("first_due_at").values_list("first_due_at", flat=True).first()
    if first is None:
        return False
    # Of the same telling: what a later message adds must not take an alarm down that is up.
    hopeful = mails.filter(state__in=OPEN, attempts__lt=MANY_ATTEMPTS, first_due_at__lte=first)
    return not hopeful.exists()


@transaction.atomic
def raise_or_end_alarm(*, now: datetime | None = None) -> SilenceAlarm | None:
    """Put the alarm up and tell every founder, or take it down. Returns the alarm that is up."""
    now = now or timezone.now()
    cause, alarm = cause_of_silence(now), SilenceAlarm.current()
    if cause is None:
        if alarm is not None:
            alarm.ended_at = now
            alarm.save(update_fields=["ended_at"])
        return None
    if alarm is None and (alarm := _begin(cause, now)) is None:
        return None
    if alarm.founders_told_at is None:
        tell_founders("silence", now=now, kind=ALARM, soon=True)
        alarm.founders_told_at = now
        alarm.save(update_fields=["founders_told_at"])
    return alarm


def _begin(cause: str, now: datetime) -> SilenceAlarm | None:
    """None: another worker raised it in this moment, and tells the founders."""
    try:
        with transaction.atomic():
            return SilenceAlarm.objects.create(cause=cause, began_at=now)
    except IntegrityError:
        return None


def tell_backup(*, now: datetime | None = None) -> bool:
    """Twelve hours after the founders (at once if mail is in trouble) tell the backup contact.

    By the second channel, and by mail too. True if the second channel took it now. It calls the
    network, so it must not run inside a transaction.
    """
    now = now or timezone.now()
    alarm = SilenceAlarm.current()
    if alarm is None or alarm.backup_told_at or not _is_time_for_backup(alarm, now):
        return False
    if alarm.backup_failed_at and alarm.backup_failed_at > now - AGAIN_AFTER:
        return False
    if not _begin_to_tell_backup(alarm, now):
        return False
    try:
        second_channel.ring(ALARM_TEXT)
    except second_channel.NotDelivered as problem:
        logger.error("The silence alarm could not use the second channel: %s", problem)
        return False
    SilenceAlarm.objects.filter(pk=alarm.pk).update(backup_told_at=now, backup_failed_at=None)
    return True


def _is_time_for_backup(alarm: SilenceAlarm, now: datetime) -> bool:
    told, oldest = alarm.founders_told_at, _oldest_unread()
    if told and told <= now - SilenceAlarm.BACKUP_AFTER:
        return True
    if oldest and _nobody_was_told(NOTICE, since=oldest):
        return True
    return _nobody_was_told(ALARM, since=alarm.began_at)


@transaction.atomic
def _begin_to_tell_backup(alarm: SilenceAlarm, now: datetime) -> bool:
    """It counts as failed until the second channel has answered: whatever happens, one mail and one
    try an hour. False if another worker is at it."""
    same = SilenceAlarm.objects.filter(pk=alarm.pk, backup_told_at=None)
    if not same.filter(backup_failed_at=alarm.backup_failed_at).update(backup_failed_at=now):
        return False
    if alarm.backup_failed_at is None:
        _mail_backup(now)
    return True


def _mail_backup(now: datetime) -> None:
    address = inbox_settings().backup_email
    if address:
        put_in_outbox(
            to=address, template="enquiries/mail/silence_backup.txt", context={}, kind=ALARM,
            private=False, reference="backup:1", due_at=now,
        )  # fmt: skip


def lock_what_is_over(*, now: datetime | None = None) -> int:
    """Forget the key of every inbox that nobody has used for 45 minutes, or that is open for 12 hours."""
    return UnlockedInbox.purge(now or timezone.now())


@transaction.atomic
def warn_before_erasing(*, now: datetime | None = None) -> int:
    """30 days before the end: a note to her if she wanted notes, and one to the founders.

    Later, if this machine was off; `actions.erase_what_is_over` waits for it.
    """
    now = now or timezone.now()
    soon = Conversation.objects.select_for_update().filter(
        erase_on__lte=timezone.localdate(now) + ERASED_SOON, warned_at=None
    )
    for conversation in soon:
        day = actions.erased_on(conversation, warned_on=timezone.localdate(now))
        nudge(conversation, template="erased_soon", now=now, day=f"{day:%-d %B %Y}")
        conversation.warned_at = now
        conversation.save(update_fields=["warned_at"])
    if soon:
        tell_founders("erased_soon_founders", now=now, kind="enquiries.erased_soon")
    return len(soon)
