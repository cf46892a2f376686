"""What the navigation of the desk asks: what may she open?"""

from django import template

from alongside.accounts.permissions import can_dispatch
from alongside.orders.permissions import can_see_living_book

register = template.Library()
register.filter("sends_books", can_dispatch)
register.filter("sees_living_book", can_see_living_book)
