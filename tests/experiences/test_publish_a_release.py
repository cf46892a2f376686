"""A founder publishes a release; the next ones come weekly, when at least 10 new people came."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core import edition
from alongside.core.tasks import look_for_work
from alongside.experiences import actions
from alongside.experiences.collation import rules
from alongside.experiences.models import Experience
from alongside.signs.releases import Release, current_release

FACTS = {"route": "de_novo", "places": ["liver"], "signs": ["s-jaundice"]}


@pytest.fixture
def people(tell):
    def _people(number: int) -> None:
        made = [tell(facts=FACTS).experience.pk for _ in range(number)]
        Experience.objects.filter(pk__in=made).update(state="accepted", decided_at=timezone.now())

    return _people


def test_a_release_holds_what_was_accepted_and_says_so(people, founder):
    people(12)
    before = edition.current()
    release = actions.publish(by=founder)
    assert current_release() == release and release.number == 1 and release.people == 10
    assert release.read().table("places").cell("liver").count == 10
    assert "Release 1" in release.label and "10 people" in release.label
    assert "Not from a clinical source" in release.label and "MADE UP" not in release.label
    assert edition.current() > before
    assert AuditEntry.objects.get(action="release.published").target == "release:1"


def test_fewer_than_ten_new_people_make_no_release(people, founder):
    people(9)
    with pytest.raises(actions.TooFewNew):
        actions.publish(by=founder)
    people(1)
    actions.publish(by=founder)
    people(9)
    assert actions.preview().still_missing == 1
    with pytest.raises(actions.TooFewNew):
        actions.publish(by=founder)
    assert Release.objects.count() == 1


def test_of_an_older_release_only_date_method_and_total_stay(people, founder):
    people(10)
    actions.publish(by=founder)
    people(10)
    actions.publish(by=founder)
    old = Release.objects.get(number=1)
    assert old.figures == {} and old.people == 10 and old.method == "1.0"
    assert current_release().number == 2 and current_release().people == 20


def test_the_preview_says_what_would_change(people, founder):
    people(10)
    actions.publish(by=founder)
    people(10)
    changes = {(c.table, c.cell): (c.was, c.becomes) for c in actions.preview().changes}
    assert changes["Where it has spread to – Everybody", "Liver"] == (10, 20)
    assert Release.objects.count() == 1  # it is a preview


def test_the_weekly_release_waits_for_the_first_one_and_for_a_week(people, founder):
    people(10)
    look_for_work()
    assert not Release.objects.exists()  # the first one is published by hand
    actions.publish(by=founder)
    people(10)
    look_for_work()
    assert Release.objects.count() == 1
    Release.objects.update(published_at=timezone.now() - timedelta(days=7))
    actions.set_weekly(weekly=False, by=founder)
    look_for_work()
    assert Release.objects.count() == 1
    actions.set_weekly(weekly=True, by=founder)
    look_for_work()
    assert Release.objects.count() == 2
    assert AuditEntry.objects.filter(action="release.published", actor=None).count() == 1


def test_the_weekly_look_at_its_time(people, founder):
    people(10)
    first = actions.publish(by=founder)
    people(9)
    week = first.published_at + timedelta(days=7)
    assert actions.release_when_due(now=week) is None  # nine are too few
    people(1)
    assert actions.release_when_due(now=week - timedelta(minutes=1)) is None
    assert actions.release_when_due(now=week).number == 2
    assert actions.release_when_due(now=week + timedelta(days=30)) is None  # nobody is new


def test_made_up_people_are_watermarked_and_never_published_on_a_real_site(
    people, founder, settings
):
    people(20)
    Experience.objects.filter(pk=Experience.objects.first().pk).update(is_made_up=True)
    settings.DEMONSTRATION_ALLOWED = False
    assert actions.preview().is_refused_as_made_up
    with pytest.raises(actions.MadeUp):
        actions.publish(by=founder)
    settings.DEMONSTRATION_ALLOWED = True
    assert actions.publish(by=founder).label.startswith("MADE UP FOR DEMONSTRATION.")


@pytest.fixture
def by_route(tell):
    """So many more people after primary and de novo who are accepted."""

    def _people(after_primary: int, de_novo: int) -> None:
        routes = ["after_primary"] * after_primary + ["de_novo"] * de_novo
        made = [tell(facts=FACTS | {"route": route}).experience.pk for route in routes]
        Experience.objects.filter(pk__in=made).update(state="accepted", decided_at=timezone.now())

    return _people


def test_a_table_that_would_tell_of_few_newcomers_stays_as_it_was(by_route, founder, client):
    by_route(32, 12)
    actions.publish(by=founder)
    by_route(
        11, 1
    )  # 30 → 45 and 10 → 15 of 45 → 55: that one to three of them are de novo is certain
    why = {(h.table, h.why) for h in actions.preview().collated.hidden}
    heading = "How it was found out: after primary breast cancer, or from the start – Everybody"
    assert (heading, f"{rules.STAYS} 1") in why
    release = actions.publish(by=founder)
    table = release.read().table("route")
    assert release.people == 55 and table.as_of == 1
    assert [cell.count for cell in table.cells] == [30, 10]
    assert release.read().table("places").as_of == 2
    file = client.get("/signs/figures/release.csv").content.decode()
    lines = [line for line in csv.DictReader(StringIO(file)) if line["group"] == "all"]
    told = {(line["measure"], line["as_of_release"]) for line in lines}
    assert ("route", "1") in told and ("places", "2") in told


def test_it_does_not_keep_somebody_who_took_hers_back(by_route, founder):
    by_route(32, 12)
    actions.publish(by=founder)
    by_route(11, 1)
    gone = Experience.objects.filter(route="de_novo")[:5]
    for experience in gone:
        experience.delete()
    table = actions.publish(by=founder).read().table("route")
    assert table is None or table.as_of == 2
