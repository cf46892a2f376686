"""All that is written here: taking in, coming back, deciding, releasing, erasing."""

from .coming_back import (
    Changed,
    answer_question,
    change_consents,
    take_back,
    take_back_quote,
    version_of,
)
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
    was_received,
)
from .wishes import follow_wish, tell_of_death

__all__ = [
    "Changed",
    "Consents",
    "ErasedMeanwhile",
    "Facts",
    "Received",
    "SentBefore",
    "add_part",
    "answer_question",
    "change_consents",
    "erase",
    "erase_what_is_over",
    "erase_words",
    "follow_wish",
    "locked",
    "receive",
    "take_back",
    "take_back_quote",
    "target",
    "tell_of_death",
    "version_of",
    "was_received",
]
