"""A researcher, a journalist or another website takes figures along, and the label with them."""

import csv
import io
import json
from html import unescape

import pytest
import typst
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from alongside.core.publishing import MARKER, published_paths
from alongside.signs import picture
from alongside.signs.actions import publish_release
from alongside.signs.figures import Cell, Figures, Table
from alongside.signs.models import BeingHeardPage
from alongside.signs.releases import Release

from .conftest import Publish
from .example_figures import example_figures, example_table

pytestmark = pytest.mark.django_db
JSON, CSV = "/signs/figures/release.json", "/signs/figures/release.csv"
CARD, PICTURE = "/signs/card/weeks-all/", "/signs/picture/weeks-all.png"
FORMULA = Table(
    "signs", "all", "=HYPERLINK()", 40, (Cell("s-x", "@SUM(1)", 30, 75), Cell("-y", "+1", None))
)


def head_of(release: Release) -> dict[str, object]:
    return {
        "label": release.label,
        "release": release.number,
        "date": release.published_at.date().isoformat(),
        "people": 120,
        "method": "1.0",
        "made_up": release.is_made_up,
        "method_page": "http://127.0.0.1:8000/signs/method/",
    }


@pytest.mark.parametrize("is_made_up", [False, True])
def test_promise_who_says_so_is_in_the_json(
    reader: Client, method_page: object, publish: Publish, is_made_up: bool
) -> None:
    release = publish(is_made_up=is_made_up)
    response = reader.get(JSON)
    told = json.loads(response.content)
    assert told.items() >= head_of(release).items()
    assert ("MADE UP FOR DEMONSTRATION" in told["cite"]) is is_made_up
    assert f"Release {release.number}, " in told["cite"]
    assert "CC BY 4.0" in told["licence"]
    assert {table["label"] for table in told["tables"]} == {release.label}
    assert [table["id"] for table in told["tables"]] == [t.id for t in example_figures().tables]
    assert told["tables"][0]["says"].startswith("Of about 120 people, half had told somebody")
    hidden = [c for table in told["tables"] for c in table["cells"] if c["count"] is None]
    assert hidden
    assert {(cell["percent"], cell["low"], cell["high"]) for cell in hidden} == {(None,) * 3}
    assert response["Access-Control-Allow-Origin"] == "*"


def test_promise_who_says_so_is_in_every_line_of_the_csv(
    reader: Client, method_page: object, publish: Publish
) -> None:
    release = publish(is_made_up=True)
    response = reader.get(CSV)
    assert response.content.startswith(b"\xef\xbb\xbftable,measure,")
    assert response["Content-Disposition"] == (
        'attachment; filename="being-heard-release-1-made-up.csv"'
    )
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(lines) == sum(len(table.cells) for table in release.read().tables)
    head = {key: str(value) for key, value in head_of(release).items()}
    assert all(line.items() >= head.items() for line in lines)
    hidden = [line for line in lines if line["shown"] == "no"]
    assert hidden
    assert {line["count"] + line["percent"] + line["low"] + line["high"] for line in hidden} == {""}
    arthritis = next(line for line in lines if line["key"] == "arthritis")
    assert (arthritis["answer"], arthritis["count"], arthritis["percent"]) == (
        "Arthritis",
        "45",
        "38",
    )


def test_no_spreadsheet_runs_what_a_label_says(reader: Client, publish: Publish) -> None:
    publish(FORMULA)
    lines = csv.DictReader(io.StringIO(reader.get(CSV).content.decode("utf-8-sig")))
    one, other = [line for line in lines if line["measure"] == "signs"]
    assert (one["group_label"], one["answer"]) == ("'=HYPERLINK()", "'@SUM(1)")
    assert (other["key"], other["answer"]) == ("'-y", "'+1")


@pytest.mark.parametrize("is_made_up", [False, True])
def test_promise_who_says_so_is_in_a_card_which_may_stand_on_any_website(
    reader: Client, method_page: object, publish: Publish, is_made_up: bool
) -> None:
    release = publish(is_made_up=is_made_up)
    response = reader.get(CARD)
    body = response.content.decode()
    assert "half had told somebody within 4 weeks" in body
    assert release.label in body
    assert 'href="http://127.0.0.1:8000/signs/being-heard/"' in body
    assert 'href="http://127.0.0.1:8000/signs/method/"' in body
    assert ("Made up for demonstration" in body) is is_made_up
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert response[MARKER] == "1"
    assert not response.cookies
    assert "<script" not in body


