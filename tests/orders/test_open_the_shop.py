"""A founder sets up the shop, opens it, changes a price, closes it. Nobody else does."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.accounts.models import AuditEntry
from alongside.core import edition as site_edition
from alongside.orders.ebook import keep
from alongside.orders.models import BookEdition, BookPage, Order, PostageBand, Shop
from tests.enquiries.conftest import seen

pytestmark = pytest.mark.django_db
SHOP = "/admin/book/shop/"
SELLER = {
    "seller": "Test Seller",
    "seller_address": "1 Test Street\nLewes\nBN7 2AA",
    "seller_email": "shop@example.org",
}
CHEQUES = {"cheque_payee": "Test Seller", "cheque_address": "1 Test Street"}
PAPERBACK = {
    "kind": "paperback", "name": "Paperback", "pence": "£12", "vat": "zero", "is_on_sale": "on",
    "isbn": "978-0-306-40615-7",
}  # fmt: skip
BAND = {"name": "Home", "countries": "uk, Jersey", "first_pence": "3.20", "more_pence": "1.10"}


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


def saved(desk, path, **typed):
    response = desk.post(SHOP + path, typed, follow=True)
    assert "Saved." in seen(response), seen(response)
    return response


def test_she_sets_it_up_and_opens_it(desk, founder):
    page = seen(desk.get(SHOP))
    assert "The shop is closed" in page and "5 things to do" in page
    refused = desk.post(f"{SHOP}open/", {"press": "open"})
    assert refused.status_code == 422 and "It is not open yet." in seen(refused)
    assert not Shop.objects.exists()
    saved(desk, "seller/", **SELLER)
    saved(desk, "paying/", **CHEQUES)
    saved(desk, "editions/new/", **PAPERBACK)
    assert "1 thing to do" in seen(desk.get(SHOP))  # what it costs to post
    saved(desk, "postage/new/", **BAND)
    page = seen(desk.post(f"{SHOP}open/", {"press": "open"}, follow=True))
    assert "The shop is open." in page and "Copies in the cupboard." in page
    assert "On the page of the book: its title" in page
    BookPage.objects.update(book_title="Alongside", blurb="<p>What it is about.</p>")
    assert "On the page of the book: its title" not in seen(desk.get(SHOP))
    band, edition = PostageBand.objects.get(), BookEdition.objects.get()
    assert (band.first_pence, band.more_pence, edition.pence) == (320, 110, 1200)
    assert [country.code for country in band.countries] == ["GB", "JE"]
    assert Shop.current().is_open
    assert AuditEntry.objects.filter(actor=founder, action="shop.opened").count() == 1


def test_an_e_book_alone_needs_its_file_before_the_shop_opens(
    desk, shop, ebook, settings, tmp_path
):
    settings.VAR = tmp_path
    Shop.objects.update(is_open=False)
    refused = desk.post(f"{SHOP}open/", {"press": "open"})
    assert "The file of the e-book: without it nobody can order it." in seen(refused)
    keep(ebook, io.BytesIO(b"%PDF-1.7 %%EOF"))
    assert "The shop is open." in seen(desk.post(f"{SHOP}open/", {"press": "open"}, follow=True))


def test_an_open_shop_cannot_lose_what_the_law_wants(desk, shop, paperback):
    for path, typed in (
        ("seller/", SELLER | {"seller_address": ""}),
        (f"editions/{paperback.pk}/", {"name": "Paperback", "pence": "12", "vat": "zero"}),
    ):
        response = desk.post(SHOP + path, typed)
        assert response.status_code == 422 and "Close it first" in seen(response)
    Shop.objects.update(cheque_payee="")  # the bank account is the only way left
    response = desk.post(f"{SHOP}paying/", {})
    assert "One way to pay" in seen(response)
    paperback.refresh_from_db()
    assert paperback.is_on_sale and Shop.current().seller_address and Shop.current().sort_code


def test_a_new_price_is_for_new_orders(desk, paperback, ordered):
    before = ordered({paperback: 2})
    number = site_edition.current()
    page = saved(desk, f"editions/{paperback.pk}/", **PAPERBACK | {"pence": "14.50"})
    assert "keep their price" in seen(page) and "£14.50" in seen(page)
    assert site_edition.current() > number  # the page of the book is made anew
    before.refresh_from_db()
    assert (before.copies_pence, ordered({paperback: 2}).copies_pence) == (2400, 2900)
    paperback.refresh_from_db()
    assert (paperback.on_hand, paperback.reserved) == (20, 4)  # the form has not touched them


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        ("editions/new/", PAPERBACK | {"pence": "twelve"}, "an amount such as 5 or 12.50"),
        ("editions/new/", PAPERBACK | {"pence": "-1"}, "an amount such as 5 or 12.50"),
        ("editions/new/", PAPERBACK | {"isbn": "978-0-306-40615-8"}, "This ISBN has a mistake"),
        ("postage/new/", BAND | {"countries": "Atlantis"}, "do not know this country: Atlantis"),
        ("paying/", {"iban": "GB82 WEST 1234 5698 7654 33"}, "its check digits do not fit"),
        ("paying/", {"sort_code": "12345"}, "A sort code has six digits"),
        ("paying/", {"account_name": "A", "sort_code": "123456"}, "belong together"),
        ("editions/new/", PAPERBACK | {"pence": "0"}, "For £0.00 anybody could order"),
        ("seller/", SELLER | {"seller_email": "nobody"}, "one @, and a dot after it"),
        ("paying/", {"bic": "!!"}, "A BIC has 8 or 11 letters"),
        ("posting/", {"posted_within": "0"}, "Please write 1 or more."),
        ("tax/", {"vat_number": "hello"}, "no VAT number of the United Kingdom"),
        ("tax/", {"vat_number": "GB 123 4567 89"}, "the last two check the others"),
        ("tax/", {"is_charity": "on"}, "a claim to HMRC needs it"),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(desk, path, typed, words):
    response = desk.post(SHOP + path, typed)
    assert response.status_code == 422 and words in seen(response)
    for value in typed.values():
        assert value == "on" or value in response.content.decode()
    assert not (Shop.objects.exists() or BookEdition.objects.exists())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("gb123456782", "GB 123 4567 82"),
        ("123-4567-27", "GB 123 4567 27"),
        ("GB 123 4567 82 001", "GB 123 4567 82 001"),
    ],
)
def test_numbers_are_kept_as_they_are_printed(desk, typed, kept):
    saved(desk, "tax/", vat_number=typed)
    saved(
        desk, "paying/", **CHEQUES, account_name="A", iban="gb33bukb20201555555555", bic="bukb gb22"
    )
    page = seen(desk.get(SHOP))
    assert f"registered: {kept}" in page
    assert "IBAN GB33 BUKB 2020 1555 5555 55, BIC BUKBGB22" in page


def test_a_country_is_in_one_band_only(desk, shop):
    response = desk.post(f"{SHOP}postage/new/", BAND)
    assert "In “United Kingdom” already: United Kingdom." in seen(response)
    response = desk.post(f"{SHOP}postage/new/", BAND | {"countries": ""})
    assert "“Everywhere else” is for everywhere else already." in seen(response)
    assert PostageBand.objects.count() == 2


def test_what_was_ordered_stays_and_what_was_not_goes(desk, paperback, large_print, ordered):
    ordered({paperback: 1})
    kept = desk.post(f"{SHOP}editions/{paperback.pk}/", {"press": "remove"}, follow=True)
    assert "Untick “It can be ordered” instead." in seen(kept)
    new = BookEdition.objects.create(name="By mistake", pence=1)
    gone = desk.post(f"{SHOP}editions/{new.pk}/", {"press": "remove"}, follow=True)
    assert "It is taken out." in seen(gone)
    assert set(BookEdition.objects.all()) == {paperback, large_print}


def test_she_gives_the_file_of_the_e_book(desk, founder, ebook, settings, tmp_path):
    settings.VAR = tmp_path
    at = f"{SHOP}editions/{ebook.pk}/"
    assert "nobody can order it" in seen(desk.get(SHOP))
    for content, words in (
        (b"words", "no EPUB and no PDF"),
        (b"", "is empty"),
        (b"%PDF-1.7 %%EOF", "The PDF is kept."),
    ):
        file = SimpleUploadedFile("book.pdf", content)
        assert words in seen(desk.post(f"{at}file/", {"file": file}, follow=True)), words
    assert "PDF, 14\xa0bytes" in desk.get(at).content.decode()
    assert AuditEntry.objects.filter(actor=founder, action="shop.e-book-kept").count() == 1
    assert "nobody can order it" not in seen(desk.get(SHOP))


def test_closed_it_takes_no_order_and_keeps_those_that_are_there(desk, paperback, ordered):
    order = ordered({paperback: 1})
    page = desk.post(f"{SHOP}open/", {"press": "close"}, follow=True)
    assert "Orders that are there go on." in seen(page)
    assert not Shop.current().is_open
    assert Order.objects.get().pk == order.pk


@pytest.mark.parametrize("who", ["outsider", "editor", "dispatcher", "operator"])
@pytest.mark.parametrize("path", ["", "seller/", "editions/new/", "postage/new/", "../stock/"])
def test_nobody_else_sees_or_changes_it(who, path, request, signed_in, shop):
    client = signed_in(request.getfixturevalue(who))
    address = "/admin/book/stock/" if path == "../stock/" else SHOP + path
    assert client.get(address).status_code == 403
    client.post(SHOP + "seller/", SELLER | {"seller": "Mallory"})
    client.post(SHOP + "open/", {"press": "close"})
    assert Shop.current().is_open and Shop.current().seller == "Test Seller"
