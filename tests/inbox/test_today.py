"""Today: what needs her, how many, for how long, one tap to it; the same queries however much it is."""

import datetime
import re
import secrets

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.answers.models import AnswerPage, WordPage
from alongside.backoffice.today import today_for
from alongside.backoffice.today_lines import Line
from alongside.core.mail.models import OutboxMessage, State
from alongside.core.models import Source
from alongside.enquiries import actions, keys
from alongside.enquiries.models import Conversation, KeyHolder, RecoverySet, inbox_settings
from alongside.enquiries.words import Details
from alongside.orders.models import Shop
from alongside.signs.models import SignPage

from .conftest import PASSPHRASE, page

DAY = datetime.timedelta(days=1)


@pytest.fixture
def nothing_due(db):
    """No page and no source waits for a check."""
    for model in (AnswerPage, WordPage, SignPage):
        model.objects.update(next_review_on=datetime.date(2099, 1, 1))
    Source.objects.update(recheck_on=None)


@pytest.fixture
def all_set(settings, open_inbox):
    """A backup contact and a second channel; the founders have looked at the shop."""
    settings.ALARM_URL = "https://gateway.example/"
    row = inbox_settings()
    row.backup_email = "backup@example.org"
    row.save()
    Shop.objects.create()


def _lines(user, now=None) -> dict[str, Line]:
    return {line.what: line for line in today_for(user, now=now).lines}


def test_nothing_waits(founder, all_set, nothing_due, signed_in):
    html = page(signed_in(founder).get("/admin/today/"))
    assert "Nothing waits. Rest." in html
    assert "People read that an answer takes about 3 days." in html


def test_it_is_the_first_screen(founder, all_set, nothing_due, signed_in):
    assert "What needs you today" in page(signed_in(founder).get("/admin/"))
    assert "Checks due: 0" in page(signed_in(founder).get("/admin/?website"))


def test_writers_keep_their_own_first_screen(editor, signed_in):
    response = signed_in(editor).get("/admin/")
    assert response.status_code == 200
    assert "Checks due" in page(response)


def test_each_line_says_how_many_for_how_long_and_leads_there(
    founder, all_set, nothing_due, write, signed_in
):
    now = timezone.now()
    write("Canary words.", name="Canary", now=now - 5 * DAY)
    write(now=now - 2 * DAY)
    write(purpose="complaint", now=now - 20 * DAY)
    write(purpose="bereavement")
    later = write().conversation
    actions.answer(conversation=later, by=founder, message="Hello.", seen=2)
    actions.follow_up(conversation=later, by=founder, on=timezone.localdate())
    Conversation.objects.filter(pk=later.pk).update(erase_on=timezone.localdate() + 9 * DAY)

    OutboxMessage.objects.all().delete()  # notices of long ago, that nobody has sent here
    html = page(signed_in(founder).get("/admin/today/"))
    shown = re.findall(
        r'href="(/admin/[^"]+)">\s*<strong class="today-what">([^<]+)</strong>'
        r' ?(?:<span class="today-count">(\d+)</span>)?\s*<span class="today-facts">([^<]*)<',
        html,
    )
    assert shown == [
        ("/admin/inbox/?show=overdue", "Answers overdue", "1", "later than we said"),
        ("/admin/inbox/?show=complaints", "Complaints about data", "1", "10 days left of 30"),
        ("/admin/inbox/?show=deaths", "Somebody has died", "1", "mail to her is stopped"),
        (
            "/admin/inbox/?show=waiting", "Wait for an answer", "4",
            "the oldest for 20 days; 4 not read yet",
        ),
        ("/admin/inbox/?show=follow-up", "To look at again", "1", "you asked for it"),
        (
            "/admin/inbox/?show=erased-soon", "Erased soon", "1",
            "within 30 days, unless somebody writes",
        ),
    ]  # fmt: skip
    assert "Canary" not in html


def test_a_complaint_presses_in_its_last_week(founder, all_set, nothing_due, write):
    write(purpose="complaint")
    now = timezone.now()
    calm, pressing, late = (
        _lines(founder, now + days * DAY)["Complaints about data"] for days in (0, 25, 31)
    )
    assert (calm.facts, calm.css) == ("30 days left of 30", "waits")
    assert (pressing.facts, pressing.css) == ("5 days left of 30", "soon")
    assert (late.facts, late.css) == ("the 30 days are over", "soon")


