"""Promise 9: what was written to whom is forgotten in time."""

import datetime

import time_machine
from django.utils import timezone

from alongside.core.mail import actions
from alongside.core.mail.models import OutboxMessage, State
from alongside.core.mail.sending import send_due
from tests.mail.conftest import ENQUIRER

DAY = datetime.timedelta(days=1)


def test_promise_an_end_date_for_every_mail(put, mail_server, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path  # what other tests left in theirs does not count
    mail_server.to_recipient[ENQUIRER] = ["550 no"]
    failed, sent = put(), put("sent@example.net")
    now = timezone.now()
    far = put("far@example.net", due_at=now + 300 * DAY)
    assert send_due(now) == 1

    assert OutboxMessage.purge(now + 13 * DAY) == 0
    failed.refresh_from_db()
    assert failed.letter().to == ENQUIRER

    assert OutboxMessage.purge(now + 15 * DAY) == 1
    failed.refresh_from_db()
    assert (failed.state, bytes(failed.locked)) == (State.FAILED, b"")
    assert actions.try_again(failed) == 0
    assert list(OutboxMessage.objects.in_trouble(now)) == [failed]

    assert OutboxMessage.purge(now + 89 * DAY) == 0
    assert OutboxMessage.purge(now + 91 * DAY) == 2
    assert list(OutboxMessage.objects.all()) == [far]
    with time_machine.travel(now + 300 * DAY):
        assert send_due(timezone.now()) == 1
    assert not OutboxMessage.objects.filter(pk=sent.pk).exists()
    assert "90 days" in OutboxMessage.kept_for
