"""A sender ends suddenly: what the next one makes of what it left (`sending.moves.settle_dead`)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from alongside.newsletter.actions.mailing import order
from alongside.newsletter.models import Delivery
from alongside.newsletter.sending import moves
from alongside.newsletter.sending.jobs import Outcome, State
from alongside.newsletter.sending.journal import Journal
from tests.mail_server import mail_server  # noqa: F401  (a fixture)
from tests.newsletter.sending_stage import at_any_hour, letter, person, send, whys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path / "sending"


@pytest.fixture
def mailing(founder):
    at_any_hour()
    for n in range(4):
        person(f"p{n}")
    return order(letter(), by=founder)


def claim(mailing):
    """A sender takes all four, and writes down what it does."""
    journal, now = Journal(), timezone.now()
    moves.begin_due(now)
    rows = moves.claim(mailing, most=50, claim=journal.claim, now=now)
    first, second, third, _ = [row.delivery for row in rows]
    journal.begin(first)
    journal.end(Outcome(first, State.SENT))
    journal.begin(second)
    journal.end(Outcome(third, State.FAILED, "recipient 550 5.1.1"))
    return journal


def die(journal):
    journal.close(orderly=False)  # the lock and the file as a killed process leaves them


def test_only_what_had_begun_is_in_doubt(mailing, folder):
    die(claim(mailing))
    moves.settle_dead(timezone.now())
    assert whys(mailing) == {
        ("sent", ""): 1, ("unknown", "stopped"): 1, ("failed", "recipient 550 5.1.1"): 1,
        ("waiting", ""): 1,
    }  # fmt: skip
    assert Delivery.objects.get(state="waiting").attempts == 0
    assert list(folder.iterdir()) == []


def test_when_the_machine_stopped_all_that_is_not_written_down_is_in_doubt(mailing, folder):
    die(claim(mailing))
    [path] = folder.iterdir()
    path.write_text(path.read_text().replace(path.read_text()[:8], "another-", 1) + "end 9")
    moves.settle_dead(timezone.now())
    assert whys(mailing) == {
        ("sent", ""): 1, ("unknown", "stopped"): 2, ("failed", "recipient 550 5.1.1"): 1
    }  # fmt: skip


def test_one_that_lives_is_left_alone_however_slow(mailing):
    journal = claim(mailing)
    moves.settle_dead(timezone.now() + timedelta(hours=2))
    assert whys(mailing) == {("claimed", ""): 4}
    journal.close()


def test_one_of_another_machine_is_settled_when_its_time_is_over_and_may_still_say_what_it_knows(
    mailing, folder
):
    journal = claim(mailing)
    Path(folder, f"{journal.claim}.journal").unlink()  # it is on the other machine
    moves.settle_dead(timezone.now() + timedelta(minutes=29))
    assert whys(mailing) == {("claimed", ""): 4}
    moves.settle_dead(timezone.now() + timedelta(minutes=31))
    assert whys(mailing) == {("unknown", "stopped"): 4}
    first = Delivery.objects.order_by("pk")[0].pk
    said = [Outcome(first, State.SENT)]
    moves.record(said, claim=journal.claim, attempts={}, now=timezone.now())
    assert whys(mailing) == {("sent", ""): 1, ("unknown", "stopped"): 3}
    moves.record(said, claim=7, attempts={}, now=timezone.now())
    assert whys(mailing) == {("sent", ""): 1, ("unknown", "stopped"): 3}
    die(journal)


def test_the_journal_names_no_person(mailing, folder):
    journal = claim(mailing)
    written = next(folder.iterdir()).read_text()
    assert "sent" in written and "canary" not in written and "@" not in written
    journal.close()


def test_a_letter_that_cannot_be_laid_out_pauses_and_keeps_nobody_claimed(
    mailing,
    mail_server,  # noqa: F811
    caplog,
):
    revision = mailing.page.get_latest_revision()
    revision.content |= {"title": None, "sentence": "canary"}
    revision.save()
    send()
    mailing.refresh_from_db()
    assert mailing.state == "paused" and mailing.problem.startswith("layout ")
    assert whys(mailing) == {("waiting", ""): 4}
    assert Delivery.objects.filter(attempts=0).count() == 4
    assert mail_server.received == []
    assert mailing.problem in caplog.text and "canary" not in caplog.text