def test_what_makes_the_inbox_reliable_is_asked_for(founder, second_founder, settings):
    settings.ALARM_URL = ""
    assert "Make the key of the inbox" in _lines(founder)
    secret = keys.make_inbox_key(by=founder, passphrase=PASSPHRASE)
    assert "Print the recovery sheets" in _lines(founder)
    keys.make_sheets(by=founder, inbox_secret=secret, given_to=["Ann", "Ben", "Cleo"])
    keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=founder)
    keys.choose_passphrase(user=second_founder, passphrase=PASSPHRASE)
    lines = _lines(founder)
    assert "Print the recovery sheets" not in lines
    assert lines["Founders wait to be let in"].count == 1
    assert {"Name a backup contact", "Set a second channel"} <= set(lines)
    assert "Rehearse the recovery sheets" not in lines
    assert "Rehearse the recovery sheets" in _lines(founder, timezone.now() + 183 * DAY)


def test_who_lost_the_role_and_still_has_the_key_is_named(founder, second_holder):
    second_holder.groups.clear()
    assert KeyHolder.objects.count() == 2
    assert _lines(founder)["Others still have the key"].css == "soon"


def test_a_page_that_waits_for_a_reviewer(founder, all_set, nothing_due, editor):
    from alongside.core.actions import ask_for_review

    ask_for_review(WordPage.objects.get(brief_id="g-mdt"), editor)
    AnswerPage.objects.filter(brief_id="Q01").update(next_review_on="2026-01-01")
    lines = _lines(founder)
    assert lines["Pages wait for a reviewer"].facts == "the oldest for less than a day"
    assert lines["Pages and sources to check"].facts == "1 overdue"


def _trouble():
    now = timezone.now()
    OutboxMessage.objects.create(
        kind="toy.notice", private=False, message_id=f"<{secrets.token_hex(4)}@x>",
        state=State.FAILED, first_due_at=now, due_at=now, settled_at=now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("founder", {"Wait for an answer", "Mail in trouble"}),
        ("operator", {"Mail in trouble"}),
        ("moderator", {"Choose your passphrase"}),
        ("dispatcher", set()),
    ],
)
def test_each_role_sees_what_it_may_act_on(all_set, nothing_due, write, request, who, expected):
    write()
    _trouble()
    assert set(_lines(request.getfixturevalue(who))) == expected


@pytest.mark.parametrize("who", ["editor", "reviewer", "outsider"])
def test_the_others_have_no_today(who, request, signed_in):
    response = signed_in(request.getfixturevalue(who)).get("/admin/today/")
    assert response.status_code in (302, 403)
    assert "What needs you today" not in page(response)


@pytest.mark.parametrize("count", [3, 300])
def test_it_takes_the_same_queries_however_much_waits(
    founder, all_set, nothing_due, signed_in, count
):
    with transaction.atomic():
        for _ in range(count):
            actions.receive(
                submission_id=secrets.token_bytes(16), details=Details(), message="Hello.",
                consent_wording="1",
            )  # fmt: skip
            _trouble()
    client = signed_in(founder)
    client.get("/admin/today/")
    with CaptureQueriesContext(connection) as queries:
        html = page(client.get("/admin/today/"))
    assert f'<span class="today-count">{count}</span>' in html
    assert len(queries) == 77


def test_what_was_given_to_her_stands_there_and_at_mine(
    write, unlocked, second_holder, open_inbox, signed_in
):
    one = write().conversation
    actions.hand_to(conversation=one, by=open_inbox.founder, to=second_holder)
    assert "Given to you" in page(signed_in(second_holder).get("/admin/today/"))
    assert "Given to you" not in page(signed_in(open_inbox.founder).get("/admin/today/"))
    assert 'href="?show=mine">Mine <span>1</span>' in page(
        unlocked(second_holder).get("/admin/inbox/")
    )


def test_a_founder_who_cannot_read_yet_is_led_to_it(open_inbox, second_founder, signed_in):
    html = page(signed_in(second_founder).get("/admin/today/"))
    assert "Choose your inbox passphrase" in html
    assert 'href="/admin/inbox/keys/' in html.split("Choose your inbox passphrase")[0][-200:]
    keys.choose_passphrase(user=second_founder, passphrase="quiet lemon harbour seven")
    html = page(signed_in(second_founder).get("/admin/today/"))
    assert "You wait to be let in" in html
    assert "Choose your inbox passphrase" not in html
    html = page(signed_in(open_inbox.founder).get("/admin/today/"))
    assert "You wait to be let in" not in html
