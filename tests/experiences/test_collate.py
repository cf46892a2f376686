"""What a release would publish: who is counted, and what is too few to show."""

import json

import pytest

from alongside.experiences.actions import erase
from alongside.experiences.collation import collate
from alongside.experiences.models import Experience, TakenBack
from alongside.signs.models import SignPage

BONE = {"route": "after_primary", "places": ["bone"], "signs": ["s-bone-pain"]}
pytestmark = pytest.mark.usefixtures("open_inbox")


@pytest.fixture
def accepted(tell):
    """So many people with the same experience, accepted by a moderator."""

    def _accepted(
        number: int, *, state: str = "accepted", consents=None, **facts
    ) -> list[Experience]:
        made = [
            tell(facts={**BONE, **facts}, consents=consents or {}).experience for _ in range(number)
        ]
        Experience.objects.filter(pk__in=[one.pk for one in made]).update(state=state)
        return made

    return _accepted


def counts(measure: str, group: str = "all") -> dict[str, int | None]:
    table = collate().figures.table(measure, group)
    return {cell.key: cell.count for cell in table.cells} if table else {}


def test_counts_are_rounded_to_five(accepted):
    accepted(13)
    figures = collate().figures
    assert figures.people == 15
    signs = figures.table("signs", "place:bone")
    assert [(cell.key, cell.count, cell.percent) for cell in signs.cells] == [
        ("s-bone-pain", 15, 100)
    ]


def test_seven_people_are_too_few_to_show_and_eight_are_not(accepted):
    accepted(7)
    assert collate().figures.people is None and collate().figures.tables == ()
    accepted(1)
    assert collate().figures.people == 10


def test_only_who_agreed_and_was_accepted_is_counted(accepted):
    accepted(20)
    accepted(9, consents={"count_me": False})
    accepted(9, state="declined")
    accepted(9, state="waiting")
    collated = collate()
    assert (collated.people, collated.new_people, collated.figures.people) == (20, 20, 20)


def test_who_takes_it_back_is_not_counted_any_more(accepted):
    people = accepted(13)
    erase(experience=people[0], why=TakenBack.Why.ASKED)
    assert collate().people == 12 and collate().figures.people == 10


def test_a_question_that_was_skipped_counts_for_nobody(accepted):
    accepted(20, visits=2)
    accepted(20)
    table = collate().figures.table("visits")
    assert table.people == 20 and table.cell("2").count == 20


def test_one_small_cell_takes_a_second_one_with_it(accepted):
    """52 in all, 3 of them with sciatica: who subtracts from the total must not find them."""
    accepted(30, taken_for="arthritis")
    accepted(19, taken_for="strain")
    accepted(3, taken_for="sciatica")
    shown = {key: count for key, count in counts("taken_for").items() if count is not None}
    assert shown == {
        "arthritis": 30,
        "strain": 20,
    }  # all other options are hidden too: many unknowns


def test_when_only_one_cell_would_be_hidden_the_next_smallest_is_too(accepted):
    for nation, people in (
        ("england", 40),
        ("scotland", 20),
        ("wales", 10),
        ("northern_ireland", 9),
    ):
        accepted(people, nation=nation)
    accepted(3, nation="elsewhere")
    assert counts("nation") == {
        "england": 40, "scotland": 20, "wales": 10, "northern_ireland": None, "elsewhere": None,
    }  # fmt: skip
    whys = {
        one.cell: one.why for one in collate().hidden if one.table.startswith("Where they live")
    }
    assert whys == {
        "Outside the UK": "fewer than 8 people",
        "Northern Ireland": "it would give another one away",
    }


def test_the_middle_person_and_the_interval(accepted):
    accepted(40, weeks_until_told=0)
    accepted(60, weeks_until_told=4)
    table = collate().figures.table("weeks", "sign:s-bone-pain")
    assert table.middle == "3 to 4 weeks"
    cell = table.cell("0")
    assert (cell.count, cell.percent) == (40, 40) and cell.low <= 30 and cell.high >= 50


def test_a_merged_sign_counts_under_the_other_one(accepted):
    accepted(10, signs=["s-bone-pain"])
    accepted(10, signs=["s-back-pain"])
    accepted(10, signs=["s-bone-pain", "s-back-pain"])
    SignPage.objects.filter(brief_id="s-back-pain").update(merged_into="s-bone-pain")
    assert counts("signs") == {"s-bone-pain": 30}


def test_no_small_number_stands_anywhere_in_a_release(accepted):
    accepted(31, weeks_until_told=2, visits=1, nation="wales", taken_for="arthritis")
    accepted(6, weeks_until_told=52, visits=7, nation="scotland", taken_for="anxiety")
    kept = json.loads(json.dumps(collate().figures.as_json()))
    numbers = [
        cell["count"] for table in kept["tables"] for cell in table["cells"] if cell["count"]
    ]
    numbers += [table["people"] for table in kept["tables"] if table["people"]]
    assert min(numbers) >= 10 and all(number % 5 == 0 for number in numbers)


def test_a_sign_that_the_catalogue_lost_counts_nowhere_and_is_named_to_staff(accepted):
    accepted(12, signs=["s-bone-pain", "s-gone"])
    collated = collate()
    assert [cell.key for cell in collated.figures.table("signs").cells] == ["s-bone-pain"]
    assert ("s-gone", "the catalogue has no such sign") in [
        (one.cell, one.why) for one in collated.hidden
    ]


def test_made_up_people_are_said_to_be_made_up(accepted):
    people = accepted(10)
    assert not collate().has_made_up
    Experience.objects.filter(pk=people[0].pk).update(is_made_up=True, first_release=1)
    collated = collate()
    assert collated.has_made_up and (collated.people, collated.new_people) == (10, 9)
