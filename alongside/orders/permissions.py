"""Who may open what: orders and parcels, founders and dispatchers; money, prices and settings, founders."""

from typing import Any

from alongside.accounts.permissions import can_dispatch, has_role, private_view
from alongside.accounts.roles import FOUNDERS


def can_keep_books(user: Any) -> bool:
    return has_role(user, FOUNDERS)


for_dispatchers = private_view(can_dispatch)
for_founders = private_view(can_keep_books)
