"""Her own words become signs of the catalogue, or a new one in plain words, or another choice."""

from alongside.experiences.models import Experience

from .conftest import HER_WORDS, page


def test_signs_are_added_and_hers_stay(desk, tell):
    one = tell(
        story={"own_signs": HER_WORDS}, facts={"places": ["bone"], "signs": ["s-cough"]}
    ).experience
    codes = [sign for sign in desk.open(one).content.decode().split('"') if sign.startswith("s-")]
    first, second = codes[0], codes[1]
    desk.press("keep", one, signs=[first, second])
    one.refresh_from_db()
    assert set(one.sign_codes) == {"s-cough", first, second}
    assert one.state == "waiting" and one.signs_added.split() == [first, second]
    desk.press("keep", one, signs=[second])
    one.refresh_from_db()
    assert set(one.sign_codes) == {"s-cough", second}


def test_a_sign_that_the_catalogue_does_not_have(desk, tell):
    one = tell(story={"own_signs": "My ears felt hot."}).experience
    seen = desk.open(one)
    refused = desk.press("keep", one, seen, unlisted="Ring 07700 900123")
    assert refused.status_code == 422 and "plain words only" in page(refused)
    desk.press("accept", one, seen, unlisted=" Hot   ears\n\nhot ears\nheavy eyelids")
    assert sorted(one.unlisted.values_list("words", flat=True)) == ["heavy eyelids", "hot ears"]
    assert Experience.objects.get().state == "accepted"


def test_what_the_catalogue_made_of_it_stays(desk, tell):
    one = tell(story={"own_signs": "My ears felt hot."}).experience
    one.unlisted.create(words="hot ears", code="s-hot-ears")
    desk.press("keep", one, unlisted="cold feet")
    assert sorted(one.unlisted.values_list("words", flat=True)) == ["cold feet", "hot ears"]


def test_something_else_is_moved_to_a_choice_and_her_own_choice_never(desk, tell):
    one = tell(
        facts={"taken_for": "other", "found_by": "private"},
        story={"taken_for": "They said my pelvis was out"},
    ).experience
    seen = desk.open(one)
    assert "Is it one of these?" in page(seen)
    desk.press("keep", one, seen, taken_for="strain", found_by="routine")
    one.refresh_from_db()
    assert (one.taken_for, one.found_by) == ("strain", "private")
