"""Somebody orders the book: the form, the same once more, the order."""

import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from alongside.core import edition
from alongside.orders import books, books_check, stock
from alongside.orders import ebook as files
from alongside.orders.actions import bulk, downloading, paying
from alongside.orders.gift_aid import Declaration
from alongside.orders.models import (
    Account,
    BookEdition,
    BookPage,
    GiftAidDeclaration,
    Order,
    Shop,
    StockMove,
)
from alongside.orders.states import State
from tests.answers.test_print_the_leaflet import read, squeeze
from tests.enquiries.conftest import SAME_ORIGIN
from tests.orders.shopping import ORDER, TYPED, copies, letters, seen, values

pytestmark = pytest.mark.django_db
ILLNESS = re.compile("cancer|breast|metasta|stage 4|chemo", re.IGNORECASE)
AID = {
    "gift": "5",
    "gift_aid": "on",
    "aid_first": "Enid",
    "aid_last": "Enquirer",
    "aid_house": "7 Canary Row",
    "aid_postcode": "BN7 1AA",
}


def test_two_pages_and_it_is_ordered(shopper, paperback):
    looked = shopper.choose({paperback: 2}, dedication="For my sister", forward="1", gift="5")
    words = seen(looked)
    assert "2 × Paperback £24.00 Postage £4.30 1 copy paid forward £15.00 Your gift £5.00" in words
    assert "In all £48.30" in words
    assert "7 Canary Row Lewes BN7 1AA" in words
    assert "For my sister" in words
    assert "You buy from Test Seller, 1 Test Street, Lewes, BN7 2AA" in words
    assert not Order.objects.exists()
    response = shopper.press(looked)
    order = Order.objects.get()
    assert (response.status_code, response["Location"]) == (303, order.get_absolute_url())
    assert (order.state, order.total_pence, order.pay_by) == (State.UNPAID, 4830, "transfer")
    buyer = order.buyer()
    assert (buyer.name, buyer.postcode) == ("Enid Enquirer", "BN7 1AA")
    assert buyer.dedication == "For my sister"
    paperback.refresh_from_db()
    assert paperback.reserved == 2
    page = seen(shopper.look(order.get_absolute_url()))
    assert f"Amount £48.30 Reference {order.number}" in page
    assert "Sort code 00-00-00 Account number 12345678" in page


def test_the_confirmation_holds_all_that_the_law_asks_for(shopper, paperback):
    order = shopper.order({paperback: 2}, gift="5")
    [mail] = letters()
    assert mail.to == "enid@example.org"
    assert not ILLNESS.search(mail.subject)
    for words in (
        "2 × Paperback: £24.00\nPostage: £4.30\nYour gift: £5.00\nIn all: £33.30",
        f"Please send £33.30 by bank transfer:\nReference: {order.number}",
        "within 3 days after it is paid",
        "Test Seller\n1 Test Street\nLewes\nBN7 2AA\nshop@example.org",
        "until 14 days after the day on which the last parcel came to you",
        "You pay for posting them back",
        "I/We [*] hereby give notice that I/We [*] cancel my/our [*] contract of sale",
        "Complaints: http",
        order.get_absolute_url(),
    ):
        assert words in mail.text, words
    assert "e-book" not in mail.text


def test_nothing_is_ticked_beforehand_and_no_letters_are_asked_for(shopper, paperback):
    html = shopper.look(ORDER).content.decode()
    assert "checked" not in html
    assert "newsletter" not in html.partition("<main")[2].partition("</main>")[0]


def test_by_cheque(shopper, paperback):
    order = shopper.order({paperback: 1}, pay_by="cheque")
    page = seen(shopper.look(order.get_absolute_url()))
    assert f"Write a cheque for £15.20 . Make it out to Test Seller . Write {order.number}" in page
    assert "Sort code" not in page
    assert f"Write {order.number} on its back" in letters()[0].text


def test_only_ways_that_the_shop_takes(shopper, paperback):
    Shop.objects.update(account_number="", iban="")
    page = shopper.look(ORDER)
    assert "Bank transfer" not in seen(page)
    assert values(page.content.decode())["pay_by"] == "cheque"
    assert shopper.order({paperback: 1}, pay_by="cheque").pay_by == "cheque"


def test_abroad_needs_no_postcode_and_pays_its_own_postage(shopper, paperback):
    order = shopper.order({paperback: 2}, country="IE", town="Cork", postcode="", line2="Ward 3")
    assert order.postage_pence == 1650
    assert order.buyer().label == ["Enid Enquirer", "7 Canary Row", "Ward 3", "Cork", "IRELAND"]


