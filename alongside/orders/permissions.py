"""Who may open what: orders and parcels, founders and dispatchers; money, prices and settings, founders;
the words of the living book, founders and editors (founders put them online), and reviewers check them."""

from typing import Any

from alongside.accounts.permissions import (
    can_dispatch,
    can_review,
    can_write,
    has_role,
    private_view,
    staff_view,
)
from alongside.accounts.roles import FOUNDERS


def can_keep_books(user: Any) -> bool:
    return has_role(user, FOUNDERS)


def can_see_living_book(user: Any) -> bool:
    return can_write(user) or can_review(user)


for_dispatchers = private_view(can_dispatch)
for_founders = private_view(can_keep_books)
for_writers = staff_view(can_write)
for_publishers = staff_view(can_keep_books)
for_living_book = staff_view(can_see_living_book)
for_reviewers = staff_view(can_review)
