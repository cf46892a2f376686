"""A reader meets a word she does not know: its first use on an answer opens its meaning."""

import re
from dataclasses import dataclass, field

import pytest
from django.test import Client

from alongside.answers.models import AnswerPage, WordPage
from alongside.core.rich_text import to_html
from alongside.core.terms import mark_terms

MARK = re.compile(r'<a class="term" href="([^"]+)" data-term="term-([^"]+)">([^<]+)</a>')


@dataclass
class Word:
    """A word as the marking sees it."""

    pk: int
    slug: str
    title: str
    variants: tuple[str, ...] = ()
    senses: tuple[str, ...] = ()
    mark_in_answers: bool = True
    variant_lines: tuple[str, ...] = field(init=False)
    other_sense_lines: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.variant_lines, self.other_sense_lines = self.variants, self.senses

    @property
    def url(self) -> str:
        return f"/words/{self.slug}/"


WORDS = [
    Word(1, "metastatic", "metastatic", ("metastatic breast cancer", "MBC")),
    Word(2, "her2", "HER2", ("HER2 positive", "HER2-")),
    Word(3, "her2-low", "HER2-low"),
    Word(4, "ues", "U&Es", ("renal function",)),
    Word(5, "pet", "PET-CT", ("PET",)),
    Word(6, "pr", "progesterone receptor (PR)", ("PgR",), ("partial response",)),
    Word(7, "partial", "partial response (PR)", ("good response",), ("progesterone receptor",)),
    Word(8, "advanced", "advanced breast cancer", ("ABC",), ("locally advanced cancer",)),
    Word(9, "pfs", "PFS and OS", ("overall survival", "median")),
    Word(10, "cannula", "cannula", ("drip", "IV", "Venflon")),
    Word(11, "port", "port", ("portacath",), mark_in_answers=False),
    Word(12, "stable", "stable disease (SD)", ("stable",)),
    Word(13, "nurse", "CNS", ("clinical nurse specialist",), ("CNS disease is in the brain",)),
    Word(14, "lesion", "lesion", ("deposit",)),
    Word(15, "metastasis", "metastasis (mets)", ("deposit", "metastases")),
]


def marked(text: str) -> list[tuple[str, str]]:
    """Slug and words of every mark in the HTML `text`."""
    (html,), _ = mark_terms([text], WORDS)
    return [(slug, words) for _, slug, words in MARK.findall(html)]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("It is metastatic breast cancer.", [("metastatic", "metastatic breast cancer")]),
        ("Metastatic means spread.", [("metastatic", "Metastatic")]),
        ("HER2-low or HER2-positive", [("her2-low", "HER2-low"), ("her2", "HER2-positive")]),
        ("Is it HER2-ish?", []),
        ("a bone-metastatic thing", []),
        ("polymetastatic", []),
        ("My pet came; a PET scan came later.", [("pet", "PET")]),
        ("PET-CT", [("pet", "PET-CT")]),
        ("an mbc, an MBC", [("metastatic", "MBC")]),
        ("Cannulas and Venflons", [("cannula", "Cannulas")]),
        ("mets, then metastases", [("metastasis", "mets")]),
        ("the <b>PET</b> scan", [("pet", "PET")]),
        ("a clinical nurse specialist’s time", [("nurse", "clinical nurse specialist")]),
    ],
)
def test_the_right_words_are_marked(text: str, marks: list[tuple[str, str]]) -> None:
    assert marked(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "PR was seen",  # two words have these letters
        "a deposit of money",  # two words have it, and it is an everyday word
        "ABC",  # an abbreviation of a word with two senses
        "the CNS",  # named among its own double meanings
        "overall survival, median, PFS and OS",  # how long people live
        "a drip, an IV",  # short, or two letters
        "the port of Dover",  # switched off by an editor
        "a stable day, a good response",  # everyday words
    ],
)
def test_what_could_explain_the_wrong_thing_is_left_alone(text: str) -> None:
    assert marked(text) == []


def test_only_the_first_use_on_the_page_is_marked_in_the_order_of_reading() -> None:
    texts = ["<p>HER2 and metastatic.</p>", "<p>metastatic, HER2, PET-CT, HER2-low</p>"]
    html, words = mark_terms(texts, WORDS)
    assert [w.slug for w in words] == ["her2", "metastatic", "pet", "her2-low"]
    assert [len(MARK.findall(text)) for text in html] == [2, 2]


def test_nothing_is_marked_inside_a_link_and_the_link_stays_as_it_was() -> None:
    text = '<p><a href="/answers/x/?a=1&amp;b=2">about <b>HER2</b> &amp; more</a>, and HER2</p>'
    (html,), _ = mark_terms([text], WORDS)
    assert html.startswith('<p><a href="/answers/x/?a=1&amp;b=2">about <b>HER2</b> &amp; more</a>')
    assert len(MARK.findall(html)) == 1


def test_text_that_looks_like_markup_stays_text() -> None:
    text = "<p>U&amp;Es &lt;script&gt;HER2&lt;/script&gt; 1 &lt; 2<br/>end</p>"
    (html,), _ = mark_terms([text], WORDS)
    assert "<script" not in html
    assert '<a class="term" href="/words/ues/" data-term="term-ues">U&amp;Es</a>' in html
    assert MARK.sub(r"\3", html) == text


@pytest.mark.django_db
def test_marking_changes_no_word_of_any_answer_and_marks_no_word_of_survival() -> None:
    words = list(WordPage.objects.live())
    count = 0
    for page in AnswerPage.objects.live():
        texts = to_html([b.value["text"] for b in (*page.minute, *page.facts)])
        html, terms = mark_terms(texts, words)
        assert [MARK.sub(r"\3", text) for text in html] == to_html_without_entities(texts)
        marks = [mark for text in html for mark in MARK.findall(text)]
        assert [slug for _, slug, _ in marks] == [word.slug for word in terms]
        assert len({slug for _, slug, _ in marks}) == len(marks)
        assert not [m for m in marks if re.search(r"surviv|prognos|median|outlook", m[2], re.I)]
        count += len(marks)
    assert count > 100  # the glossary is of use


def to_html_without_entities(texts: list[str]) -> list[str]:
    """The same HTML with the quotes that need no entity written as they are."""
    return [text.replace("&quot;", '"').replace("&#x27;", "'") for text in texts]


@pytest.mark.django_db
def test_a_reader_opens_a_word_without_javascript(reader: Client) -> None:
    body = reader.get("/answers/her2-drugs/").content.decode()
    address, slug, _ = MARK.findall(body)[0]
    meaning = WordPage.objects.get(slug=slug).meaning
    assert f'id="term-{slug}"' in body
    assert meaning in reader.get(address).content.decode()


@pytest.mark.django_db
def test_a_word_that_an_editor_switches_off_is_not_marked(reader: Client) -> None:
    def slugs() -> set[str]:
        body = reader.get("/answers/her2-drugs/").content.decode()
        return {slug for _, slug, _ in MARK.findall(body)}

    assert "trastuzumab" in slugs()
    word = WordPage.objects.get(slug="trastuzumab")
    word.mark_in_answers = False
    word.save_revision().publish()
    assert "trastuzumab" not in slugs()
