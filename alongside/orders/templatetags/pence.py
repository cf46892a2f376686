"""Pence as people read them."""

from django import template

from alongside.orders import money

register = template.Library()
register.filter("pounds", money.pounds)


@register.filter
def side(pence: int) -> str:
    """1250 is “£12.50 debit”, -300 is “£3.00 credit”."""
    return f"{money.pounds(abs(pence))} {'debit' if pence >= 0 else 'credit'}"
