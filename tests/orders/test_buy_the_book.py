"""Somebody orders the book: the form, the same once more, the order."""

import pytest

from alongside.orders.models import Order
from alongside.orders.states import State
from tests.orders.shopping import letters, seen

pytestmark = pytest.mark.django_db


def test_two_pages_and_it_is_ordered(shopper, paperback):
    looked = shopper.choose({paperback: 2}, dedication="For my sister", forward="1", gift="5")
    words = seen(looked)
    assert "2 × Paperback £24.00 Postage £4.30 1 copy paid forward £15.00 Your gift £5.00" in words
    assert "In all £48.30" in words
    assert "7 Canary Row Lewes BN7 1AA" in words
    assert "For my sister" in words
    assert not Order.objects.exists()
    response = shopper.press(looked)
    order = Order.objects.get()
    assert (response.status_code, response["Location"]) == (303, order.get_absolute_url())
    assert (order.state, order.total_pence, order.pay_by) == (State.UNPAID, 4830, "transfer")
    buyer = order.buyer()
    assert (buyer.name, buyer.postcode, buyer.dedication) == (
        "Enid Enquirer",
        "BN7 1AA",
        "For my sister",
    )
    paperback.refresh_from_db()
    assert paperback.reserved == 2
    page = seen(shopper.look(order.get_absolute_url()))
    assert f"Reference {order.number}" in page
    assert "Sort code 00-00-00 Account number 12345678" in page
    [mail] = letters()
    assert mail.to == "enid@example.org"
