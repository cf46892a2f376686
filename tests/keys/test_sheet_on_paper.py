"""A recovery sheet as it comes out of the printer, or is read out by a screen reader."""

import calendar
import io
import re
from pathlib import Path

import pytest
import segno
from pypdf import PdfReader

from alongside.enquiries import keys, sheet_pdf
from alongside.enquiries.models import RecoverySet

from .conftest import NAMES, PASSPHRASE


@pytest.fixture
def made(desk):
    desk.choose(PASSPHRASE)
    return desk.make_sheets()


def pdf_of(desk, made, number):
    response = desk.client.post(
        "/admin/inbox/keys/sheets/pdf/", {"sheets": made.locked, "number": number}
    )
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    return response, PdfReader(io.BytesIO(response.content))


def squeezed(page):
    return "".join(page.extract_text().split())


def test_one_sheet_is_one_page_with_its_words_in_order(desk, made):
    response, pdf = pdf_of(desk, made, "2")
    assert response["Content-Disposition"] == 'inline; filename="sheet-2.pdf"'
    assert len(pdf.pages) == 1
    words = re.findall(r"[a-z]{4,8}", pdf.pages[0].extract_text())
    ours = iter(words)
    assert all(word in ours for word in made.sheets[1])  # in this order
    text = squeezed(pdf.pages[0])
    for piece in (sheet_pdf.LEAD, sheet_pdf.WHAT_FOR, *sheet_pdf.WHAT_TO_DO):
        assert "".join(piece.split()) in text.replace("ﬁ", "fi").replace("ﬂ", "fl"), piece
    number = RecoverySet.objects.get().pk
    assert f"Set{number},madeon" in text
    assert "BoKeeper" in text
    assert "AnnKeeper" not in text
    assert not any(word in words for word in set(made.sheets[0]) - set(made.sheets[1]) - known())


def known():
    """Every word that stands in our own texts: by chance it may be in the list as well."""
    here = Path(sheet_pdf.__file__)
    texts = here.read_text() + here.with_name("recovery_sheet.typ").read_text()
    months = " ".join(calendar.month_name)
    return set(re.findall(r"[a-z]+", f"{texts} {months} {' '.join(NAMES)}".casefold()))


def test_all_three_are_three_pages(desk, made):
    response, pdf = pdf_of(desk, made, "all")
    assert response["Content-Disposition"] == 'inline; filename="sheets.pdf"'
    assert len(pdf.pages) == 3
    for page, name, words in zip(pdf.pages, NAMES, made.sheets, strict=True):
        assert "".join(name.split()) in squeezed(page)
        assert words[32] in page.extract_text()


def test_it_is_tagged_and_says_title_and_language_and_nothing_of_an_illness(desk, made):
    _, pdf = pdf_of(desk, made, "1")
    root = pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert pdf.metadata.title == "Recovery sheet 1 of 3"
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", root["/Metadata"].get_data())
    tags = tags_of(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/L", "/LI", "/Lbl", "/LBody", "/Figure"} <= set(tags)
    assert not re.search("cancer|breast|alongside", pdf.pages[0].extract_text(), re.IGNORECASE)


def tags_of(element):
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        return [tag for child in element for tag in tags_of(child)]
    if not isinstance(element, dict):
        return []
    own = [str(element["/S"])] if "/S" in element else []
    return own + (tags_of(element["/K"]) if "/K" in element else [])


def test_the_pattern_for_cameras_holds_the_words_and_they_open(desk, made):
    used = RecoverySet.objects.get()
    one, two, _ = sheet_pdf.sheets_of(used, made.sheets)
    same = segno.make(" ".join(made.sheets[0][:33]).upper(), error="m", micro=False)
    assert one.code().matrix == same.matrix
    assert one.code().mode == "alphanumeric"
    assert one.code_as_data() in made.html.replace("&#x27;", "'").replace("&amp;", "&")
    # What a camera reads is good enough for the page where sheets are typed in.
    scanned = [" ".join(sheet.words[:33]).upper() for sheet in (one, two)]
    page = desk.post(
        "recover/", one=scanned[0], two=scanned[1], passphrase=PASSPHRASE, again=PASSPHRASE
    )
    assert "The inbox is yours again" in page.text
    assert keys.unlock(user=desk.user, passphrase=PASSPHRASE)


@pytest.mark.parametrize("name", ["W" * 80, '#import "/etc/passwd" *x* ] } $a$', "مريم", "🙂 Zoë"])
def test_any_name_comes_out_on_one_page(desk, name):
    desk.choose(PASSPHRASE)
    made = desk.post("sheets/", first=name, second="Bo", third="Cy")
    _, pdf = pdf_of(desk, made, "1")
    assert len(pdf.pages) == 1
    if name.isascii():
        assert "".join(name.split()) in squeezed(pdf.pages[0])
