"""A founder gives each chapter its answers and its code, and sends the codes to the typesetter."""

import csv
import io
import zipfile

import pytest
import segno
from bs4 import BeautifulSoup
from django.utils import timezone
from PIL import Image

from alongside.accounts.models import AuditEntry
from alongside.answers.models import AnswerPage
from alongside.orders.living_book import addresses
from alongside.orders.models import BookEdition, Chapter, Printing

pytestmark = pytest.mark.django_db
DESK = "/admin/book/chapters/"


@pytest.fixture
def printing(paperback: BookEdition) -> Printing:
    return Printing.objects.create(
        edition=paperback, number=1, copies=9, printed_on=timezone.localdate()
    )


@pytest.fixture
def chapter(db: None) -> Chapter:
    return Chapter.objects.create(number=3, title="=What the words mean")


def _text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def _squares(picture: bytes, code: segno.QRCode, quiet: int) -> list[list[int]]:
    """The squares of a picture, read back: 1 is dark."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    count = code.symbol_size(border=quiet)[0]
    size = image.width // count
    assert image.width == image.height == size * count >= 600
    at = [size * (quiet + n) + size // 2 for n in range(count - 2 * quiet)]
    around = [image.getpixel((n, size * quiet - 1)) for n in range(0, image.width, size)]
    assert set(around) == {255}
    return [[int(image.getpixel((x, y)) < 128) for x in at] for y in at]


def test_a_founder_adds_a_chapter_and_chooses_its_answers(founder, signed_in):
    browser = signed_in(founder)
    first, second = AnswerPage.objects.live().order_by("group__sort_order", "path")[:2]
    keys = [str(second.translation_key), str(first.translation_key)]
    about = {"number": "7", "title": "Telling others", "answers": keys}
    told = _text(browser.post(f"{DESK}new/", about, follow=True))
    one = Chapter.objects.get()
    assert "Saved." in told and "127.0.0.1:8000/b/7" in told
    assert (one.number, one.title, sorted(one.answers)) == (7, "Telling others", sorted(keys))
    listed = [str(page.translation_key) for page in AnswerPage.objects.order_by("path")]
    assert one.answers == sorted(one.answers, key=listed.index)
    assert AuditEntry.objects.filter(action="chapter.written", target=f"chapter:{one.pk}").exists()


def test_a_number_stands_on_paper_and_is_never_used_twice_or_changed(founder, signed_in, chapter):
    browser = signed_in(founder)
    response = browser.post(f"{DESK}new/", {"number": "3", "title": "Another"})
    assert response.status_code == 422 and "A number is never used twice" in _text(response)
    assert 'value="Another"' in response.content.decode()
    browser.post(f"{DESK}{chapter.pk}/", {"number": "9", "title": "New title"})
    chapter.refresh_from_db()
    assert (chapter.number, chapter.title) == (3, "New title")
    for wrong in ("-1", "1.5", "1000", "three", ""):
        response = browser.post(f"{DESK}new/", {"number": wrong, "title": "Another"})
        assert response.status_code == 422 and "Not saved yet" in _text(response)
    assert Chapter.objects.count() == 1


def test_an_answer_that_is_not_online_just_now_stays_in_its_chapter(founder, signed_in, chapter):
    page, other = AnswerPage.objects.live()[:2]
    Chapter.objects.update(answers=[str(page.translation_key)])
    page.unpublish()
    keys = [str(other.translation_key)]
    signed_in(founder).post(f"{DESK}{chapter.pk}/", {"title": "T", "answers": keys})
    chapter.refresh_from_db()
    assert chapter.answers == [*keys, str(page.translation_key)]


def test_a_chapter_is_taken_out_and_brought_back_and_never_deleted(founder, signed_in, chapter):
    browser = signed_in(founder)
    press = f"{DESK}{chapter.pk}/retire/"
    assert "Its page stays" in _text(browser.post(press, {"press": "retire"}, follow=True))
    assert Chapter.objects.get().retired_on == timezone.localdate()
    browser.post(press, {"press": "back"})
    assert Chapter.objects.get().retired_on is None


def test_the_picture_holds_the_address_of_this_chapter_and_printing(
    founder, signed_in, chapter, printing
):
    browser = signed_in(founder)
    wish = {"printing": printing.pk, "level": "h", "quiet": "6"}
    shown = BeautifulSoup(browser.get(f"{DESK}{chapter.pk}/code/", wish).content, "html.parser")
    address = f"http://127.0.0.1:8000/b/{printing.pk}/3/"
    assert address in shown.select_one(".book-code img")["alt"]
    assert shown.select_one(".book-code figcaption").get_text() == "127.0.0.1:8000/b/3"
    picture = browser.get(f"{DESK}{chapter.pk}/code.png", wish)
    assert picture["Content-Type"] == "image/png"
    assert f"chapter-03-printing-{printing.pk}.png" in picture["Content-Disposition"]
    right = segno.make(address, error="h", micro=False)
    assert _squares(picture.content, right, 6) == [list(row) for row in right.matrix]
    other = segno.make(address.replace("/3/", "/4/"), error="h", micro=False)
    assert [list(row) for row in other.matrix] != [list(row) for row in right.matrix]


def test_without_a_printing_it_opens_the_chapter_alone(founder, signed_in, chapter):
    picture = signed_in(founder).get(f"{DESK}{chapter.pk}/code.png").content
    right = segno.make("http://127.0.0.1:8000/b/3/", error="m", micro=False)
    assert _squares(picture, right, 4) == [list(row) for row in right.matrix]


def test_all_codes_come_in_one_archive_with_their_addresses(founder, signed_in, chapter, printing):
    Chapter.objects.create(number=4, title="Gone", retired_on=timezone.localdate())
    wish = {"printing": printing.pk, "level": "q", "quiet": "4"}
    answer = signed_in(founder).get(f"{DESK}codes.zip", wish)
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    name = f"chapter-03-printing-{printing.pk}"
    assert sorted(archive.namelist()) == [
        "addresses.csv", *(f"{kind}/{name}.{kind}" for kind in ("eps", "pdf", "png", "svg")),
    ]  # fmt: skip
    for kind, begin in {
        "svg": b"<?xml",
        "eps": b"%!PS-Adobe",
        "pdf": b"%PDF",
        "png": b"\x89PNG",
    }.items():
        assert archive.read(f"{kind}/{name}.{kind}").startswith(begin)
    head, row = csv.reader(io.StringIO(archive.read("addresses.csv").decode("utf-8-sig")))
    address = f"http://127.0.0.1:8000/b/{printing.pk}/3/"
    assert row == ["3", "'=What the words mean", "127.0.0.1:8000/b/3", address, name]
    assert len(head) == len(row)


@pytest.mark.parametrize(
    "wrong", [{"quiet": "0"}, {"quiet": "1000000"}, {"level": "x"}, {"printing": "99"}]
)
def test_a_code_that_telephones_could_not_read_is_not_made(founder, signed_in, chapter, wrong):
    browser = signed_in(founder)
    wish = {"level": "m", "quiet": "4"} | wrong
    for path in (f"{DESK}{chapter.pk}/code/", f"{DESK}{chapter.pk}/code.svg", f"{DESK}codes.zip"):
        answer = browser.get(path, wish)
        assert answer.status_code == 422 and "Please look at what is marked" in _text(answer)


def test_a_site_without_an_address_of_its_own_warns_before_anything_is_printed(
    founder, signed_in, chapter, settings
):
    browser = signed_in(founder)
    warning = "Do not print these codes."
    assert warning in _text(browser.get(DESK))
    settings.WAGTAILADMIN_BASE_URL = "https://www.secondary.org.uk"
    assert warning not in _text(browser.get(DESK))
    assert addresses.on_paper(chapter) == "secondary.org.uk/b/3"


def test_editors_get_codes_and_founders_alone_change_chapters(
    founder, editor, dispatcher, outsider, signed_in, chapter
):
    browser = signed_in(editor)
    assert "Chapter 3" in _text(browser.get(DESK))
    assert browser.get(f"{DESK}{chapter.pk}/code.svg").status_code == 200
    assert browser.get(f"{DESK}new/").status_code == 403
    assert browser.post(f"{DESK}{chapter.pk}/", {"title": "Mine"}).status_code == 403
    assert browser.post(f"{DESK}{chapter.pk}/retire/", {"press": "retire"}).status_code == 403
    for nobody in (dispatcher, outsider):
        assert signed_in(nobody).get(DESK).status_code in (302, 403)
    one = Chapter.objects.get()
    assert (one.title, one.retired_on) == (chapter.title, None)
