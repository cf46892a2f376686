"""A conversation is erased when its time is over; both sides are warned before, also by a late machine."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from alongside.core import tasks
from alongside.core.mail.models import OutboxMessage
from alongside.enquiries.models import Conversation, ShredCertificate

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def every_look_purges(settings, tmp_path):
    """The worker purges with its first look of a day, before it warns anybody."""
    settings.VAR = tmp_path


def _worker_on(day):
    with time_machine.travel(day):
        tasks.look_for_work()


def _mail_to_her():
    return [row.letter().text for row in OutboxMessage.objects.filter(kind="enquiries.nudge")]


@pytest.fixture
def hers(write):
    """Written a year ago; she wants a note by e-mail."""
    return write("Old words.", nudge_to="enquirer@example.org").conversation


def _noon(day):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))


def test_she_is_warned_a_month_before_and_it_is_erased_on_its_day(hers):
    end = _noon(hers.erase_on)
    _worker_on(end - 31 * DAY)
    assert _mail_to_her() == []
    _worker_on(end - 30 * DAY)
    [text] = _mail_to_her()
    assert f"erased on {hers.erase_on:%-d %B %Y}." in text
    _worker_on(end - DAY)
    assert Conversation.objects.exists()
    _worker_on(end)
    assert not Conversation.objects.exists()
    assert ShredCertificate.objects.get().why == "over"


def test_after_weeks_without_a_machine_she_has_a_fortnight_from_the_warning(hers):
    end = _noon(hers.erase_on)
    back = end + 2 * DAY
    _worker_on(back)
    assert Conversation.objects.exists()
    [text] = _mail_to_her()
    assert f"erased on {hers.erase_on + 16 * DAY:%-d %B %Y}." in text
    _worker_on(back + 13 * DAY)
    assert Conversation.objects.exists()
    _worker_on(back + 14 * DAY - timedelta(hours=11))  # in the morning of that day
    assert not Conversation.objects.exists()


def test_nothing_is_kept_more_than_30_days_past_its_date(hers):
    end = _noon(hers.erase_on)
    _worker_on(end + 20 * DAY)
    assert f"erased on {hers.erase_on + 30 * DAY:%-d %B %Y}." in _mail_to_her()[0]
    _worker_on(end + 29 * DAY)
    assert Conversation.objects.exists()
    _worker_on(end + 30 * DAY)
    assert not Conversation.objects.exists()


def test_a_machine_that_was_off_for_longer_erases_at_once(hers):
    _worker_on(_noon(hers.erase_on) + 31 * DAY)
    assert not Conversation.objects.exists()
    assert _mail_to_her() == []