def test_an_e_book_needs_a_yes_and_no_address(shopper, ebook_with_file):
    looked = shopper.choose({ebook_with_file: 1}, name="", line1="", town="", postcode="")
    assert "It goes to" not in seen(looked)
    refused = shopper.press(looked)
    assert refused.status_code == 422
    assert "Please tick this." in seen(refused)
    assert not Order.objects.exists()
    assert shopper.press(refused, e_book_agreed="on").status_code == 303
    order = Order.objects.get()
    assert (order.total_pence, order.buyer().lines) == (500, ())
    assert "You said that you know that you cannot cancel" in letters()[0].text
    path = f"{order.get_absolute_url()}book.epub"
    shopper.look(path, status=404)
    paying.receive(order, 500, Account.BANK, key="bank:1")
    page = shopper.look(order.get_absolute_url())
    assert path in page.content.decode()
    assert "but not an e-book that you have downloaded" in seen(page)
    for never in ("parcel", "post", "address until", "usual postage"):
        assert never not in letters()[0].text.partition("The form to cancel")[0].replace(
            "by post", ""
        )
    shopper.look(path, status=303)  # looking is not downloading
    assert order.lines.get().downloaded_at is None
    file = shopper.client.post(path, headers=SAME_ORIGIN)
    assert b"".join(file) == epub()
    assert order.lines.get().downloaded_at is not None
    assert file["Content-Type"] == "application/epub+zip"
    assert "no-store" in file["Cache-Control"]
    shopper.look(f"{order.get_absolute_url()}book.pdf", status=404)


@pytest.fixture
def ebook_with_file(ebook, settings, tmp_path):
    settings.VAR = tmp_path
    files.keep(ebook, io.BytesIO(epub()))
    return ebook


