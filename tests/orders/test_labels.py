"""What stands on slips and labels, page by page and label by label."""

import io
import re
from dataclasses import replace

import pypdf
import pytest

from alongside.core.typesetting import unprintable
from alongside.orders import labels_pdf, slips_pdf
from alongside.orders.actions import giving, posting
from alongside.orders.label_sheets import SHEETS, SMALLEST
from alongside.orders.models import Order, Parcel, ParcelLine, Shop
from alongside.orders.parcel_contents import contents_of

from .conftest import BUYER
from .packed import pack, pay

MM = 72 / 25.4
VIETNAM = replace(
    BUYER,
    name="Žofie Nguyễn Thị Ánh",
    email="z@example.org",
    lines=("12 Very Long Street Name That Goes On And On, Industrial Estate West",),
    town="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
)
ARABIC = replace(BUYER, name="محمد علي", email="m@example.org", country="FR", town="Paris")
CHINESE = replace(BUYER, name="王小明", email="w@example.org", country="CN", town="北京")
EMOJI = replace(BUYER, name="Zoë 💜👩‍👩‍👧", email="e@example.org", dedication="Dear 💜")
TYPST = replace(BUYER, name='#panic() $x$ *b* @d \\ <e> "', email="t@example.org")
ENDLESS = replace(BUYER, name="Z" * 130, email="a@example.org", town="Lewes")
TOO_LONG = replace(BUYER, name="B" * 5000, email="b@example.org")


@pytest.fixture
def packed_for(ordered, paperback, journal):
    """A function: parcels for these buyers, with a paperback each, as screens and printers see them."""

    def make(*buyers, **wish):
        pack(*(pay(ordered({paperback: 1}, buyer=one, **wish)) for one in buyers))
        return contents_of(Parcel.objects.all())

    return make


