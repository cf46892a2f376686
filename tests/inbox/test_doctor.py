"""`alongside doctor` says whether anybody is told when no founder answers."""

from datetime import timedelta

from django.utils import timezone

from alongside.backoffice import inbox_health
from alongside.enquiries.looks import raise_or_end_alarm
from alongside.enquiries.models import RecoverySet, inbox_settings


def _findings() -> dict[str, tuple[str, str]]:
    found = [check() for check in inbox_health.INBOX_CHECKS]
    return {one.name: (one.state, one.advice) for one in found}


def test_nothing_is_asked_for_while_the_inbox_takes_no_messages(founder, settings):
    settings.ALARM_URL = ""
    assert [advice for _, advice in _findings().values()] == [""] * 4


def test_once_people_can_write_it_asks_for_both(open_inbox, settings):
    settings.ALARM_URL = ""
    found = _findings()
    assert "nobody outside is told" in found["backup contact"][0]
    assert "ALONGSIDE_ALARM_URL" in found["second channel"][1]
    settings.ALARM_URL = "https://gateway.example/"
    row = inbox_settings()
    row.backup_email = "backup@example.org"
    row.save()
    found = _findings()
    assert found["backup contact"] == ("there is one", "")
    assert found["second channel"] == ("set", "")


def test_an_alarm_is_said_without_a_word_of_anybody(write, settings):
    write("Canary words.", name="Canary", now=timezone.now() - timedelta(hours=49))
    raise_or_end_alarm()
    state, advice = _findings()["silence alarm"]
    assert "a message that nobody has opened" in state
    assert advice == "Ring a founder."
    assert "Canary" not in str(_findings())


def test_it_says_when_no_recovery_sheets_are_in_use(open_inbox):
    assert _findings()["recovery sheets"] == ("in use", "")
    RecoverySet.objects.update(confirmed_at=None)
    state, advice = _findings()["recovery sheets"]
    assert state.startswith("none in use")
    assert "/admin/inbox/keys/" in advice
