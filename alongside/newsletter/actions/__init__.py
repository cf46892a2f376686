"""All that is written here: asking, saying yes, changing, leaving, erasing."""

from .leaving import come_back, erase, leave, send_way_out
from .preferences import (
    Preferences,
    ask_for_new_address,
    change,
    confirm_new_address,
    forget_new_address,
    waits_for,
)
from .subscribing import Wish, ask, confirm

__all__ = [
    "Preferences",
    "Wish",
    "ask",
    "ask_for_new_address",
    "change",
    "come_back",
    "confirm",
    "confirm_new_address",
    "erase",
    "forget_new_address",
    "leave",
    "send_way_out",
    "waits_for",
]
