"""Somebody has died, complained or asked: nothing more goes to that address."""

import datetime

import pytest
from django.db import IntegrityError
from django.utils import timezone

from alongside.core.mail import actions
from alongside.core.mail.addresses import BadAddress, normalised
from alongside.core.mail.models import OutboxMessage, State, Suppression
from alongside.core.mail.sending import send_due
from tests.mail.conftest import ENQUIRER

DAY = datetime.timedelta(days=1)


def test_what_waits_and_what_comes_later_is_stopped(put, mail_server):
    waiting = put(reference="enquiry:1")
    later = put(due_at=timezone.now() + 30 * DAY)
    other = put("other@example.net")
    actions.stop_mail_to(f" {ENQUIRER.upper()} ", "bereavement")
    new = put()
    assert send_due(timezone.now() + 60 * DAY) == 1
    assert [one.recipients for one in mail_server.received] == [["other@example.net"]]
    for row in (waiting, later, new):
        row.refresh_from_db()
        assert (row.state, bytes(row.locked)) == (State.STOPPED, b"")
        assert row.settled_at
    other.refresh_from_db()
    assert other.state == State.SENT
    assert OutboxMessage.objects.about("enquiry:1").get().state == State.STOPPED


def test_it_is_looked_at_again_at_the_moment_of_sending(put, mail_server):
    row = put()
    Suppression.objects.create(
        mark=actions.mark(normalised(ENQUIRER), purpose=actions.PURPOSE), why="asked"
    )  # as if it came in between, from another process
    assert send_due(timezone.now()) == 0
    row.refresh_from_db()
    assert (row.state, bytes(row.locked), mail_server.received) == (State.STOPPED, b"", [])
    assert OutboxMessage.objects.in_trouble().count() == 0


def test_it_holds_no_address_and_one_row_however_often(db):
    actions.stop_mail_to(ENQUIRER, why="asked")
    actions.stop_mail_to(ENQUIRER, why="bereavement")
    held = Suppression.objects.get()
    assert held.why == "bereavement"
    assert len(bytes(held.mark)) == 16
    assert "canary" not in repr(Suppression.objects.values().get())
    assert str(held) == f"Suppression {held.pk}"
    assert Suppression.purge(timezone.now() + 4000 * DAY) == 0
    with pytest.raises(IntegrityError):
        Suppression.objects.create(mark=held.mark, why="asked")


def test_it_holds_under_a_new_secret_key_and_can_be_lifted(put, settings):
    actions.stop_mail_to(ENQUIRER, "complaint")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "1" * 50
    assert put().state == State.STOPPED
    assert actions.lift_suppression(ENQUIRER.title()) is True
    assert put().state == State.WAITING
    assert actions.lift_suppression(ENQUIRER) is False


def test_two_ways_of_writing_one_address_are_the_same(put):
    actions.stop_mail_to("Jo@BÜCHER.example", "bounce")
    assert put("jo@xn--bcher-kva.example").state == State.STOPPED
    assert put("joanna@bücher.example").state == State.WAITING


def test_whoever_types_in_the_address_of_staff_stops_none_of_their_mail(put, mail_server, founder):
    """/someone-has-died/ asks for no proof."""
    before = put(founder.email, private=False)
    actions.stop_mail_to(founder.email, "bereavement")
    after = put(founder.email, private=False)
    as_reader = put(founder.email)
    assert send_due(timezone.now()) == 2
    for row, state in ((before, State.SENT), (after, State.SENT), (as_reader, State.STOPPED)):
        row.refresh_from_db()
        assert row.state == state
    assert [one.recipients for one in mail_server.received] == [[founder.email]] * 2


def test_what_makes_no_sense_is_refused(db):
    with pytest.raises(BadAddress):
        actions.stop_mail_to("nowhere", "asked")
    with pytest.raises(ValueError, match="because"):
        actions.stop_mail_to(ENQUIRER, "because")
    assert Suppression.objects.count() == 0
