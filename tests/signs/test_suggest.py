"""A moderator's software suggests signs for somebody's own words: by the words alone, and it says why."""

import json
import subprocess
import sys

import pytest

from alongside.signs.models import PlacePage, SignPage
from alongside.signs.suggesting import suggest
from tests.site_copy import ROOT

RIBS = "My ribs hurt when I laughed, I put it down to carrying the shopping"


def codes(phrase: str) -> list[str]:
    return [one.code for one in suggest(phrase)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        (RIBS, "s-rib-pain"),
        ("my ribbs hurtt when i laffed", "s-rib-pain"),
        ("WHEN I LAUGHED MY RIBS HURT", "s-rib-pain"),
        ("eyes had gone yellow and I was itching all over", "s-jaundice"),
        ("ma heid wis that sair every mornin", "s-headache"),
        ("couldn't catch my breath going up stairs", "s-breathless"),
    ],
)
def test_the_sign_is_among_the_first_three(phrase, code):
    assert code in codes(phrase)[:3]


@pytest.mark.django_db
def test_each_suggestion_says_why_and_gives_no_verdict():
    first = suggest(RIBS)[0]
    assert "“ribs”" in first.why and "like “" in first.why
    assert "%" not in first.why and not any(c.isdigit() for c in first.why)


@pytest.mark.django_db
def test_words_that_nobody_knows_suggest_nothing():
    assert codes("") == [] and codes("zzz qqq") == []


@pytest.mark.django_db
def test_a_sign_that_an_editor_adds_is_found():
    page = SignPage(
        title="Metal taste", slug="metal-taste", urgency="next-appointment", action="Say it.",
        urgency_reason="Not urgent.", description="Food tastes of metal.", lay_terms="tinny taste",
    )  # fmt: skip
    PlacePage.objects.get(slug="general").add_child(instance=page)
    page.save_revision().publish()
    assert codes("everything had a tinny taste of metal")[0] == "s-metal-taste"


def test_the_command_answers_each_line_whatever_comes():
    lines = [RIBS.encode(), b"", b"\xff\xfe\x00 odd", "🎗️ tired 🎗️".encode(), b"a" * 200_000]
    done = subprocess.run(
        [sys.executable, "manage.py", "signs", "suggest"],
        input=b"\n".join(lines) + b"\n", cwd=ROOT, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 5 and answers[1] == []
    assert "s-rib-pain" in answers[0][:3] and "s-fatigue" in answers[3][:3]
    assert all(len(answer) <= 10 for answer in answers)
