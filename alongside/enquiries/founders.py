"""How the founders call each other."""

from typing import Any


def name_of(user: Any) -> str:
    """Her name; never an address. Without one, the number of her account."""
    return user.get_full_name() or f"Founder {user.pk}"
