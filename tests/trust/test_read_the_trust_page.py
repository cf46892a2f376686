"""A reader wants to know who can read what she writes, and how the house is kept today."""

import datetime
import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.backoffice.models import RestoreRehearsal
from alongside.backoffice.trust import in_public
from alongside.enquiries import actions, keys
from alongside.enquiries.models import Conversation, RecoverySet, Rehearsal
from alongside.enquiries.words import Details

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(founder):
    """A function: so many people have written, each answered after so many days."""
    secret = keys.make_inbox_key(by=founder, passphrase="quiet lemon harbour seven")
    keys.make_sheets(by=founder, inbox_secret=secret, given_to=["A", "B", "C"])
    keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=founder)

    def write(days: list[float | None]) -> None:
        for day in days:
            received = actions.receive(
                submission_id=secrets.token_bytes(16),
                details=Details(name="Zoë"),
                message="My scan is on Tuesday.",
                consent_wording="1",
            )
            if day is None:
                continue
            answered = received.conversation.received_at + datetime.timedelta(days=day)
            Conversation.objects.filter(pk=received.conversation.pk).update(
                first_answered_at=answered, state="answered"
            )

    return write


def _rows(reader) -> str:
    page = reader.get("/trust/").content.decode()
    return " ".join(page.split())


def test_ten_sentences_with_the_limits(reader):
    page = reader.get("/trust/").content.decode()
    sentences = page.partition("Ten sentences")[2].partition("</ol>")[0]
    assert sentences.count("<li>") == 10
    assert "We cannot protect you from somebody who has your unlocked phone" in sentences
    assert "lost for everybody" in sentences
    for jargon in ("encrypt", "private key", "PGP", "token"):
        assert jargon not in page


def test_a_new_house_says_that_there_is_nothing_to_count_yet(reader):
    page = _rows(reader)
    assert "<dt>Conversations that we hold now</dt><dd>none</dd>" in page
    assert "<dd>too few answers yet to say</dd>" in page
    assert "<dt>Recovery sheets last rehearsed</dt><dd>not yet</dd>" in page


def test_few_people_are_not_counted(reader, written):
    written([1, 2, 3])
    page = _rows(reader)
    assert "<dt>Conversations that we hold now</dt><dd>fewer than 8</dd>" in page
    assert "<dd>too few answers yet to say</dd>" in page
    assert "Zoë" not in page


def test_the_median_and_the_dates_are_the_real_ones(reader, written):
    written([1, 1, 2, 3, 4, 5, 6, 9, 9])
    Rehearsal.objects.create(kind="few", succeeded=True, sheets="1, 2")
    RestoreRehearsal.objects.create(succeeded=True, rows=12)
    today = f"{timezone.localdate():%-d %B %Y}"
    page = _rows(reader)
    assert "first answer within</dt><dd>4 days</dd>" in page
    assert "<dt>Conversations that we hold now</dt><dd>about 10</dd>" in page
    assert f"<dt>Recovery sheets last rehearsed</dt><dd>{today}</dd>" in page
    assert f"<dt>A backup last brought back as a rehearsal</dt><dd>{today}</dd>" in page


def test_a_rehearsal_that_failed_is_not_shown_as_one(reader, written):
    Rehearsal.objects.create(kind="few", succeeded=False, sheets="1, 2")
    assert "<dt>Recovery sheets last rehearsed</dt><dd>not yet</dd>" in _rows(reader)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "none"), (1, "fewer than 8"), (7, "fewer than 8"), (8, "about 10"), (12, "about 10"),
     (13, "about 15"), (1_002, "about 1000")],
)  # fmt: skip
def test_numbers_name_nobody(count, words):
    assert in_public(count) == words


def test_it_has_its_place_in_the_footer_and_the_sitemap(reader):
    assert 'href="/trust/"' in reader.get("/").content.decode()
    assert "/trust/</loc>" in reader.get("/sitemap.xml").content.decode()


def _queries(reader) -> int:
    with CaptureQueriesContext(connection) as asked:
        reader.get("/trust/")
    return len(asked)


def test_the_page_takes_the_same_number_of_queries_however_much_is_held(reader, written):
    written([1] * 9)
    reader.get("/trust/")
    few = _queries(reader)
    more = Conversation.objects.count()
    for _ in range(30):
        actions.receive(
            submission_id=secrets.token_bytes(16),
            details=Details(),
            message="Another one.",
            consent_wording="1",
        )
    assert Conversation.objects.count() == more + 30
    assert 0 < _queries(reader) == few


def test_who_has_no_answer_counts_as_waiting_for_ever(reader, written):
    written([1, 1, 1, 1, None, None, None, None, None])
    assert "<dd>too few answers yet to say</dd>" in _rows(reader)
    written([2, 2, 2])
    assert "first answer within</dt><dd>2 days</dd>" in _rows(reader)


@pytest.mark.parametrize(("days", "words"), [(0.2, "a day"), (1.3, "2 days"), (2.4, "3 days")])
def test_days_are_rounded_up(reader, written, days, words):
    written([days] * 9)
    assert f"first answer within</dt><dd>{words}</dd>" in _rows(reader)


def test_a_rehearsal_of_older_sheets_is_none_of_the_newest(reader, written, founder):
    before = timezone.now()
    Rehearsal.objects.create(kind="few", succeeded=True, sheets="1, 2", at=before)
    RecoverySet.objects.update(confirmed_at=before + datetime.timedelta(seconds=1))
    assert "<dt>Recovery sheets last rehearsed</dt><dd>not yet</dd>" in _rows(reader)


def test_a_failure_takes_back_what_worked_before(reader, written):
    Rehearsal.objects.create(kind="few", succeeded=True, sheets="1, 2")
    Rehearsal.objects.create(kind="few", succeeded=False, sheets="1, 2")
    assert "<dt>Recovery sheets last rehearsed</dt><dd>not yet</dd>" in _rows(reader)
