"""All that is written here: taking in, coming back, deciding, releasing, erasing."""

from .erasing import erase, erase_what_is_over, erase_words
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
    "Received",
    "SentBefore",
    "add_part",
    "erase",
    "erase_what_is_over",
    "erase_words",
    "locked",
    "receive",
    "target",
]