def epub() -> bytes:
    """The least that is an EPUB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
    return made.getvalue()


def test_a_downloaded_e_book_is_not_given_back(shopper, ebook_with_file, paperback):
    looked = shopper.choose({ebook_with_file: 1, paperback: 1})
    shopper.press(looked, e_book_agreed="on")
    order = Order.objects.get()
    paying.receive(order, 2020, Account.BANK, key="bank:1")
    at = order.get_absolute_url()
    shopper.client.post(f"{at}book.epub", headers=SAME_ORIGIN)
    asked = shopper.look(f"{at}cancel/")
    assert "You get £15.20 back" in seen(
        asked
    ) and "£5.00 stays: you have downloaded the e-book." in seen(asked)
    shopper.send(f"{at}cancel/", {}, page=asked)
    assert books.money_of(order) == books.Money(charged=500, paid=2020)
    for told in (letters(kind="orders.cancelled")[0].text, seen(shopper.look(at))):
        assert "£5.00 stays: you have downloaded the e-book." in told
    assert books_check.differences() == []
    paying.receive(order, 1, Account.BANK, key="bank:2")
    order.refresh_from_db()
    paying.let_go(order, by=None)
    assert books.money_of(order) == books.Money(charged=2020, paid=2021)
    assert books_check.differences() == []


def test_a_file_is_a_book_by_what_is_in_it(ebook, paperback, settings, tmp_path):
    settings.VAR = tmp_path
    for junk in (b"<script>", b"PK\x03\x04junk", b"%PDF-1.7 cut off"):
        with pytest.raises(files.NotABook, match="no EPUB"):
            files.keep(ebook, io.BytesIO(junk))
    with pytest.raises(files.NotABook, match="on paper"):
        files.keep(paperback, io.BytesIO(b"%PDF-1.7 %%EOF"))
    assert not (tmp_path / "books").exists()


def test_gift_aid_is_on_the_gift_only(shopper, paperback):
    looked = shopper.choose({paperback: 1}, **AID)
    words = seen(looked)
    assert "I want to Gift Aid my donation of £5.00 to Test Seller." in words
    assert "never on the price of a book" in words
    assert shopper.press(looked).status_code == 303
    declared = GiftAidDeclaration.objects.get()
    assert declared.order.gift_pence == 500
    assert Declaration.unlock(bytes(declared.locked)) == Declaration(
        "Enid", "Enquirer", "7 Canary Row", "BN7 1AA"
    )
    assert b"Canary" not in bytes(declared.locked)


def test_gift_aid_is_asked_for_only_by_a_charity_and_only_whole(shopper, paperback):
    refused = shopper.choose({paperback: 1}, **AID | {"aid_house": "", "gift": ""})
    assert "Gift Aid is for a gift." in seen(refused)
    assert "Please fill this in. HMRC asks for it." in seen(refused)
    plain = shopper.order({paperback: 1}, gift="5", aid_first="Enid")
    assert not GiftAidDeclaration.objects.filter(order=plain).exists()
    Shop.objects.update(is_charity=False)
    assert "Gift Aid" not in seen(shopper.look(ORDER))


def test_a_copy_paid_forward_alone_needs_no_address(shopper, paperback):
    order = shopper.order({}, forward="2", name="", line1="", town="", postcode="")
    assert (order.total_pence, order.forward_copies, order.lines.count()) == (3000, 2, 0)


def test_changing_something_keeps_what_was_typed(shopper, paperback):
    looked = shopper.choose({paperback: 2}, dedication="Für Ann 🌻\nand Bea", gift="5.50")
    back = shopper.press(looked, "change")
    html = back.content.decode()
    assert back.status_code == 200
    for words in ('value="7 Canary Row"', 'value="5.50"', "Für Ann 🌻\nand Bea", 'value="2"'):
        assert words in html
    assert not Order.objects.exists()
    looked = shopper.send(ORDER, {**TYPED, **copies({paperback: 1}), "step": "look"}, page=back)
    assert shopper.press(looked).status_code == 303
    assert Order.objects.get().lines.get().copies == 1


def test_pressing_twice_or_going_back_is_one_order(shopper, paperback):
    looked = shopper.choose({paperback: 20})  # all there are: they are not sold out for her
    first = shopper.press(looked)
    again = shopper.press(looked)
    assert again["Location"] == f"{first['Location']}?again"
    assert "nothing was ordered twice" in seen(shopper.look(again["Location"]))
    more = shopper.press(looked, **copies({paperback: 9}))
    assert more["Location"] == again["Location"]
    assert Order.objects.get().lines.get().copies == 20
    assert len(letters()) == 1


def test_two_tabs_with_the_same_are_asked_about_once(shopper, paperback):
    shopper.order({paperback: 1})
    asked = shopper.press(shopper.choose({paperback: 1}))
    assert asked.status_code == 422
    assert "You ordered the very same a moment ago" in seen(asked)
    assert Order.objects.count() == 1
    assert shopper.press(asked).status_code == 303
    assert Order.objects.count() == 2
    other = shopper.order({paperback: 1}, line1="8 Canary Row")  # another house: not the same
    assert other.pk == Order.objects.latest("pk").pk


def test_the_shop_closes_while_she_types(shopper, paperback):
    looked = shopper.choose({paperback: 1})
    Shop.objects.update(is_open=False)
    for page in (shopper.press(looked), shopper.choose({paperback: 1}, page=looked)):
        assert page.status_code == 503
        assert "We take no orders at this moment." in seen(page)
        assert "7 Canary Row" in page.content.decode()
    assert not Order.objects.exists()
    assert "We take no orders at the moment" in seen(shopper.look(ORDER))


def test_who_waits_to_pay_is_not_frightened_when_the_shop_closes(shopper, paperback):
    Shop.objects.update(is_open=False)
    assert "Not open yet" in seen(shopper.look("/book/"))
    Shop.objects.update(is_open=True)
    shopper.order({paperback: 1})
    Shop.objects.get().save()  # the page is made anew
    Shop.objects.update(is_open=False)
    for path in ("/book/", ORDER):
        words = seen(shopper.look(path))
        assert "Have you ordered it already? Your order goes on" in words
        assert "take no money either" not in words and "Not open yet" not in words


def test_a_new_site_sells_nothing(client, db):
    page = client.get("/book/")
    assert "You cannot order the book here yet." in seen(page)
    assert "£" not in seen(page)
    assert "We take no orders" in seen(client.get(ORDER))
    assert "We cannot give free copies" in seen(client.get("/book/free-copy/"))


def test_the_page_tells_price_postage_and_stock_as_they_are(shopper, paperback, large_print):
    words = seen(shopper.look("/book/"))
    assert "Paperback £12.00 Posted within 3 days." in words
    assert "Large print £16.00 Only 2 left for now. Posted within 3 days." in words
    assert "Everywhere else £11.50 £5.00" in words
    shopper.order({large_print: 2})
    assert "Large print £16.00 Sold out." in seen(shopper.look("/book/"))
    assert f"copies_{large_print.pk}" not in shopper.look(ORDER).content.decode()


def test_what_was_never_there_is_not_sold_and_nobody_is_said_to_have_paid_copies(
    shopper, paperback, ebook, settings, tmp_path
):
    settings.VAR = tmp_path
    large = BookEdition.objects.create(kind="large", name="Large print", pence=1600, position=1)
    words = seen(shopper.look("/book/"))
    assert "Large print £16.00 Not in print yet." in words
    assert "E-book £5.00 To come: it cannot be downloaded yet." in words
    assert "Sold out" not in words and "paid copies" not in words
    assert f"copies_{ebook.pk}" not in shopper.look(ORDER).content.decode()
    assert "Large print (not in print yet: it takes longer)" in seen(
        shopper.look("/book/free-copy/")
    )
    refused = shopper.choose({paperback: 1, ebook: 1})
    assert refused.status_code == 422 and "It cannot be downloaded yet." in seen(refused)
    before = edition.current()
    files.keep(ebook, io.BytesIO(b"%PDF-1.7 %%EOF"))
    assert edition.current() > before
    stock.move(large, 1, StockMove.Why.COUNTED)
    words = seen(shopper.look("/book/"))
    assert "E-book £5.00 To download, as soon as it is paid." in words and "Not in" not in words


def test_whatever_changes_the_page_makes_it_anew(
    shop, paperback, django_capture_on_commit_callbacks
):
    def raised(change):
        before = edition.current()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        return edition.current() - before

    shop.posted_within = 5
    assert raised(shop.save) == 1
    paperback.pence = 1300
    assert raised(paperback.save) == 1
    assert raised(lambda: stock.reserve({paperback.pk: 1})) == 0  # nothing else is said
    assert raised(lambda: stock.reserve({paperback.pk: 15})) == 1


def book(**words):
    page = BookPage.objects.get()
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


SAMPLE = {
    "type": "pages",
    "value": {"heading": "A first chapter", "text": "<p>Its <b>first</b> words.</p><p>More.</p>"},
}


def test_a_look_inside_on_the_page_and_as_a_pdf(client, shop):
    assert client.get("/book/look-inside.pdf").status_code == 404
    page = book(book_title="A Test Title", author="a test author", look_inside=[SAMPLE])
    shown = client.get("/book/")
    assert "A first chapter Its first words. More." in seen(shown)
    assert page.label in seen(shown)
    pdf = read(client.get("/book/look-inside.pdf").content)
    text = squeeze("".join(sheet.extract_text() for sheet in pdf.pages))
    for words in ("A first chapter", "Its first words.", page.label):
        assert squeeze(words) in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/book/look-inside.pdf" in page.file_paths()


def test_a_cover_says_what_is_on_it(client, shop, editor):
    cover = get_image_model().objects.create(title="x.png", file=get_test_image_file())
    page = BookPage.objects.get()
    page.cover = cover
    with pytest.raises(ValidationError, match="what is on the cover"):
        page.full_clean()
    page.cover_alt = "A teal river on cream paper."
    page.full_clean()
    page.save_revision().publish()
    assert 'alt="A teal river on cream paper."' in client.get("/book/").content.decode()


def test_machines_read_offers_but_nothing_made_up(client, shop, paperback):
    book(book_title="A Test Title")
    assert '"price":"12.00","priceCurrency":"GBP"' in client.get("/book/").content.decode()
    Shop.objects.update(is_made_up=True)
    page = client.get("/book/")
    assert "priceCurrency" not in page.content.decode()
    assert "Made up for demonstration." in seen(page)


def test_what_stays_is_never_more_than_she_has_paid(shopper, ebook_with_file, paperback):
    looked = shopper.choose({ebook_with_file: 1, paperback: 1})
    shopper.press(looked, e_book_agreed="on")
    order = Order.objects.get()
    at = order.get_absolute_url()
    paying.receive(order, 100, Account.BANK, key="bank:1")
    bulk.let_off(order, by=None)
    shopper.client.post(f"{at}book.epub", headers=SAME_ORIGIN)
    asked = shopper.look(f"{at}cancel/")
    assert "You get £0.00 back" in seen(asked) and "£1.00 stays" in seen(asked)
    shopper.send(f"{at}cancel/", {}, page=asked)
    assert books.money_of(order) == books.Money(charged=100, paid=100)
    assert books_check.differences() == [] == books_check.sent_and_not_paid()


def test_what_is_cancelled_cannot_be_downloaded(ebook_with_file, ordered, client):
    order = ordered({ebook_with_file: 1})
    paying.receive(order, 500, Account.BANK, key="bank:1")
    before = Order.objects.get()
    Order.objects.update(state=State.CANCELLED)
    assert not downloading.note_download(before, ebook_with_file)
    assert before.lines.get().downloaded_at is None
