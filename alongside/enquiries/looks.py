"""What the worker looks at: silence, and what is erased soon. Safe to call as often as one likes."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alongside.core import second_channel, tasks
from alongside.core.mail.actions import put_in_outbox
from alongside.core.mail.models import MANY_ATTEMPTS, OutboxMessage, State

from .emails import NOTICE, nudge, tell_founders
from .lists import ERASED_SOON
from .models import Conversation, SilenceAlarm, inbox_settings

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


def cause_of_silence(now: datetime) -> str | None:
    """Why an alarm has to be up now, or None."""
    if Conversation.objects.unread_since(now - SilenceAlarm.AFTER).exists():
        return SilenceAlarm.Cause.UNREAD
    # A notice in trouble matters only while somebody waits to be read.
    if _undelivered(NOTICE) and Conversation.objects.exclude(unread_since=None).exists():
        return SilenceAlarm.Cause.NOT_TOLD
    return None


def _undelivered(*kinds: str) -> bool:
    """Given up, or tried in vain again and again. What is only late says that this machine was off."""
    tried = Q(state=State.FAILED) | Q(attempts__gte=MANY_ATTEMPTS)
    return OutboxMessage.objects.in_trouble().filter(tried, kind__in=kinds).exists()


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
    if alarm is None:
        alarm = SilenceAlarm.objects.create(cause=cause, began_at=now)
    if alarm.founders_told_at is None:
        tell_founders("silence", now=now, kind=ALARM, soon=True)
        alarm.founders_told_at = now
        alarm.save(update_fields=["founders_told_at"])
    return alarm


def tell_backup(*, now: datetime | None = None) -> bool:
    """Twelve hours after the founders (at once if mail is in trouble) tell the backup contact.

    By the second channel, and by mail too. True if the second channel took it now. It calls the
    network, so it must not run inside a transaction.
    """
    now = now or timezone.now()
    alarm = SilenceAlarm.current()
    if alarm is None or alarm.backup_told_at or not _is_time_for_backup(alarm, now):
        return False
    if alarm.backup_failed_at is None:
        _mail_backup(now)
    elif alarm.backup_failed_at > now - AGAIN_AFTER:
        return False
    try:
        second_channel.ring(ALARM_TEXT)
    except second_channel.NotDelivered as problem:
        logger.error("The silence alarm could not use the second channel: %s", problem)
        SilenceAlarm.objects.filter(pk=alarm.pk).update(backup_failed_at=now)
        return False
    SilenceAlarm.objects.filter(pk=alarm.pk).update(backup_told_at=now)
    return True


def _is_time_for_backup(alarm: SilenceAlarm, now: datetime) -> bool:
    told = alarm.founders_told_at
    return _undelivered(NOTICE, ALARM) or bool(told and told <= now - SilenceAlarm.BACKUP_AFTER)


@transaction.atomic
def _mail_backup(now: datetime) -> None:
    address = inbox_settings().backup_email
    if address:
        put_in_outbox(
            to=address, template="enquiries/mail/silence_backup.txt", context={}, kind=ALARM,
            private=False, reference="backup:1", due_at=now,
        )  # fmt: skip


@transaction.atomic
def warn_before_erasing(*, now: datetime | None = None) -> int:
    """30 days before the end: a note to her if she wanted notes, and one to the founders."""
    now = now or timezone.now()
    soon = Conversation.objects.select_for_update().filter(
        erase_on__lte=timezone.localdate(now) + ERASED_SOON, warned_at=None
    )
    for conversation in soon:
        nudge(conversation, template="erased_soon", now=now)
        conversation.warned_at = now
        conversation.save(update_fields=["warned_at"])
    if soon:
        tell_founders("erased_soon_founders", now=now, kind="enquiries.erased_soon")
    return len(soon)
