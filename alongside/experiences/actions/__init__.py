"""All that is written here: taking in, coming back, deciding, releasing, erasing."""

from .erasing import erase, erase_what_is_over, erase_words
from .releasing import MadeUp, Preview, TooFewNew, preview, publish, release_when_due, set_weekly
from .taking_in import (
    Consents,
    ErasedMeanwhile,
    Facts,
    Received,
    SentBefore,
    add_part,
    locked,
    receive,
    target,
)

__all__ = [
    "Consents",
    "ErasedMeanwhile",
    "Facts",
    "MadeUp",
    "Preview",
    "Received",
    "SentBefore",
    "TooFewNew",
    "add_part",
    "erase",
    "erase_what_is_over",
    "erase_words",
    "locked",
    "preview",
    "publish",
    "receive",
    "release_when_due",
    "set_weekly",
    "target",
]
