"""What `alongside doctor` looks at in the inbox: whether somebody is told when nobody answers."""

from collections.abc import Callable

from django.db import DatabaseError

from alongside.core import second_channel
from alongside.enquiries import keys
from alongside.enquiries.models import SilenceAlarm, inbox_settings, live_key

from .health import Finding

_UNKNOWN = "unknown: the database does not answer"
_NOT_YET = "not needed yet: the inbox takes no messages"


def backup_contact_is_named() -> Finding:
    try:
        settings, is_open = inbox_settings(), live_key() is not None
    except DatabaseError:
        return Finding("backup contact", _UNKNOWN, "See database.")
    if not is_open:
        return Finding("backup contact", _NOT_YET)
    if not settings.backup_email:
        return Finding(
            "backup contact",
            "nobody: if no founder opens a message, nobody outside is told",
            "Ask a founder to name one: /admin/inbox/capacity/",
        )
    return Finding("backup contact", "there is one")


def sheets_are_in_use() -> Finding:
    try:
        has_key, sheets = keys.current_key() is not None, keys.sheets_in_use()
    except DatabaseError:
        return Finding("recovery sheets", _UNKNOWN, "See database.")
    if not has_key:
        return Finding("recovery sheets", "not needed yet: the inbox has no key")
    if sheets is None:
        return Finding(
            "recovery sheets",
            "none in use: if every founder forgets her passphrase, all messages are lost",
            "Ask a founder to print new ones: /admin/inbox/keys/",
        )
    return Finding("recovery sheets", "in use")


def second_channel_is_set() -> Finding:
    if second_channel.is_set():
        return Finding("second channel", "set")
    try:
        is_open = live_key() is not None
    except DatabaseError:
        return Finding("second channel", _UNKNOWN, "See database.")
    if is_open:
        return Finding(
            "second channel",
            "not set: if mail is broken, nobody is told of a message",
            "Set ALONGSIDE_ALARM_URL (docs/operating.md, “When nobody answers”)",
        )
    return Finding("second channel", _NOT_YET)


def nobody_waits_unheard() -> Finding:
    try:
        alarm = SilenceAlarm.current()
    except DatabaseError:
        return Finding("silence alarm", _UNKNOWN, "See database.")
    if alarm:
        since = f"{alarm.began_at:%Y-%m-%d %H:%M} UTC"
        return Finding(
            "silence alarm", f"since {since}: {alarm.get_cause_display()}", "Ring a founder."
        )
    return Finding("silence alarm", "none")


INBOX_CHECKS: tuple[Callable[[], Finding], ...] = (
    sheets_are_in_use,
    backup_contact_is_named,
    second_channel_is_set,
    nobody_waits_unheard,
)