def test_no_other_page_may_be_framed(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    publish()
    for address in (being_heard.url, JSON, CSV, PICTURE):
        response = reader.get(address)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


def test_the_page_gives_the_code_of_each_card(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    publish(Table("taken_for", "place:skin", 'Skin "<', 40, (Cell("x", "X", 30, 75),)))
    body = reader.get(being_heard.url).content.decode()
    code = [part.split("</code>")[0] for part in body.split("<code>")[1:]]
    cards = [path for path in being_heard.file_paths() if "/card/" in path]
    assert len(code) == len(cards) == body.count("<table>")
    for path, shown in zip(cards, code, strict=True):
        assert f'<iframe src="http://127.0.0.1:8000{path}" title="' in unescape(shown)
    assert any('Skin &quot;&lt;" width=' in unescape(shown) for shown in code)


def test_a_picture_has_the_size_that_social_media_want(reader: Client, publish: Publish) -> None:
    publish()
    response = reader.get(PICTURE)
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert response[MARKER] == "1"


@pytest.mark.parametrize("is_made_up", [False, True])
def test_promise_who_says_so_is_drawn_inside_the_picture(
    publish: Publish, is_made_up: bool
) -> None:
    release = publish(is_made_up=is_made_up)
    data = json.dumps(picture._data(example_table("taken_for"), release))
    drawn = typst.compile(picture.TEMPLATE, format="pdf", sys_inputs={"picture": data})
    words = "".join(PdfReader(io.BytesIO(drawn)).pages[0].extract_text().split())
    alternative = picture.alternative_text(example_table("taken_for"), release)
    for said in (release.label, "Arthritis", "38 in 100", "What it was first taken for"):
        assert "".join(said.split()) in words
        assert said in alternative
    assert ("MADEUPFORDEMONSTRATION" in words) is is_made_up
    assert "Menopause" not in words


def test_social_media_find_the_picture_and_its_words(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    release = publish()
    body = reader.get(being_heard.url).content.decode()
    address = "http://127.0.0.1:8000/signs/picture/taken_for-all.png"
    assert f'<meta property="og:image" content="{address}">' in body
    words = body.split('<meta property="og:image:alt" content="')[1].split('">')[0]
    assert unescape(words) == picture.alternative_text(example_table("taken_for"), release)


def test_all_of_it_is_published_and_exported(
    reader: Client, being_heard: BeingHeardPage, method_page: object, publish: Publish
) -> None:
    publish()
    paths = published_paths()
    assert {JSON, CSV, CARD, PICTURE, "/signs/feed.xml"} <= set(paths)
    files = [path for path in paths if path.startswith(("/signs/card/", "/signs/picture/"))]
    assert len(files) == 26
    for path in files:
        assert reader.get(path).status_code == 200, path


def test_a_figure_that_is_gone_is_gone_from_everywhere(reader: Client, publish: Publish) -> None:
    publish()
    before = reader.get("/signs/picture/visits-all.png").content
    assert reader.get("/signs/card/visits-all/").status_code == 200
    only_weeks = Figures(120, (example_table("weeks"),))
    publish_release(figures=only_weeks, method="1.0", is_made_up=False)
    assert before
    for path in ("/signs/card/visits-all/", "/signs/picture/visits-all.png"):
        assert reader.get(path).status_code == 404
    assert [table["id"] for table in json.loads(reader.get(JSON).content)["tables"]] == [
        "weeks/all"
    ]


@pytest.mark.parametrize(
    "path",
    [JSON, CSV, CARD, PICTURE],
)
def test_without_a_release_there_is_no_file(
    reader: Client, being_heard: BeingHeardPage, path: str
) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/signs/card/weeks-nobody/", "/signs/card/age_band-all/", "/signs/picture/nothing.png",
        "/signs/picture/weeks-place-bone.png", "/signs/card/weeks/all/",
    ],
)  # fmt: skip
def test_what_is_no_table_of_the_story_is_not_found(
    reader: Client, publish: Publish, path: str
) -> None:
    publish()
    assert reader.get(path).status_code == 404
