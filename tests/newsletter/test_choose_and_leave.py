"""She says yes, chooses, pauses, moves, leaves, comes back, and is erased."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alongside.core.mail.models import OutboxMessage
from alongside.core.retention import purge_all
from alongside.newsletter.models import Consent, Delivery, Mailing, Subscriber, Suppressed
from alongside.newsletter.parts import Part
from tests.newsletter.conftest import DAY, JOIN, letters, path_in, path_of, row, seen, send_mail
from tests.newsletter.sending_stage import letter

pytestmark = pytest.mark.django_db
BUTTON = "Yes, send me letters"


@pytest.fixture
def mailing():
    page = letter()
    return Mailing.objects.create(page=page, revision=page.live_revision, filled_at=timezone.now())


# ── Saying yes ──


def test_a_young_link_shows_a_button_and_an_old_one_says_yes_by_itself(visitor):
    visitor.ask()
    path = path_in(letters()[-1])
    send_mail()
    young = visitor.look(path)
    assert BUTTON in young and "data-by-itself" not in young and "confirm.js" not in young
    visitor.clock.shift(179)
    assert "data-by-itself" not in visitor.look(path)
    visitor.clock.shift(2)
    old = visitor.look(path)
    assert "data-by-itself" in old and "newsletter/confirm.js" in old and BUTTON in old
    assert row().state == "asked"  # looking changed nothing


def test_she_is_in_and_looking_again_says_so(visitor):
    visitor.ask()
    path = path_in(letters()[-1])
    page = visitor.confirm()
    assert "You are in" in seen(page)
    assert row().state == "active" and Consent.objects.get().confirmed_at == row().confirmed_at
    assert letters()[-1].subject == "You are in"
    before = OutboxMessage.objects.count()
    assert "You are in" in seen(visitor.client.get(path))
    assert OutboxMessage.objects.count() == before


def test_after_fourteen_days_the_link_is_over_and_offers_the_form(visitor):
    visitor.ask()
    path = path_in(letters()[-1])
    visitor.clock.shift(13 * DAY)
    list(purge_all(now=timezone.now()))
    assert row().state == "asked"
    visitor.clock.shift(DAY + timedelta(seconds=1))
    list(purge_all(now=timezone.now()))
    assert not Subscriber.objects.exists() and not Consent.objects.exists()
    assert f'href="{JOIN}"' in visitor.look(path, status=404)


def test_whoever_confirms_gets_the_welcome_series_once(visitor, mailing):
    for days in (0, 7):
        page = letter()
        Mailing.objects.create(
            page=page, revision=page.live_revision, kind="series", days_after=days,
            state="sending", filled_at=timezone.now(),
        )  # fmt: skip
    visitor.ask()
    path = path_in(letters()[-1])
    visitor.confirm()
    visitor.client.get(path)
    due = list(Delivery.objects.order_by("due_at").values_list("due_at", flat=True))
    assert [(moment - row().confirmed_at).days for moment in due] == [0, 7]
    assert not OutboxMessage.objects.filter(kind="newsletter.you_are_in").exists()


# ── Choosing ──


def test_parts_notes_name_and_a_pause(visitor, subscriber):
    ann = subscriber()
    path = path_of("preferences", ann)
    page = visitor.look(path)
    assert "a***@e***.org" in page and "ann@example.org" not in page
    kept = visitor.send(
        path, {"parts": ["2"], "spared": ["1", "4"], "first_name": "Ann", "pause": "3"}, page=page
    )
    assert "Kept. No letters come before 25 February 2027." in seen(kept)
    ann = row()
    assert (ann.wants, int(ann.spare), ann.paused_until) == (Part.TREATMENTS, 5, date(2027, 2, 25))
    assert ann.contact().first_name == "Ann"
    visitor.send(path, {"parts": ["2"], "first_name": "\u200b", "pause": "now"})
    assert row().contact().first_name == ""
    assert Consent.objects.get().where == "preferences"  # a part that is new was agreed to


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("2026-11-25", "Please choose a day that is still to come."),
        ("2030-01-01", "Two years are the longest pause."),
        ("soon", "Please write a day like this"),
        ("", "Please choose a day"),
    ],
)
def test_a_pause_that_cannot_be_keeps_what_was_typed(visitor, subscriber, until, says):
    path = path_of("preferences", subscriber())
    page = visitor.send(
        path, {"parts": ["8"], "pause": "until", "until": until, "first_name": "Ann"}
    )
    assert page.status_code == 422 and says in seen(page)
    assert 'value="Ann"' in page.content.decode() and row().paused_until is None


def test_no_part_at_all_is_asked_about(visitor, subscriber):
    page = visitor.send(path_of("preferences", subscriber()), {"pause": "now"})
    assert page.status_code == 422 and "Please tick at least one." in seen(page)
    assert row().parts == int(Part.CAMPAIGN | Part.EVENTS)


def test_another_address_is_confirmed_there_and_the_old_one_is_told(visitor, subscriber):
    ann = subscriber()
    visitor.send(path_of("address", ann), {"email": "ann@elsewhere.example"})
    asked, told = letters()
    assert (asked.to, told.to) == ("ann@elsewhere.example", "ann@example.org")
    assert row().pk == ann.pk  # nothing has changed yet
    assert "Another address is waiting" in visitor.look(path_of("preferences", ann))
    visitor.look(path_in(asked))
    assert row().contact().address == "ann@example.org"
    moved = visitor.send(path_in(asked))
    assert "Your letters come to this address from now on." in seen(moved)
    assert row("ann@elsewhere.example").pk == ann.pk and letters()[-1].to == "ann@example.org"


def test_she_can_stop_a_change_that_she_did_not_want(visitor, subscriber):
    ann = subscriber()
    visitor.send(path_of("address", ann), {"email": "thief@elsewhere.example"})
    asked = letters()[0]
    visitor.send(path_of("stay", ann))
    assert visitor.client.get(path_in(asked)).status_code == 404
    assert row().contact().address == "ann@example.org"


# ── Leaving ──


def test_one_press_and_she_has_left_and_can_undo_it(visitor, subscriber, mailing):
    ann = subscriber()
    path = path_of("leave", ann, mailing.pk)
    page = visitor.look(path)
    assert (
        page.count("<button") == 1 + page.count("Get letters</button>") and row().state == "active"
    )
    left = visitor.client.post(path)
    mailing.refresh_from_db()
    assert "You have left" in seen(left) and row().state == "left" and mailing.left == 1
    visitor.client.post(path)
    mailing.refresh_from_db()
    assert mailing.left == 1  # pressed twice she has left once
    back = visitor.send(path_of("come-back", ann, mailing.pk), page=left)
    mailing.refresh_from_db()
    assert "Your letters go on as before." in seen(back)
    assert row().state == "active" and mailing.left == 0


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (
            b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (b"", "application/octet-stream"),
    ],
)
def test_one_click_of_rfc_8058(client, subscriber, body, kind):
    """No cookie, no login, no Origin; from a mail service somewhere."""
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}
    answer = client.post(path_of("leave", subscriber()), body, content_type=kind, headers=headers)
    assert answer.status_code == 200 and not answer.cookies and row().state == "left"


def test_a_link_of_nobody_is_kind_and_well_for_a_mail_service(client):
    path = "/letters/leave/" + "A" * 32 + "/"
    assert client.get(path).status_code == 404
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_leaving_one_part_leaves_the_others(visitor, subscriber):
    ann = subscriber()
    visitor.send(path_of("preferences", ann), {"parts": ["4"], "pause": "now"})
    assert row().wants == Part.EVENTS and row().state == "active"


def test_by_address_and_nobody_learns_who_gets_letters(visitor, subscriber):
    subscriber()
    pages = [
        visitor.send("/letters/leave/", {"email": address})
        for address in ("ann@example.org", "nobody@example.org")
    ]
    known, unknown = (seen(page).replace("nobody@", "ann@") for page in pages)
    assert known == unknown
    assert [mail.to for mail in letters()] == ["ann@example.org"]
    visitor.client.post(path_in(letters()[0]))
    assert row().state == "left"


def test_thirty_days_after_leaving_nothing_is_left(visitor, subscriber):
    visitor.client.post(path_of("leave", subscriber()))
    visitor.clock.shift(30 * DAY - timedelta(minutes=1))
    list(purge_all(now=timezone.now()))
    assert row().state == "left"
    visitor.clock.shift(timedelta(minutes=2))
    list(purge_all(now=timezone.now()))
    assert not Subscriber.objects.exists() and not Suppressed.objects.exists()


def test_erased_at_once_and_nobody_can_sign_her_up_again(visitor, subscriber, mailing):
    ann = subscriber()
    for state in ("sent", "waiting"):
        page = letter()
        its = Mailing.objects.create(page=page, revision=page.live_revision)
        Delivery.objects.create(mailing=its, subscriber=ann, state=state)
    visitor.send("/letters/leave/", {"email": "ann@example.org"})
    page = visitor.send(path_of("erase", ann))
    assert "erased" in seen(page)
    assert not Subscriber.objects.exists() and Suppressed.objects.get().why == "erased"
    assert list(Delivery.objects.values_list("subscriber", "state", "why").order_by("pk")) == [
        (None, "sent", ""), (None, "skipped", "erased"),
    ]  # fmt: skip
    assert not letters()  # what waited to be sent to her was stopped
    assert "One thing is left to do" in seen(visitor.ask())
    assert not letters() and not Subscriber.objects.exists()


def test_a_copy_of_what_is_held(visitor, subscriber):
    ann = subscriber(first_name="Ann")
    answer = visitor.send(path_of("copy", ann))
    held = answer.json()
    assert held["address"] == "a***@e***.org" and held["first name"] == "Ann"
    assert held["gets"] == ["News of our campaign", "Events"]
