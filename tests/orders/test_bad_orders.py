"""What cannot be ordered: each mistake is said beside its field, and nothing that was typed is lost."""

import pytest

from alongside.orders import stock
from alongside.orders.models import BookEdition, Order, PostageBand, Shop
from alongside.orders.order_forms import OrderForm
from tests.orders.shopping import ORDER, TYPED, copies, letters, seen

pytestmark = pytest.mark.django_db


def refused(page, words, *kept):
    """It says so and keeps what was typed; nothing was ordered and no mail went."""
    assert page.status_code == 422, seen(page)
    assert words in seen(page), seen(page)
    html = page.content.decode()
    for typed in (*kept, 'value="7 Canary Row"', 'value="enid@example.org"'):
        assert typed in html, typed
    assert "<title>Error: " in html
    assert not Order.objects.exists()
    assert not letters()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-1", "Please write 0 or more."),
        ("1.5", "Please write a whole number, such as 1 or 2."),
        ("1e9", "Please write a whole number"),
        ("two", "Please write a whole number"),
        ("1" * 5000, "Please write a whole number"),
        ("1000000000", "The most in one order is 50."),
        ("51", "The most in one order is 50."),
        ("21", "Only 20 can be ordered now."),
        ("0", "Please choose at least one copy"),
        ("", "Please choose at least one copy"),
    ],
)
def test_how_many(shopper, paperback, typed, words):
    page = shopper.choose({paperback: typed})
    refused(page, words, *([f'value="{typed}"'] if typed else []))


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("forward", "21", "The most in one order is 20."),
        ("forward", "-3", "Please write 0 or more."),
        ("gift", "-5", "Please write an amount such as 5 or 12.50."),
        ("gift", "5.001", "Please write an amount"),
        ("gift", "10001", "The most that we can take here is £10,000.00."),
        ("gift", "99999999999999999999", "Please write an amount"),
        ("name", "x" * 5000, "This is 4,920 letters too long."),
        ("dedication", "y" * 201, "This is 1 letter too long."),
        ("postcode", "SW1", "This cannot be a postcode of the United Kingdom."),
        ("postcode", "", "Without it we cannot post a parcel."),
        ("town", "  \n ", "Without it we cannot post a parcel."),
        ("country", "XX", "Please choose a country from this list."),
        ("pay_by", "cash", "This way of paying is not open any more."),
        ("pay_by", "card", "This way of paying is not open any more."),
        ("pay_by", "", "Please choose how you would like to pay."),
    ],
)
def test_what_else_is_typed(shopper, paperback, name, typed, words):
    page = shopper.choose({paperback: 1}, **{name: typed})
    kept = typed if name not in ("country", "pay_by", "town") else ""
    refused(page, words, kept)


def test_words_to_write_into_a_book_need_a_book(shopper, ebook):
    page = shopper.choose({ebook: 1}, dedication="For Una, with love")
    refused(page, "There is no printed book in your order", "For Una, with love")


def test_an_address_of_emoji_is_an_address(shopper, paperback):
    order = shopper.order({paperback: 1}, name="🌻 Enid", line1="7 🐤 Row", town="Łódź‏")
    assert order.buyer().label[:3] == ["🌻 Enid", "7 🐤 Row", "Łódź‏"]


def test_a_line_of_the_address_stays_one_line(shopper, paperback):
    order = shopper.order({paperback: 1}, line1="7 Canary Row\r\nUSA\r\nPAID")
    assert order.buyer().label[1] == "7 Canary Row USA PAID"


@pytest.mark.parametrize("name", ["postcode", "aid_postcode"])
def test_postcodes_are_looked_at_loosely(shopper, paperback, name):
    aid = {"gift": "5", "gift_aid": "on", "aid_first": "E", "aid_last": "E", "aid_house": "7"}
    for typed in ("bn71aa", "SW1A 1AA", "w1a-0ax", "BF1 0AX", " b33  8th ", "m1 1ae"):
        page = shopper.choose({paperback: 1}, **aid, **{"aid_postcode": "BN7 1AA", name: typed})
        assert page.status_code == 200, typed


