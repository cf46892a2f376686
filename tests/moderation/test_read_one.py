"""Reading: a press that is in the log; facts in words; what may show who she is, marked."""

from alongside.accounts.models import AuditEntry
from alongside.experiences.models import SealedPart

from .conftest import HER_WORDS, page

AT = "/admin/experiences/"


def test_the_address_shows_nothing_before_it_is_opened_by_a_press(desk, tell, moderator):
    one = tell(story={"own_signs": HER_WORDS}, facts={"route": "de_novo"}).experience
    closed = page(desk.client.get(f"{AT}{one.pk}/"))
    assert "Read what she wrote" in closed and "From the start (de novo)" in closed
    assert "toothache" not in closed
    assert not AuditEntry.objects.filter(action="experience.opened").exists()
    assert "toothache" in page(desk.open(one))
    line = AuditEntry.objects.get(action="experience.opened")
    assert (line.actor, line.target) == (moderator, f"experience:{one.pk}")
    assert "toothache" in page(desk.client.get(f"{AT}{one.pk}/"))


def test_nothing_is_done_to_what_was_not_opened(desk, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    desk.client.post(f"{AT}{one.pk}/accept/", {"seen": one.parts.get().pk})
    one.refresh_from_db()
    assert one.state == "waiting"


def test_facts_are_words(desk, tell):
    one = tell(
        facts={
            "teller": "cannot_write", "route": "after_primary", "years_since_primary": 1,
            "places": ["bone", "lung"], "first_place": "lung", "signs": ["s-bone-pain"],
            "weeks_until_told": 12, "told_first": "pharmacist", "visits": 3,
            "taken_for": "sciatica", "found_by": "private", "year": 2024, "nation": "wales",
            "age_band": "45_54", "gender": "woman",
        },
        consents={"quote_me": True},
    ).experience  # fmt: skip
    seen = page(desk.open(one))
    for words in (
        "Somebody close to her or him, who cannot write it",
        "After primary breast cancer, 1 year later", "Bones, Lungs", "Found first in Lungs",
        "5 to 12 weeks", "A pharmacist", "3 or 4", "Sciatica, or a trapped nerve",
        "A scan that I paid for", "2024", "Wales", "45 to 54", "Woman",
        "Count her: yes · Quote her: yes · Write back to her: no", "Nothing in her own words.",
    ):  # fmt: skip
        assert words in seen, words
    assert "s-bone-pain" not in seen


def test_what_may_show_who_she_is_stands_out_and_markup_is_only_text(desk, tell):
    told = "<b>Dr Patel</b> at the Royal Infirmary saw me on 3 March 2023. Write to me@example.org."
    html = desk.open(tell(story={"own_signs": told}).experience).content.decode()
    assert "<mark>Dr Patel <small>name?</small></mark>" in html
    assert "<mark>the Royal Infirmary <small>hospital?</small></mark>" in html
    assert "<mark>3 March 2023 <small>date?</small></mark>" in html
    assert "<mark>me@example.org <small>e-mail?</small></mark>" in html
    assert "&lt;b&gt;" in html


def test_what_was_altered_is_said(desk, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    SealedPart.objects.filter(experience=one).update(sealed=b"something else")
    seen = page(desk.open(one))
    assert "A part of this cannot be opened" in seen
    one.keys.update(for_moderators=b"x" * 80)
    seen = page(desk.open(one))
    assert "It cannot be opened. Somebody may have changed the database." in seen
