"""What the screens of the book's desk need: what may she open, and money in words."""

from django import template

from alongside.accounts.permissions import can_dispatch
from alongside.orders import money, permissions

register = template.Library()
register.filter("keeps_books", permissions.can_keep_books)
register.filter("sends_books", can_dispatch)
register.filter("sees_living_book", permissions.can_see_living_book)
register.filter("pounds", money.pounds)
