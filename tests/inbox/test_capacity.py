"""“I am in treatment until …”: people read that answers take longer, and nothing is refused."""

import datetime

import pytest
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.enquiries.models import Conversation, inbox_settings

from .conftest import opened, page

ADDRESS = "/admin/inbox/capacity/"


def _told(**changed):
    row = inbox_settings()
    return {
        "in_treatment_until": "", "usual_days": row.usual_days,
        "treatment_days": row.treatment_days, "backup_name": "", "backup_email": "",
        "backup_phone": "", "first_sentences": row.first_sentences, **changed,
    }  # fmt: skip


def test_one_tap_from_today(open_inbox, signed_in):
    html = page(signed_in(open_inbox.founder).get("/admin/today/"))
    assert "People read that an answer takes about 3 days." in html
    assert f'href="{ADDRESS}">I am in treatment until …</a>' in html


def test_the_promise_changes_and_messages_are_still_taken(open_inbox, write, signed_in, reader):
    client = signed_in(open_inbox.founder)
    until = timezone.localdate() + datetime.timedelta(days=20)
    told = _told(in_treatment_until=until.isoformat(), treatment_days=21)
    assert "Saved. The public form says so from now on." in page(
        client.post(ADDRESS, told, follow=True)
    )
    assert AuditEntry.objects.filter(action="inbox.settings_changed").count() == 1
    today = page(client.get("/admin/today/"))
    assert f"In treatment until <strong>{until:%-d %B}</strong>" in today
    assert "about 21 days" in today
    promised = write("Hello.").conversation.answer_by
    assert promised == timezone.localdate() + datetime.timedelta(days=21)
    assert "21 days" in page(reader.get("/join-us/"))
    assert Conversation.objects.count() == 1


def test_it_needs_no_open_inbox(open_inbox, second_founder, signed_in):
    client = signed_in(second_founder)
    client.post(ADDRESS, _told(backup_name="Backup", backup_email="backup@example.org"))
    assert inbox_settings().backup_email == "backup@example.org"
    assert "Name a backup contact" not in page(client.get("/admin/today/"))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("usual_days", "0", "Please give a number from 1 to 90."),
        ("treatment_days", "1000", "Please give a number from 1 to 90."),
        ("backup_email", "not an address", "Enter a valid email address."),
        ("in_treatment_until", "soon", "Please choose a day."),
    ],
)
def test_mistakes_are_said_and_nothing_is_saved(founder, signed_in, field, value, says):
    response = signed_in(founder).post(ADDRESS, _told(**{field: value}))
    assert response.status_code == 422
    assert says in page(response)
    assert inbox_settings().usual_days == 3
    assert not AuditEntry.objects.filter(action="inbox.settings_changed").exists()


def test_her_first_sentences_stand_beside_the_answer(unlocked, write):
    client = unlocked()
    client.post(ADDRESS, _told(first_sentences="I read this on a good day.\r\n\r\nThank you."))
    html = opened(client, write().conversation)
    assert '<option value="I read this on a good day.">' in html
    choices = html.split('name="sentence"')[1].split("</select>")[0]
    assert choices.count("<option") == 3


def test_a_day_that_is_over_is_not_taken(open_inbox, signed_in):
    client = signed_in(open_inbox.founder)
    response = client.post(ADDRESS, _told(in_treatment_until="2020-01-01"))
    assert response.status_code == 422
    assert "This day is over. Leave it empty if you are back." in page(response)
    assert inbox_settings().in_treatment_until is None
