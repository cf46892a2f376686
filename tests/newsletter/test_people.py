"""A founder counts people, finds one, stops her letters, lets them go again, erases her, saves the list."""

import csv
import io
import time
from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.actions import stop_mail_to
from alongside.newsletter.contact import mark_of
from alongside.newsletter.models import (
    Delivery,
    Mailing,
    NewsletterSettings,
    Subscriber,
    Suppressed,
)
from tests.enquiries.conftest import seen

from .letters import make_letter, section, text
from .subscribers import subscribe

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/letters/people/"
ONE = f"{PEOPLE}one/"
ANN = {"address": "Ann@Example.org"}


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


def logged() -> list[tuple[str, str]]:
    ours = AuditEntry.objects.filter(action__startswith="newsletter.").order_by("pk")
    return list(ours.values_list("action", "target"))


def test_people_are_counted_rounded_and_not_listed(desk):
    long_ago = timezone.now() - timedelta(days=90)
    for number in range(13):
        subscribe(f"reader{number}@example.org", parts=5, confirmed_at=long_ago)
    for number in range(9):
        subscribe(f"new{number}@example.org", parts=1)
    subscribe("books@example.org", parts=8)
    subscribe("gone@example.org", state="left", left_at=timezone.now())
    subscribe("asked@example.org", state="asked", confirmed_at=None)
    Suppressed.objects.create(mark=mark_of("x@example.org"), why="complained")
    page = seen(desk.get(PEOPLE))
    assert "News of our campaign About 20 people About 10 people" in page
    assert "New treatments and trials Nobody Nobody" in page
    assert "Events About 15 people Nobody" in page
    assert "The book Fewer than 8 people Fewer than 8 people" in page
    assert "Everybody About 25 people" in page
    assert "Left in the last 30 days: fewer than 8 people" in page
    assert "Her mail service told us that she wants no letters: fewer than 8" in page
    assert "@example.org" not in page


def test_one_person_is_found_by_her_exact_address_and_the_log_names_a_number(desk):
    ann = subscribe("ann@example.org", "Ann", parts=5, spared=1)
    subscribe("anna@example.org", "Anna")
    page = seen(desk.post(ONE, ANN))
    assert "Gets letters" in page and "News of our campaign; Events" in page
    assert "Somebody has died" in page and "page, wording letters-1" in page
    assert "anna@" not in page
    page = seen(desk.post(ONE, {"address": "an@example.org"}))
    assert "Nobody with this address gets letters" in page
    assert logged() == [
        ("newsletter.looked_up", f"subscriber:{ann.pk}"), ("newsletter.looked_up", ""),
    ]  # fmt: skip
    for typed in ("", "ann", "ann@example.org, bea@example.org", "@"):
        answer = desk.post(ONE, {"address": typed})
        assert answer.status_code == 422 and "address" in seen(answer)
    assert desk.get(ONE).url == "/admin/letters/people/"
    assert desk.get(f"{PEOPLE}?address=ann@example.org").content.count(b"ann@example.org") == 0


def test_stopped_by_a_founder_and_let_go_again_she_gets_letters_as_before(desk):
    ann = subscribe("ann@example.org")
    page = seen(desk.post(ONE, ANN | {"press": "stop"}))
    assert "Gets no letter since" in page and "a founder put her here" in page
    ann.refresh_from_db()
    assert (ann.state, Suppressed.objects.get().why) == ("left", "founder")
    answer = desk.post(ONE, ANN | {"press": "lift"})
    assert answer.status_code == 422 and "Please say why." in seen(answer)
    page = seen(desk.post(ONE, ANN | {"press": "lift", "because": "asked"}))
    assert "Letters may go to this address again." in page
    ann.refresh_from_db()
    assert (ann.state, ann.left_at) == ("active", None) and not Suppressed.objects.exists()
    assert [action for action, _ in logged()] == [
        "newsletter.suppressed",
        "newsletter.lifted_asked",
    ]


@pytest.mark.parametrize("why", ["complained", "erased"])
def test_what_she_wanted_herself_is_lifted_but_brings_nobody_back(why, desk):
    now = timezone.now()
    ann = subscribe("ann@example.org", state="left", left_at=now)
    Suppressed.objects.create(mark=mark_of("ann@example.org"), why=why, at=now)
    desk.post(ONE, ANN | {"press": "lift", "because": "mistake"})
    ann.refresh_from_db()
    assert ann.state == "left" and not Suppressed.objects.exists()


def test_who_left_before_her_address_bounced_does_not_come_back(desk):
    now = timezone.now()
    ann = subscribe("ann@example.org", state="left", left_at=now - timedelta(days=3))
    Suppressed.objects.create(mark=mark_of("ann@example.org"), why="bounced", at=now)
    desk.post(ONE, ANN | {"press": "lift", "because": "works"})
    ann.refresh_from_db()
    assert ann.state == "left"


