"""What the screens of the book's desk need: what may she open?"""

from django import template

from alongside.accounts.permissions import can_dispatch
from alongside.orders import permissions

register = template.Library()
register.filter("keeps_books", permissions.can_keep_books)
register.filter("sends_books", can_dispatch)
register.filter("sees_living_book", permissions.can_see_living_book)
