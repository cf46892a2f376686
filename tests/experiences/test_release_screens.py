"""A founder looks at the next release and publishes it; a moderator may look."""

import pytest
from django.db import connection
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.experiences import actions
from alongside.experiences.models import Experience, experience_settings
from alongside.signs.releases import Release, current_release
from tests.enquiries.conftest import seen

SCREEN = "/admin/experiences/releases/"
FACTS = {"route": "de_novo", "places": ["liver"], "signs": ["s-jaundice"], "visits": 3}


@pytest.fixture
def people(tell):
    def _people(number: int, **facts) -> None:
        made = [tell(facts={**FACTS, **facts}).experience.pk for _ in range(number)]
        Experience.objects.filter(pk__in=made).update(state="accepted", decided_at=timezone.now())

    return _people


def test_from_looking_to_publishing(people, founder, signed_in):
    people(12)
    people(3, places=["skin"])
    browser = signed_in(founder)
    page = seen(browser.get(SCREEN))
    assert "No release yet" in page and "about 15 people" in page
    assert "Where it has spread to – Everybody: Liver appears: 10" in page
    assert "Where it has spread to – Everybody: Skin fewer than 8 people" in page
    assert "half needed" in page or "half were referred after" in page  # in words
    asked = browser.get(f"{SCREEN}publish/")
    assert "You cannot take it back" in seen(asked) and not Release.objects.exists()
    page = seen(browser.post(f"{SCREEN}publish/", {"after": "0"}, follow=True))
    assert "Release 1 is on the website now." in page
    assert "10 more people have to come first" in page
    assert set(Experience.objects.values_list("first_release", flat=True)) == {1}
    assert AuditEntry.objects.get(action="release.published").actor == founder


def test_pressed_twice_it_is_one_release(people, founder, signed_in):
    people(12)
    browser = signed_in(founder)
    browser.post(f"{SCREEN}publish/", {"after": "0"})
    people(10)  # and even when enough came in between, the second press means the same release
    page = seen(browser.post(f"{SCREEN}publish/", {"after": "0"}, follow=True))
    assert "another release came since you looked" in page
    assert Release.objects.get().number == 1


def test_two_at_the_same_moment_make_one_release(people, founder, second_founder):
    """The other one is published after this one has collated, and before its transaction begins."""
    people(12)
    released = []

    def other_is_first(execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT") and not released:
            released.append(None)
            released[0] = actions.publish(by=second_founder)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(other_is_first), pytest.raises(actions.TooFewNew):
        actions.publish(by=founder)
    assert list(Release.objects.all()) == released


def test_who_came_while_it_was_collated_is_in_it(people, founder):
    people(12)
    came = []

    def somebody_comes(execute, sql, params, many, context):
        if "experiences_experiencesettings" in sql and not came:
            came.append(True)  # first: taking somebody in reads the settings too
            people(5)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(somebody_comes):
        release = actions.publish(by=founder)
    assert came and release.people == 15
    assert not Experience.objects.filter(first_release=None).exists()


@pytest.mark.parametrize("after", ["", "x", "-1", "٣", "99999999999999"])
def test_a_press_that_does_not_say_what_she_saw_publishes_nothing(
    after, people, founder, signed_in
):
    people(12)
    answer = signed_in(founder).post(f"{SCREEN}publish/", {"after": after})
    assert answer["Location"] == f"{SCREEN}publish/" and not Release.objects.exists()


def test_looking_changes_nothing(people, founder, signed_in):
    people(12)
    browser = signed_in(founder)
    for address in ("", "publish/?after=0", "weekly/?weekly=off"):
        browser.get(SCREEN + address)
    assert not Release.objects.exists() and experience_settings().releases_weekly
    assert not AuditEntry.objects.filter(action__startswith="release.").exists()


def test_a_moderator_looks_and_may_not_publish(people, moderator, signed_in):
    people(12)
    browser = signed_in(moderator)
    page = seen(browser.get(SCREEN))
    assert "A founder can publish it" in page and "Publish release" not in page
    for address, form in (("publish/", {"after": "0"}), ("weekly/", {"weekly": "off"})):
        assert browser.post(SCREEN + address, form).status_code == 403
    assert browser.get(f"{SCREEN}publish/").status_code == 403
    assert current_release() is None and experience_settings().releases_weekly


@pytest.mark.parametrize("who", ["editor", "reviewer", "operator", "outsider"])
def test_nobody_else_sees_it(who, people, request, signed_in):
    people(12)
    page = signed_in(request.getfixturevalue(who)).get(SCREEN)
    assert page.status_code == 403 and b"Liver" not in page.content


def test_a_founder_switches_the_weekly_one_off_and_on(founder, signed_in):
    browser = signed_in(founder)
    for said, words in (
        ("off", "No release comes by itself"),
        ("on", "comes every week by itself"),
    ):
        page = browser.post(f"{SCREEN}weekly/", {"weekly": said}, follow=True)
        assert words in seen(page)
        assert experience_settings().releases_weekly == (said == "on")
    done = AuditEntry.objects.filter(action__startswith="release.weekly").order_by("pk")
    assert [one.action for one in done] == ["release.weekly_off", "release.weekly_on"]


def test_made_up_people_stop_it_on_a_real_site_and_the_screen_says_so(
    people, founder, signed_in, settings
):
    people(12)
    Experience.objects.filter(pk=Experience.objects.first().pk).update(is_made_up=True)
    settings.DEMONSTRATION_ALLOWED = False
    browser = signed_in(founder)
    page = seen(browser.get(SCREEN))
    assert "So nothing can be published here" in page and "Publish release" not in page
    page = seen(browser.post(f"{SCREEN}publish/", {"after": "0"}, follow=True))
    assert "made up for demonstration" in page and not Release.objects.exists()
