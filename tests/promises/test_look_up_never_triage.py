"""Promise 11: look up, record, communicate. Nothing scores, triages or interprets one person's data.

(UK Medical Devices Regulations 2002: software that does would be a medical device.)
"""

import re

import pytest

from alongside.experiences.models import Experience
from alongside.signs.models import SignPage, Urgency
from tests.moderation.conftest import (  # noqa: F401  (fixtures)
    desk,
    let_in,
    moderation_key,
    nobody_posted_before,
    open_inbox,
    opened,
    page,
    reads,
    tell,
)

JUDGING = re.compile(r"(?i)score|risk|triage|severity|likelihood|probab|diagnos|red_?flag|priority")
URGENCIES = [label for _, label in Urgency.choices]


@pytest.fixture
def emergency(db) -> str:
    """Code of a sign whose page says: act now."""
    return SignPage.objects.live().filter(urgency=Urgency.EMERGENCY).first().code


def test_promise_nothing_about_a_person_is_kept_that_judges_her():
    names = [field.name for field in Experience._meta.get_fields()]
    assert "urgent_at" in names  # a person presses it; see below
    assert [name for name in names if JUDGING.search(name)] == []


def test_promise_what_she_noticed_changes_neither_place_nor_flag(tell, desk, emergency):  # noqa: F811
    mild = tell(story={"own_signs": "My elbow itched."}).experience
    grave = tell(
        story={"own_signs": "I could not feel my legs, and I coughed blood."},
        facts={"signs": [emergency], "places": ["bone"]},
    ).experience
    listed = desk.client.get("/admin/experiences/").content.decode()
    assert listed.index(f'value="{mild.pk}"') < listed.index(f'value="{grave.pk}"')
    assert not Experience.objects.urgent().exists()


def test_promise_a_moderator_is_shown_signs_and_no_judgement(tell, desk, emergency):  # noqa: F811
    one = tell(
        story={"own_signs": "I could not feel my legs."}, facts={"signs": [emergency]}
    ).experience
    seen = page(desk.open(one))
    name = SignPage.objects.get(brief_id=emergency).title
    assert name in seen
    assert [label for label in URGENCIES if label in seen] == []
    assert not re.search(r"(?i)likely|probably|diagnos|\d+ ?%", seen)


def test_promise_suggestions_know_the_phrase_and_not_the_person(tell, desk):  # noqa: F811
    words = {"own_signs": "My hip hurt in the night."}
    plain = tell(story=words).experience
    other = tell(
        story=words, facts={"route": "de_novo", "places": ["brain"], "age_band": "75_over"}
    ).experience

    def offered(one: Experience) -> list[str]:
        html = desk.open(one).content.decode().partition('id="signs"')[2].partition("<details")[0]
        return re.findall(r'name="signs" value="([^"]+)"', html)

    assert offered(plain) == offered(other)