def test_prices_in_the_form_are_nothing_to_us(shopper, paperback):
    looked = shopper.choose({paperback: 1})
    tampered = {"total": "1", "pence": "1", "postage_pence": "0", f"price_{paperback.pk}": "0.01"}
    assert shopper.press(looked, total_pence="1", **tampered).status_code == 303
    assert Order.objects.get().total_pence == 1520


def test_a_price_that_changed_meanwhile_is_the_new_one(shopper, paperback):
    """She saw the old one: so she sees the page once more before she owes more than that."""
    looked = shopper.choose({paperback: 1})
    BookEdition.objects.update(pence=1400)
    asked = shopper.press(looked)
    assert asked.status_code == 422
    assert "The price has changed" in seen(asked)
    assert "In all £17.20" in seen(asked)
    assert not Order.objects.exists()
    assert shopper.press(asked).status_code == 303
    assert Order.objects.get().total_pence == 1720


def test_somebody_was_quicker(shopper, large_print, paperback):
    looked = shopper.choose({large_print: 2, paperback: 1})
    stock.reserve({large_print.pk: 1})
    page = shopper.press(looked)
    refused(page, "Only 1 can be ordered now.", 'value="2"')
    stock.reserve({large_print.pk: 1})
    refused(shopper.press(looked), "Somebody was quicker: none is left.", 'value="2"')


def test_the_last_copy_goes_between_look_and_order(shopper, large_print, monkeypatch):
    """In the very moment: the form still saw two, the database says one."""
    looked = shopper.choose({large_print: 2})
    stock.reserve({large_print.pk: 1})
    monkeypatch.setattr(OrderForm, "_ask_for_what_is_there", lambda form: None)
    refused(shopper.press(looked), "Only 1 can be ordered now.")
    large_print.refresh_from_db()
    assert large_print.reserved == 1


def test_an_edition_that_is_sold_no_more(shopper, paperback, journal):
    looked = shopper.choose({paperback: 1, journal: 1})
    BookEdition.objects.filter(pk=journal.pk).update(is_on_sale=False)
    refused(shopper.press(looked), "One edition that you chose is not on sale any more.")


def test_a_country_that_is_served_no_more(shopper, paperback):
    looked = shopper.choose({paperback: 1}, country="FR", postcode="")
    PostageBand.objects.filter(name="Everywhere else").delete()
    page = shopper.press(looked)
    refused(page, "Please choose a country from this list.")


def test_from_another_website_nothing_is_taken(shopper, paperback):
    looked = shopper.choose({paperback: 1})
    page = shopper.send(
        ORDER, TYPED | copies({paperback: 1}) | {"step": "order"}, page=looked,
        **{"Sec-Fetch-Site": "cross-site"},
    )  # fmt: skip
    assert page.status_code == 403
    assert "7 Canary Row" not in page.content.decode()
    assert not Order.objects.exists()


def test_a_machine_is_asked_once_more_and_a_person_gets_through(shopper, paperback):
    looked = shopper.choose({paperback: 1})
    asked = shopper.press(looked, homepage="http://x.example")
    assert asked.status_code == 422
    assert "Please press Order and pay again." in seen(asked)
    assert not Order.objects.exists()
    assert shopper.press(asked).status_code == 303


def test_one_network_orders_so_often_an_hour(shopper, paperback, settings):
    settings.ORDERS_AN_HOUR = 2
    for house in (1, 2):
        shopper.order({paperback: 1}, line1=f"{house} Row")
    for _ in range(3):  # looking is not counted
        looked = shopper.choose({paperback: 1}, line1="3 Row")
    page = shopper.press(looked)
    assert page.status_code == 429
    assert "7 Canary" not in page.content.decode()
    assert 'value="3 Row"' in page.content.decode()
    assert Order.objects.count() == 2


def test_no_way_to_pay_is_a_closed_shop(shopper, paperback):
    Shop.objects.update(account_number="", cheque_payee="")
    assert "We take no orders at the moment" in seen(shopper.look(ORDER))


def test_no_sign_turns_what_stands_after_it(shopper, paperback):
    order = shopper.order({paperback: 1}, name="Ann \u202eGELON", dedication="For \u2067Una")
    assert (order.buyer().name, order.buyer().dedication) == ("Ann GELON", "For Una")
    hebrew = shopper.order({paperback: 1}, name="רות כהן")
    assert hebrew.buyer().name == "רות כהן"
