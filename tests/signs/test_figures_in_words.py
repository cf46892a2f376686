"""A table says in a sentence what it shows, and no more."""

import pytest

from alongside.signs.figures import Cell, Table
from alongside.signs.sentences import TOO_FEW, sentence

WEEKS = ("Within a week", "3 to 4 weeks", "More than a year")
VISITS = ("None", "1", "3 or 4", "10 or more")


def table(
    measure: str, answers: dict[str, int | None], *, people: int | None = 100, middle: str = ""
) -> Table:
    cells = tuple(Cell(label, label, count, count) for label, count in answers.items())
    return Table(measure, "all", "Everybody", people, cells, middle)


@pytest.mark.parametrize(
    ("middle", "said"),
    [
        ("Within a week", "Of about 100 people, half had told somebody within a week."),
        ("3 to 4 weeks", "Of about 100 people, half had told somebody within 4 weeks."),
        ("More than a year", "Of about 100 people, half took more than a year to tell somebody."),
    ],
)
def test_how_long(middle: str, said: str) -> None:
    answers = dict(zip(WEEKS, (40, 35, None), strict=True))
    assert sentence(table("weeks", answers, middle=middle)) == said


def test_for_how_many_it_took_longest() -> None:
    answers = dict(zip(WEEKS, (40, 35, 25), strict=True))
    assert sentence(table("weeks", answers, middle=WEEKS[1])) == (
        "Of about 100 people, half had told somebody within 4 weeks. "
        "For about 25 people (25 in 100) it took more than a year."
    )


@pytest.mark.parametrize(
    ("middle", "said"),
    [
        ("None", "half were referred without an earlier visit."),
        ("1", "half were referred after 1 visit or none."),
        ("3 or 4", "half were referred after 4 visits or fewer."),
    ],
)
def test_how_many_visits(middle: str, said: str) -> None:
    answers = dict(zip(VISITS, (40, 20, 15, 25), strict=True))
    assert sentence(table("visits", answers, middle=middle)) == (
        f"Of about 100 people, {said} For about 25 people (25 in 100) it took 10 or more visits."
    )


def test_half_needed_most() -> None:
    answers = dict(zip(VISITS, (10, 20, 15, 55), strict=True))
    assert sentence(table("visits", answers, middle="10 or more")) == (
        "Of about 100 people, half needed 10 or more visits."
    )


@pytest.mark.parametrize(
    ("measure", "answers", "said"),
    [
        ("taken_for", {"Arthritis": 45, "Anxiety": 20, "Menopause": None},
         "Most often it was first taken for “Arthritis”: about 45 of about 100 people (45 in 100)."),
        ("taken_for", {"no_reason": 45, "Anxiety": 20},
         "Most often nobody gave a reason: about 45 of about 100 people (45 in 100)."),
        ("told_first", {"A GP": 30, "A pharmacist": 30, "A nurse": 10},
         "Most often they first told “A GP” and “A pharmacist”: about 30 of about 100 people "
         "(30 in 100) each."),
        ("told_first", {"a": 25, "b": 25, "c": 25, "d": 25},
         "About 100 people answered. No answer was given much more often than the others."),
        ("signs", {"Back pain": 60, "Cough": 55},
         "Most often they noticed first “Back pain”: about 60 of about 100 people (60 in 100). "
         "One person can give several answers."),
        ("weeks", {"Within a week": 45, "3 to 4 weeks": None},
         "Most often the answer was “Within a week”: about 45 of about 100 people (45 in 100)."),
        ("weeks", {"Within a week": None, "3 to 4 weeks": None}, TOO_FEW),
    ],
)  # fmt: skip
def test_what_was_said_most_often(measure: str, answers: dict[str, int | None], said: str) -> None:
    assert sentence(table(measure, answers)) == said


def test_a_hidden_total_is_not_spoken_of() -> None:
    said = sentence(table("taken_for", {"Arthritis": 45}, people=None))
    assert said == "Most often it was first taken for “Arthritis”: about 45 people."
