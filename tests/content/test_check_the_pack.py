"""A nurse changes a file of the content pack and lets it be checked before it is published."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alongside.core.content_check import check
from alongside.core.content_language import tells_how_long
from alongside.core.pack import Pack, PackError
from alongside.core.problems import Problem

ANSWER = "answers/q05-palliative-on-my-letter.md"
Change = Callable[[str, str, str], list[str]]


@pytest.fixture
def pack(pack_path: Path, tmp_path: Path) -> Path:
    """A copy of the pack that a test may spoil."""
    return Path(shutil.copytree(pack_path, tmp_path / "pack"))


@pytest.fixture(scope="module")
def before() -> set[str]:
    """The problems of our own pack."""
    return {str(p) for p in check(Pack(Path(__file__).resolve().parents[2] / "content" / "en-GB"))}


@pytest.fixture
def change(pack: Path, before: set[str]) -> Change:
    """A function that changes one place in one file, and gives the problems that were not there."""

    def change_file(name: str, old: str, new: str) -> list[str]:
        path = pack / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return [str(p) for p in check(Pack(pack)) if str(p) not in before]

    return change_file


def test_our_own_pack_has_no_errors(before: set[str]) -> None:
    assert [line for line in before if line.startswith("error")] == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[general knowledge]\n3.", "[no-such-source]\n3.", "In full, 2: there is no source no-such-source"),
        ("related: [Q42,", "related: [Q99, Q42,", ", related: there is no page Q99"),
        ("group: letters", "group: leters", ": there is no group leters"),
        ("It is fine to ask. (5)", "[Ask](Q88). (5)", "the link to Q88 leads nowhere"),
        ("It is fine to ask. (5)", "[Ask](/no-page/). (5)", "the link to /no-page/ leads nowhere"),
        ("It is fine to ask. (5)", "[Ask](http://a.example/). (5)", "http://a.example/ leads nowhere"),
        ("It is fine to ask. (5)", "It is fine to ask. (9)", ": there is no fact 9"),
        ("It is fine to ask. (5)", "It is fine to ask.", "end with the numbers of the facts"),
        ("# In one minute", "# In two minutes", "the part “# In one minute” is missing"),
        ("slug: ", "nations: [{where: Kent, note: So.}]\nslug: ", "there is no nation Kent"),
        ("  - palitive\n", "  - TODO\n", ": - TODO"),
        ("id: Q05", "id: Q06", "error: Q06: there are 2 of it"),
        (
            "People can have palliative treatment for years. (2)",
            "On average people live for three years. (2)",
            "a figure about how long people live belongs under # Numbers: On average people",
        ),
    ],
)  # fmt: skip
def test_an_error_in_an_answer_is_one_line_that_names_file_and_place(
    change: Change, old: str, new: str, problem: str
) -> None:
    errors = [line for line in change(ANSWER, old, new) if line.startswith("error: ")]
    found = [line for line in errors if problem in line]
    assert len(found) == 1
    assert "\n" not in found[0]
    assert ANSWER in found[0] or "Q06" in found[0]


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (
            "signs.yaml",
            "place: bone",
            "place: bones",
            "error: s-bone-pain: there is no place bones",
        ),
        ("signs.yaml", "urgency: within-2-weeks", "urgency: soon", "there is no urgency soon"),
        ("days/just-told.md", "helps: [Q01,", "helps: [Q77, Q01,", "helps: there is no page Q77"),
        ("home.md", "s-mscc,", "s-mcss,", "signs_to_know: there is no page s-mcss"),
        (
            "menu.yaml",
            "page: p-signs",
            "page: p-singns",
            "menu.yaml, top: there is no page p-singns",
        ),
        (
            "glossary.yaml",
            "meaning: Loss of weight and muscle",
            "meaning: " + "and " * 40 + "Loss of weight and muscle",
            "error: g-cachexia: its meaning has 52 words, more than 35",
        ),
    ],
)
def test_an_error_elsewhere_is_found(
    change: Change, name: str, old: str, new: str, problem: str
) -> None:
    assert [line for line in change(name, old, new) if problem in line]


@pytest.mark.parametrize(
    ("new", "remark"),
    [
        (
            "If the word shocked you then you may want to ring your nurse when you are ready and ask "
            "her what was really meant by it. (5)",
            "26 words in one sentence, more than 20: If the word shocked you",
        ),
        ("You can win this battle. (5)", "“battle”: better live with."),
        (
            "Ask the QZX about it. (5)",
            f"remark: {ANSWER}: QZX is neither in the glossary nor explained",
        ),
        (
            "Multidisciplinary deliberation concerning palliative interventions necessitates "
            "comprehensive consideration of individual circumstances. " * 4 + "(5)",
            f"remark: {ANSWER}, In one minute: reading age ",
        ),
    ],
)
def test_what_a_writer_should_weigh_is_a_remark(change: Change, new: str, remark: str) -> None:
    old = "If the word shocked you, ring your nurse and ask what was meant. It is fine to ask. (5)"
    lines = change(ANSWER, old, new)
    assert [line for line in lines if remark in line]
    assert [line for line in lines if line.startswith("error")] == []


def test_letters_are_explained_by_their_meaning_or_by_the_glossary(change: Change) -> None:
    old = "If the word shocked you, ring your nurse and ask what was meant. It is fine to ask. (5)"
    new = "Ask the quick zebra exchange (QZX), or the MDT. The QZX helps. (5)"
    assert [line for line in change(ANSWER, old, new) if "neither in the glossary" in line] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "On average people live for two to three years.",
        "Half of people survive five years.",
        "The median is 34 months.",
        "Most die within two years.",
        "Life expectancy is 3 years.",
        "Out of every 100 people, 65 lived for at least one year.",
        "Only 1 in 4 is alive after five years.",
        "65 in 100 people live a year or more.",
    ],
)
def test_a_figure_about_survival_is_known_as_one(sentence: str) -> None:
    assert tells_how_long(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "People can have palliative treatment for years.",
        "Some people live with it for many years.",
        "About 61,000 people in the UK are living with it.",
        "Take two tablets a day for three weeks.",
    ],
)
def test_a_sentence_without_such_a_figure_is_left_alone(sentence: str) -> None:
    assert not tells_how_long(sentence)


def test_the_command_prints_a_line_for_each_problem_errors_first(pack: Path) -> None:
    path = pack / ANSWER
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("group: letters", "group: leters"), encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="errors"):
        call_command("content", "check", pack=pack, stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == f"error: {ANSWER}: there is no group leters"
    assert len(lines) == len(check(Pack(pack)))
    assert all(line.startswith("remark: ") for line in lines[1:])


def test_a_broken_yaml_file_is_named(pack: Path) -> None:
    (pack / "signs.yaml").write_text("signs: [", encoding="utf-8")
    with pytest.raises(PackError, match=r"signs\.yaml: not valid YAML"):
        check(Pack(pack))


def test_problems_are_plain_lines() -> None:
    assert str(Problem("a.md", "so", is_error=True)) == "error: a.md: so"
    assert str(Problem("a.md", "so")) == "remark: a.md: so"
