"""What happens to conversations. Each is one transaction.

Nothing here reads what is sealed, but for `correct_details`: she has opened it with her six words.
"""

from .coming_back import correct_details, keep_for_another_year, write_more
from .conversation import erase_date
from .erasing import erase, erase_what_is_over, erased_on
from .finding import note_searched
from .looking_after import (
    OPENED,
    SomethingNew,
    answer,
    change_settings,
    close,
    follow_up,
    forget_nudge,
    hand_to,
    let_mail_go_again,
    mark_opened,
    note,
    note_copied,
    reopen,
)
from .taking_in import (
    ErasedMeanwhile,
    NotOpenYet,
    Received,
    complain,
    receive,
    tell_of_a_death,
    was_received,
    write_down,
)

__all__ = [
    "OPENED",
    "ErasedMeanwhile",
    "NotOpenYet",
    "Received",
    "SomethingNew",
    "answer",
    "change_settings",
    "close",
    "complain",
    "correct_details",
    "erase",
    "erase_date",
    "erase_what_is_over",
    "erased_on",
    "follow_up",
    "forget_nudge",
    "hand_to",
    "keep_for_another_year",
    "let_mail_go_again",
    "mark_opened",
    "note",
    "note_copied",
    "note_searched",
    "receive",
    "reopen",
    "tell_of_a_death",
    "was_received",
    "write_down",
    "write_more",
]