def _pages(pdf: bytes) -> list[str]:
    """What a reading program hears; what only says where a line may end is taken out."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [page.extract_text().replace("\u200b", "") for page in pages]


def _close(words: str) -> str:
    return re.sub(r"[\s\u200b]", "", words)


def _labels(pdf: bytes, sheet) -> dict[int, str]:
    """What is inside each label of the first page, without spaces, by its number from 1.

    Fails if anything begins outside of all labels.
    """
    found: dict[int, str] = {}

    def look(text, page, line, _font, _size):
        if not (text := _close(text)):
            return
        x = (line[4] * page[0] + page[4]) / MM
        y = 297 - (line[5] * page[3] + page[5]) / MM
        inside = [
            number
            for number in range(sheet.labels)
            if sheet.place(number)[0] <= x <= sheet.place(number)[0] + sheet.width
            and sheet.place(number)[1] <= y <= sheet.place(number)[1] + sheet.height
        ]
        assert inside, text
        found[inside[0] + 1] = found.get(inside[0] + 1, "") + text

    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    page.extract_text(visitor_text=look)
    return found


def test_a_slip_says_what_to_pack_and_the_whole_dedication(ordered, paperback, journal):
    dedication = "For Ann,\n" + "with love and thanks " * 12
    buyer = replace(BUYER, dedication=dedication)
    first = pay(ordered({paperback: 2}, buyer=buyer, forward_copies=3, gift_pence=500))
    second = pay(ordered({journal: 1}))
    abroad = pay(ordered({paperback: 1}, buyer=ARABIC))
    pack(first, second, abroad)
    pdf = slips_pdf.make(contents_of(Parcel.objects.all()))
    together, third = _pages(pdf)
    assert "2 orders in one parcel" in together
    for words in (first.number, second.number, "Paperback", "Journal", "Enid Enquirer", "BN7 1AA"):
        assert words in together
    assert " ".join(dedication.split()) in " ".join(together.split())
    assert "Thank you for the 3 copies that you paid forward." in together
    assert "shop@example.org" in together
    assert "PO Box 9" in together
    assert "customs" not in together
    assert f"Order {abroad.number}" in third
    assert "CN22" in third
    assert "£" not in together  # what it cost is nobody's business who gets it as a present
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()


def test_nothing_of_the_illness_is_on_slip_or_label(packed_for):
    Shop.objects.update(seller="Secondary Breast Cancer Canary")
    contents = packed_for(BUYER)
    for pdf in (slips_pdf.make(contents), labels_pdf.make(contents, SMALLEST)):
        assert not re.search("cancer|breast|Canary$", _pages(pdf)[0], re.IGNORECASE)


def test_a_made_up_order_says_so(packed_for):
    Order.objects.update(is_made_up=True)
    contents = packed_for(BUYER)
    Order.objects.update(is_made_up=True)
    contents = contents_of(Parcel.objects.all())
    assert "Made up for demonstration" in _pages(slips_pdf.make(contents))[0]


@pytest.mark.parametrize("code", SHEETS)
def test_each_address_is_on_its_own_label(packed_for, code):
    sheet = SHEETS[code]
    contents = packed_for(BUYER, VIETNAM, TYPST)
    first = min(2, sheet.labels)
    found = _labels(labels_pdf.make(contents, sheet, first=first), sheet)
    assert first - 1 not in found
    assert found[first].startswith("EnidEnquirer7CanaryRowLewesBN71AA")
    assert "POBox9,Lewes,BN72AA" in found[first]
    assert contents[0].number in found[first]
    if sheet.labels > 3:
        assert "12VeryLongStreet" in found[first + 1]
        assert "gogogoch" in found[first + 1]
        assert found[first + 2].startswith(_close(TYPST.name))


def test_a_name_without_an_end_stays_inside(packed_for):
    """Not a letter of it is in the next label, and the end of the address is there."""
    found = _labels(labels_pdf.make(packed_for(ENDLESS, BUYER), SMALLEST), SMALLEST)
    assert found[1].count("Z") == 130
    assert "BN71AA" in found[1]
    assert "Z" not in found[2]


def test_letters_that_cannot_be_printed_are_said_and_the_label_is_left_free(packed_for):
    contents = packed_for(ARABIC, CHINESE, EMOJI, TOO_LONG)
    arabic, chinese, emoji, too_long = labels_pdf.labels_of(contents)
    assert (arabic.by_hand, arabic.left_out) == ("", "")
    assert chinese.by_hand == "it has letters that cannot be printed"
    assert (emoji.lines[0], emoji.by_hand) == ("Zoë", "")
    assert "💜" in emoji.left_out
    assert too_long.by_hand == "it is too long"
    found = _labels(labels_pdf.make(contents, SMALLEST), SMALLEST)
    for number, one in ((2, contents[1]), (4, contents[3])):
        assert "Pleasewritethisone" in found[number]
        assert one.number in found[number]
        assert "7CanaryRow" not in found[number]
    assert "FRANCE" in found[1]
    slip = _pages(slips_pdf.make(contents))[2]
    assert "Dear [?]" in slip
    assert "on the screen of the order" in " ".join(slip.split())


def test_which_letters_cannot_be_printed():
    assert unprintable(["Zoë Nguyễn", "Ωμέγα", "Жанна", "محمد", "שלום", "ქართული"]) == set()
    assert unprintable(["王 Wang", "ไทย", "1️⃣ 王"]) == {*"王ไทย", "\ufe0f", "\u20e3"}


def test_an_erased_address_leaves_the_label_free(packed_for):
    packed_for(BUYER)
    Order.objects.update(locked=b"", mark=None)
    contents = contents_of(Parcel.objects.all())
    assert [label.by_hand for label in labels_pdf.labels_of(contents)] == ["there is no address"]
    assert "There is no address" in _pages(slips_pdf.make(contents))[0]


def test_many_slips_are_set_by_a_process_of_their_own(packed_for, monkeypatch):
    monkeypatch.setattr("alongside.core.typesetting.MANY", 1)
    contents = packed_for(BUYER, ARABIC)
    assert all(
        one.number in page
        for one, page in zip(contents, _pages(slips_pdf.make(contents)), strict=True)
    )


@pytest.mark.django_db
def test_a_large_label_has_large_print(packed_for):
    contents = packed_for(BUYER)

    def size(code):
        sizes = []
        page = pypdf.PdfReader(io.BytesIO(labels_pdf.make(contents, SHEETS[code]))).pages[0]
        page.extract_text(visitor_text=lambda words, _, at, __, size: sizes.append(size * at[0]))
        return max(sizes)

    assert size("L7168") >= 1.9 * size("L7163") > 0


def test_a_slip_says_only_what_is_so(ordered, paperback):
    pay(ordered({paperback: 1}, forward_copies=1))
    asks = replace(BUYER, name="Fay", email="free@example.org")
    free = giving.ask_for_copy(asks, paperback, submission=b"f" * 16)[0]
    free.refresh_from_db()
    [first] = pack(pay(ordered({paperback: 3})))
    hers, only_one = first.order, {first.lines.get().pk: 1}
    parts = _pages(slips_pdf.make(contents_of(Parcel.objects.filter(pk=pack(free)[0].pk))))
    assert "To send it back" not in parts[0] and "rest follows" not in parts[0]
    posting.post_part(first, only_one, by=None)
    ParcelLine.objects.filter(parcel=pack(hers)[0]).update(copies=1)
    part = _pages(slips_pdf.make(contents_of(Parcel.objects.filter(state="packed", order=hers))))[0]
    assert "This is a part of your order. The rest follows." in part
    assert "the last of it came" in part