def test_a_stranger_can_be_kept_from_being_signed_up(desk):
    page = seen(desk.post(ONE, {"address": "stranger@example.org", "press": "stop"}))
    assert "No letter goes to this address any more." in page
    assert bytes(Suppressed.objects.get().mark) == mark_of("stranger@example.org")


def test_erased_she_is_gone_and_only_a_mark_is_left(desk):
    ann = subscribe("ann@example.org", "Annabel")
    page = make_letter(section(text("Hello.")))
    mailing = Mailing.objects.create(page=page, revision=page.latest_revision)
    Delivery.objects.create(mailing=mailing, subscriber=ann)
    shown = seen(desk.post(ONE, ANN | {"press": "erase"}))
    assert "She is erased." in shown and "Annabel" not in shown
    assert not Subscriber.objects.exists() and Suppressed.objects.get().why == "erased"
    assert (Delivery.objects.get().state, Delivery.objects.get().subscriber) == ("skipped", None)
    assert logged() == [("newsletter.erased", f"subscriber:{ann.pk}")]
    desk.post(ONE, ANN | {"press": "erase"})
    assert len(logged()) == 1


def test_that_all_mail_to_her_is_stopped_is_said(desk):
    stop_mail_to("ann@example.org", "bereavement")
    assert "All private mail to this address is stopped" in seen(desk.post(ONE, ANN))


def test_the_list_as_a_file_runs_no_formula(desk):
    subscribe("ann@example.org", "=HYPERLINK(1)", parts=5)
    subscribe("zoë@example.org", "Zoë", parts=8, spared=3)
    gone = subscribe("gone@example.org")
    Subscriber.objects.filter(pk=gone.pk).update(locked=b"of another key")
    assert "says something about her health" in seen(desk.get(f"{PEOPLE}file/"))
    assert not logged()
    answer = desk.post(f"{PEOPLE}file/")
    text_of = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text_of)))
    assert [row["address"] for row in rows] == ["ann@example.org", "zoë@example.org"]
    assert rows[0]["first name"] == "'=HYPERLINK(1)"
    assert rows[1]["spared"] == "Somebody has died; Scans and waiting for results"
    assert rows[1]["said yes on"] == f"{timezone.now() - timedelta(days=1):%Y-%m-%d}"
    assert logged() == [("newsletter.exported", "")]


def test_for_the_file_she_shows_once_more_that_it_is_she(desk):
    subscribe("ann@example.org")
    session = desk.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - 3600
    session.save()
    for answer in (desk.get(f"{PEOPLE}file/"), desk.post(f"{PEOPLE}file/")):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/again/")
        assert answer["Location"].endswith("next=%2Fadmin%2Fletters%2Fpeople%2Ffile%2F")
    assert not logged()
    assert desk.get(PEOPLE).status_code == 200


# ── Settings ──


def test_founders_say_how_fast_letters_go_out(desk):
    form = {"how_often": " about  twice a month ", "from_hour": 9, "until_hour": 18, "an_hour": 500,
            "a_day": 0, "leave_address": "leave@example.org"}  # fmt: skip
    page = seen(desk.post("/admin/letters/settings/", form, follow=True))
    assert "Saved." in page
    row = NewsletterSettings.objects.get()
    assert (row.how_often, row.from_hour, row.an_hour) == ("about twice a month", 9, 500)
    for wrong in ({"from_hour": 25}, {"how_often": " "}, {"leave_address": "x"}, {"an_hour": -1}):
        answer = desk.post("/admin/letters/settings/", form | wrong)
        assert answer.status_code == 422 and "Not saved yet." in seen(answer)
    assert NewsletterSettings.objects.get().from_hour == 9
    assert [action for action, _ in logged()] == ["newsletter.settings_changed"]


def test_a_welcome_is_chosen_and_taken_out_again(desk):
    letter = make_letter(section(text("Welcome.")), title="You are in")
    draft = make_letter(section(text("Not yet.")), live=False)
    where = "/admin/letters/settings/series/"
    assert desk.post(where, {"letter": draft.pk, "days_after": 0}).status_code == 422
    page = seen(desk.post(where, {"letter": letter.pk, "days_after": 3}, follow=True))
    assert "You are in 3 days after her yes" in page
    series = Mailing.objects.get()
    assert (series.kind, series.days_after, series.state) == ("series", 3, "sending")
    assert "Goes to everybody who says yes, 3 days later" in seen(
        desk.get(f"/admin/letters/sent/{series.pk}/")
    )
    desk.post(where, {"letter": letter.pk, "days_after": 0})
    assert Mailing.objects.get().days_after == 0
    ann = subscribe()
    Delivery.objects.create(mailing=series, subscriber=ann)
    page = seen(desk.post(f"{where}{series.pk}/out/", follow=True))
    assert "No letter yet." in page and Delivery.objects.get().why == "cancelled"
