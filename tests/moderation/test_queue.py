"""The queue: who waits, for how long, and what looks like the same thing twice; locked or not."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.experiences.models import Experience

from .conftest import HER_WORDS, page

AT = "/admin/experiences/"


def test_nothing_waits(desk):
    assert "Nobody has told us anything yet." in page(desk.client.get(AT))
    assert "Nothing here." not in page(desk.client.get(f"{AT}?show=asked"))


def test_a_line_says_what_is_known_without_a_word_of_hers(desk, tell, let_in):
    one = tell(
        facts={"route": "after_primary", "places": ["bone", "liver"], "teller": "died"},
        story={"own_signs": HER_WORDS},
    ).experience
    hours = timezone.now() - datetime.timedelta(hours=5)
    Experience.objects.filter(pk=one.pk).update(received_at=hours)
    for client_is_locked in (False, True):
        if client_is_locked:
            desk.client.post(f"{AT}lock/")
        seen = page(desk.client.get(AT))
        assert "After primary breast cancer · Bones, Liver · told by somebody close" in seen
        assert f"number {one.pk} · 5 hours ago · 16 words" in seen
        assert "The oldest has waited 5 hours." in seen
        assert "toothache" not in seen
    locked = page(desk.client.get(f"{AT}{one.pk}/"))
    assert "Bones, Liver" in locked and "The words are locked" in locked
    assert "toothache" not in locked


def test_the_oldest_comes_first_and_urgent_before_it(desk, tell):
    numbers = [tell(story={"own_signs": f"My words {n}."}).experience.pk for n in range(4)]
    Experience.objects.filter(pk=numbers[2]).update(urgent_at=timezone.now())
    html = desk.client.get(AT).content.decode()
    order = [numbers[2], numbers[0], numbers[1], numbers[3]]
    places = [html.index(f'name="experience" value="{pk}"') for pk in order]
    assert places == sorted(places)
    assert "1 urgent" in page(desk.client.get(AT))


def test_the_same_words_and_the_same_minute_are_said(desk, tell):
    words = "I had a pain in my ribs and nobody believed me for weeks."
    first = tell(story={"own_signs": words}).experience
    tell(story={"own_signs": f"  {words.upper()}"})
    third = tell(story={"own_signs": "Something quite different happened to me in the end."})
    noon = timezone.now().replace(hour=12, minute=0, second=10) - datetime.timedelta(days=1)
    Experience.objects.update(received_at=noon)
    Experience.objects.filter(pk=third.experience.pk).update(
        received_at=noon + datetime.timedelta(minutes=3)
    )
    seen = page(desk.client.get(AT))
    assert seen.count("2 have the same words, it seems") == 2
    assert seen.count("2 came in the same minute") == 2
    assert "2 have the same words, it seems. Please look" in page(desk.open(first))


def test_the_same_queries_however_many_wait(desk, tell):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert desk.client.get(AT).status_code == 200
        return len(caught)

    tell(story={"own_signs": HER_WORDS})
    few = queries()
    for number in range(30):
        tell(story={"own_signs": f"{HER_WORDS} {number}"})
    assert queries() <= few
    assert "Page 1 of 2" in page(desk.client.get(AT))
    assert "Page 2 of 2" in page(desk.client.get(f"{AT}?p=2"))


def test_lists_are_counted(desk, tell, moderator):
    for state in ("waiting", "asked", "accepted", "declined", "declined"):
        one = tell(story={"own_signs": HER_WORDS}).experience
        Experience.objects.filter(pk=one.pk).update(state=state, decided_by=moderator)
    seen = page(desk.client.get(AT))
    assert "Waiting 1 Urgent Asked 1 Accepted 1 Not used 2" in seen
    assert "Decided by you: 5" in page(desk.client.get(f"{AT}?show=yours"))
    assert "Asked: 1" in page(desk.client.get(f"{AT}?show=asked"))
