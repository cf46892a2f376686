"""The shop of tests, open, as `tests/orders` and the journeys in a browser know it."""

from alongside.orders.models import PostageBand, Shop


def open_shop() -> Shop:
    """It posts everywhere, takes transfers and cheques, and a copy paid forward costs 15 pounds."""
    PostageBand.objects.create(
        name="United Kingdom", countries=["GB"], first_pence=320, more_pence=110
    )
    PostageBand.objects.create(name="Everywhere else", first_pence=1150, more_pence=500, position=1)
    return Shop.objects.create(
        is_open=True,
        seller="Test Seller",
        seller_address="1 Test Street\nLewes\nBN7 2AA",
        seller_email="shop@example.org",
        sender="PO Box 9\nLewes\nBN7 2AA",
        account_name="Test Seller",
        sort_code="00-00-00",
        account_number="12345678",
        cheque_payee="Test Seller",
        cheque_address="1 Test Street\nLewes\nBN7 2AA",
        forward_pence=1500,
        is_charity=True,
    )
