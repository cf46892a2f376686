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
@pytest.mark.parametrize(
    ("phrase", "otherwise"),
    [
        ("woke with a headache every morning", "woke wiht a hedache evry mornin"),
        ("itchy skin all over", "SKIN ITCHY, all over!!"),
        ("lump in my armpit", "lumps in ma oxter"),
        ("swollen arm since surgery", "since surgery my arms swelled"),
        ("short of breath on the stairs", "SOB on stairs"),
        ("I could not feel my legs", "couldnae feel ma legs"),
    ],
)
def test_spelling_order_and_dialect_change_nothing(phrase, otherwise):
    assert codes(phrase)[0] == codes(otherwise)[0]


@pytest.mark.django_db
def test_who_tells_of_two_signs_is_offered_both():
    assert {"s-back-pain", "s-weight-loss"} <= set(
        codes("sore back for months and I lost a stone without trying")[:3]
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("my hip was achy in bed", "“hip” is a part of the skeleton"),
        ("a sore lump in ma oxter", "“oxter” means “armpit”"),
        ("I dribbled and my cheek was numb", "“dribbled” is a form of “dribbling”"),
        ("my belly was swolen like a drum", "“swolen” is read as “swollen”"),
        ("couldn’t feel my legs", "“couldn’t feel”"),
    ],
)
def test_it_says_how_a_word_led_to_the_sign(phrase, why):
    assert why in suggest(phrase)[0].why


@pytest.mark.django_db
def test_words_for_a_merged_sign_lead_to_the_sign_that_it_is_part_of():
    hiccups = SignPage.objects.get(brief_id="s-hiccups")
    hiccups.merged_into = "s-swollen-tummy"
    hiccups.save_revision().publish()
    assert codes("my diaphragm kept jumping, hiccoughs for days")[0] == "s-swollen-tummy"


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
