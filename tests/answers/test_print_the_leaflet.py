"""Somebody takes an answer home on paper, or a screen reader reads her the PDF."""

import io
import re
from html import unescape

import pytest
import time_machine
from django.test import Client, RequestFactory
from pypdf import PdfReader

from alongside.answers.leaflet import compile_leaflet, leaflet_data, make_leaflet
from alongside.answers.models import AnswerPage
from alongside.core.models import SiteSettings, Source
from alongside.core.publishing import published_paths

from .conftest import MakeAnswer, fact

HOSTILE = (
    '#import "/etc/passwd" *bold* _it_ ] } [ { \\ $x^2$ @ref <label> = heading '
    '// gone /* gone */ `raw` ~ -- "q"'
)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words_of(pdf: bytes) -> str:
    """The text of all pages without line breaks and spaces, which a PDF does not keep."""
    return "".join("".join(page.extract_text() for page in read(pdf).pages).split())


def squeeze(text: str) -> str:
    return "".join(text.split())


def leaflet_of(page: AnswerPage) -> bytes:
    return make_leaflet(page, RequestFactory().get("/"))


@pytest.mark.django_db
def test_it_is_tagged_and_says_its_title_and_language(reader: Client) -> None:
    response = reader.get("/answers/emergency/leaflet.pdf")
    assert response["Content-Type"] == "application/pdf"
    pdf = read(response.content)
    root = pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert pdf.metadata.title == "When is it an emergency, and who do I ring?"
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", root["/Metadata"].get_data())
    tags = tags_of(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/L", "/LI", "/Lbl", "/LBody", "/Link"} <= set(tags)
    assert tags.count("/H1") == 1


def tags_of(element: object) -> list[str]:
    """The tags of the structure tree, in the order in which they are read."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        return [tag for child in element for tag in tags_of(child)]
    if not isinstance(element, dict):
        return []
    own = [str(element["/S"])] if "/S" in element else []
    return own + (tags_of(element["/K"]) if "/K" in element else [])


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(50))
def test_the_leaflet_has_the_words_and_the_label_of_the_page_and_no_figures(number: int) -> None:
    page = AnswerPage.objects.live().order_by("path")[number]
    words = words_of(leaflet_of(page))
    reading = page.reading(with_marks=False)
    for html, basis in (*reading["minute"], *reading["facts"]):
        text = plain(html)
        assert squeeze(text + basis.words) in words
    for where, html, _ in reading["nations"]:
        assert squeeze(f"{where}:{plain(html)}") in words
    for block in page.red_flags:
        flag = squeeze(f"{block.value['do']}{block.value['when']}")
        assert words.index(flag) < words.index("Inonesentence")
    assert words.count(squeeze(page.label)) == 2
    for source in page.sources:
        assert squeeze(source.url) in words
    for html, _ in reading["numbers"]:
        assert squeeze(plain(html))[:60] not in words
    assert "65lived" not in words


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_words_that_look_like_typst_come_out_as_they_were_typed(make_answer: MakeAnswer) -> None:
    source = Source.objects.first()
    source.title = HOSTILE[:200]
    source.save()
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    page = make_answer(
        [fact(escaped, source)],
        minute=escaped,
        title=f"Title {HOSTILE}"[:200],
        sentence=f"Sentence {HOSTILE}",
        red_flags=[{"type": "red_flag", "value": {"do": HOSTILE, "when": HOSTILE, "signs": []}}],
    )
    words = words_of(leaflet_of(page))
    assert words.count(squeeze(HOSTILE)) >= 7


def test_bold_words_and_links_stay_what_they_are(make_answer: MakeAnswer) -> None:
    other = AnswerPage.objects.get(brief_id="Q05")
    text = f'One <b>bold <i>both</i></b> <a linktype="page" id="{other.pk}">see Q5</a> &amp; end.'
    page = make_answer([fact(text)])
    runs = leaflet_data(page, SiteSettings(), "Alongside")["facts"][0]["text"]
    assert [(run["text"], run["bold"], run["italic"]) for run in runs] == [
        ("One ", False, False),
        ("bold ", True, False),
        ("both", True, True),
        (" ", False, False),
        ("see Q5", False, False),
        (" & end.", False, False),
    ]
    assert runs[4]["address"] == "http://127.0.0.1:8000/answers/palliative-on-my-letter/"
    links = [
        note["/A"]["/URI"]
        for sheet in read(leaflet_of(page)).pages
        for note in sheet.get("/Annots", [])
        for note in [note.get_object()]
    ]
    assert "http://127.0.0.1:8000/answers/palliative-on-my-letter/" in links


def test_the_same_words_make_the_same_bytes(make_answer: MakeAnswer) -> None:
    data = leaflet_data(make_answer([fact("So it is.")]), SiteSettings(), "Alongside")
    assert compile_leaflet(data) == compile_leaflet(data)


def test_an_overdue_leaflet_says_so_and_a_withdrawn_one_is_gone(
    make_answer: MakeAnswer, reader: Client
) -> None:
    page = make_answer([fact("So it is.")], slug="ageing")
    due = page.next_review_on
    with time_machine.travel(due.replace(day=1, year=due.year + 1), tick=False):
        words = words_of(reader.get("/answers/ageing/leaflet.pdf").content)
        assert words.count(squeeze("it may be out of date.")) == 3
    with time_machine.travel(due.replace(day=1, year=due.year + 2), tick=False):
        response = reader.get("/answers/ageing/leaflet.pdf")
        assert response.status_code == 404
        assert b"So it is." not in response.content


@pytest.mark.django_db
def test_every_leaflet_is_published_and_exported_with_the_site():
    leaflets = [path for path in published_paths() if path.endswith("/leaflet.pdf")]
    assert len(leaflets) == AnswerPage.objects.live().count() == 50
    assert "/answers/emergency/leaflet.pdf" in leaflets
