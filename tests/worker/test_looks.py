"""The worker publishes and takes down what is scheduled, and notices a new day."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import PageLogEntry

from alongside.answers.models import AnswerPage
from alongside.core import edition
from alongside.core.models import Edition
from alongside.core.tasks import expire_scheduled, look_for_work, publish_scheduled
from alongside.pages.models import Menu

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def _schedule(brief_id, sentence, when):
    page = AnswerPage.objects.get(brief_id=brief_id)
    page.sentence, page.go_live_at = sentence, when
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_words_go_live_at_their_hour_and_not_before(db):
    now = timezone.now()
    page = _schedule("Q01", "Published by the worker.", now + HOUR)
    before = edition.current()
    publish_scheduled()
    page.refresh_from_db()
    assert page.sentence != "Published by the worker."
    assert edition.current() == before

    with time_machine.travel(now + 2 * HOUR):
        publish_scheduled()
        page.refresh_from_db()
        assert page.sentence == "Published by the worker."
        assert edition.current() > before
        after = edition.current()
        publish_scheduled()
        assert edition.current() == after
    log = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled")
    assert log.count() == 1


def test_a_page_is_taken_down_at_its_hour():
    now = timezone.now()
    page, other = (AnswerPage.objects.get(brief_id=key) for key in ("Q01", "Q02"))
    page.expire_at = now + HOUR
    page.save_revision().publish()
    with time_machine.travel(now + 2 * HOUR):
        expire_scheduled()
    page.refresh_from_db()
    other.refresh_from_db()
    assert (page.live, page.expired, other.live) == (False, True, True)


def test_the_menu_can_be_taken_down_too():
    Menu.objects.filter(place="footer").update(expire_at=timezone.now() - HOUR)
    expire_scheduled()
    assert list(Menu.objects.filter(live=True).values_list("place", flat=True)) == ["top"]


def test_one_page_that_cannot_be_published_keeps_back_no_other(caplog):
    now = timezone.now()
    broken = _schedule("Q01", "Never seen.", now + HOUR)
    fine = _schedule("Q02", "Published all the same.", now + HOUR)
    revision = broken.latest_revision
    revision.content = {**revision.content, "review_every_months": "not a number"}
    revision.save()
    with time_machine.travel(now + 2 * HOUR):
        look_for_work()
    fine.refresh_from_db()
    broken.refresh_from_db()
    assert fine.sentence == "Published all the same."
    assert broken.sentence != "Never seen."
    assert f"publishing revision {revision.pk}" in caplog.text


def test_a_new_day_raises_the_edition_once():
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    look_for_work()
    before = edition.current()
    look_for_work()
    assert edition.current() == before
    with time_machine.travel(tomorrow):
        look_for_work()
        look_for_work()
        assert edition.current() == before + 1
        assert Edition.objects.get().day == timezone.localdate()
