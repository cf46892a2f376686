"""Somebody asks for a free copy, which somebody else paid forward."""

import re

import pytest

from alongside.orders.actions import giving, paying
from alongside.orders.models import Account, BookEdition, Order, Shop
from alongside.orders.states import State
from tests.orders.shopping import ADDRESS, FREE, letters, seen

pytestmark = pytest.mark.django_db
THANKS = "Thank you. Please look into your mail"


def ask(shopper, **typed):
    return shopper.send(FREE, ADDRESS | typed)


def page_in(mail):
    return re.search(r"https?://[^/\s]+(/book/orders/\S+)", mail.text)[1]


def pay_forward(ordered, copies):
    order = ordered({}, forward_copies=copies)
    paying.receive(order, order.total_pence, Account.BANK, key=f"bank:{order.pk}")
    return order


def test_she_asks_waits_and_gets_one(shopper, ordered, paperback):
    form = shopper.look(FREE)
    assert "We ask nothing about your health" in seen(form)
    assert "Nobody waits before you, and there is no money for a copy at the moment" in seen(form)
    page = ask(shopper)
    assert (page.status_code, THANKS in seen(page)) == (200, True)
    order = Order.objects.get()
    assert (order.state, order.source, order.total_pence) == (State.FUND, "free", 0)
    [mail] = letters()
    assert "You pay nothing, now or later." in mail.text
    shown = seen(shopper.look(page_in(mail)))
    assert "You are on the list for a free copy." in shown
    assert "Receipt" not in shown
    assert "1 person waits before you" in seen(shopper.look(FREE))
    giver = pay_forward(ordered, 2)
    assert giving.give_due() == 1
    assert [m.subject for m in letters(kind="orders.free_given")] == ["A copy of our book is yours"]
    shown = seen(shopper.look(page_in(mail)))
    assert "Somebody paid a copy forward, and it is yours." in shown
    assert giver.number not in shown
    assert "There is money for a copy for you now." in seen(shopper.look(FREE))


def test_the_same_page_whether_or_not_she_asked_before(shopper, paperback):
    """Who types in somebody else's address learns nothing of her."""
    first, again = ask(shopper), ask(shopper, email="ENID@example.org", line1="2 Other Row")
    assert seen(first) == seen(again)
    assert Order.objects.count() == 1
    [_, had] = letters()
    assert "It is one each" in had.text
    assert page_in(had) == Order.objects.get().get_absolute_url()
    ask(shopper)
    assert len(letters()) == 2  # nobody is flooded with it


def test_pressing_twice_is_one(shopper, paperback):
    page = shopper.look(FREE)
    for _ in range(2):
        assert THANKS in seen(shopper.send(FREE, ADDRESS, page=page))
    assert (Order.objects.count(), len(letters())) == (1, 1)


def test_she_takes_her_name_off_and_can_ask_again(shopper, paperback):
    ask(shopper)
    order = Order.objects.get()
    shopper.send(f"{order.get_absolute_url()}cancel/", {})
    assert "You are not on the list for a free copy any more." in letters()[-1].text
    assert THANKS in seen(ask(shopper))
    assert Order.objects.filter(state=State.FUND).count() == 1


def test_she_chooses_the_print_and_nothing_is_chosen_for_her(
    shopper, paperback, large_print, journal
):
    html = shopper.look(FREE).content.decode()
    assert "checked" not in html
    assert "Journal" not in html
    assert "Please choose one." in seen(ask(shopper))
    refused = ask(shopper, edition=journal.pk)
    assert "This one is not offered any more." in seen(refused)
    ask(shopper, edition=large_print.pk)
    assert Order.objects.get().lines.get().edition == large_print


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": ""}, "Please fill this in."),
        ({"email": "enid"}, "This should look like name@example.org."),
        ({"line1": ""}, "Without it we cannot post a parcel."),
        ({"country": "XX"}, "Please choose a country from this list."),
        ({"name": "n" * 5000}, "4,920 letters too long"),
    ],
)
def test_mistakes_are_said_and_words_kept(shopper, paperback, typed, words):
    page = ask(shopper, **typed)
    assert page.status_code == 422
    assert words in seen(page)
    assert 'value="Lewes"' in page.content.decode()
    assert not Order.objects.exists()


def test_how_long_is_said_kindly(shopper, ordered, paperback):
    for number in range(13):
        ask(shopper, email=f"e{number}@example.org")
    assert "About 15 people wait before you" in seen(shopper.look(FREE))
    BookEdition.objects.filter(pk=paperback.pk).update(reserved=20)
    pay_forward(ordered, 3)
    assert giving.give_due() == 0
    assert "there is money for 3 copies now" in seen(shopper.look(FREE))


def test_an_edition_that_has_run_out_stops_nobody_behind_it(
    shopper, ordered, paperback, large_print
):
    BookEdition.objects.filter(pk=large_print.pk).update(reserved=2)
    assert "Large print (has run out: it takes longer)" in seen(shopper.look(FREE))
    for number, edition in enumerate([large_print, paperback, large_print, paperback]):
        ask(shopper, email=f"e{number}@example.org", edition=edition.pk)
    pay_forward(ordered, 3)
    assert giving.give_due() == 2
    waits = Order.objects.filter(state=State.FUND).order_by("pk")
    assert [order.lines.get().edition for order in waits] == [large_print, large_print]
    page = seen(shopper.look(waits[0].get_absolute_url()))
    assert "There is money for a copy for you now. You get it as soon as it is in print" in page
    page = seen(shopper.look(waits[1].get_absolute_url()))
    assert "1 person waits before you, and there is money for 1 copy now." in page


@pytest.mark.parametrize("off", [{"is_open": False}, {"forward_pence": 0}])
def test_when_none_are_given_it_says_so(shopper, paperback, off):
    form = shopper.look(FREE)
    Shop.objects.update(**off)
    assert "We cannot give free copies at the moment." in seen(shopper.look(FREE))
    late = shopper.send(FREE, ADDRESS, page=form)
    assert late.status_code == 503
    assert 'value="Lewes"' in late.content.decode()
    assert not Order.objects.exists()
