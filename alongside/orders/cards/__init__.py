"""Card payments, on pages of Stripe's (hosted Checkout): a card number never touches us.

`start` gives the address of the page on which an order is paid, `give_back` gives money back. What Stripe
tells us comes in by `hearing`, what we ask it by `looks`; `reconcile` compares the books with Stripe
once a day. All of it ends in `actions.card_money`. Without keys (`is_on`) there are no card payments at all.
"""

from .checkout import start
from .client import NotReachable, Refused, is_live, is_on
from .refunds import give_back

__all__ = ["NotReachable", "Refused", "give_back", "is_live", "is_on", "start"]
