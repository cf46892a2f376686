"""Where an order stands, what can happen to it, and where it stands then. Here, and nowhere else.

Where its money stands is another question: the ledger answers it (`books.money_of`).
"""

from django.db import models


class State(models.TextChoices):
    UNPAID = "unpaid", "waits for the money"
    FUND = "fund", "waits for a copy that somebody paid forward"
    TO_PACK = "to_pack", "is to be packed"
    PACKED = "packed", "is packed"
    PART = "part", "is posted in part"
    DONE = "done", "is posted"
    HELD = "held", "a founder has to decide"
    CANCELLED = "cancelled", "is cancelled"
    EXPIRED = "expired", "was not paid in time"


class Event(models.TextChoices):
    PAY = "pay", "all of the money is here, or it may be sent on account"
    UNPAY = "unpay", "the money was not for it: a founder had matched it wrongly"
    PAY_TOO_LATE = "pay_too_late", "the money came when its copies had gone to somebody else"
    PAY_FOR_NOTHING = "pay_for_nothing", "the money came after it was cancelled"
    GIVE = "give", "the fund pays"
    FINISH = "finish", "nothing is to be posted"
    PACK = "pack", "slip and label are printed"
    UNPACK = "unpack", "it is taken out of the parcel again"
    POST_PART = "post_part", "a parcel with some of it is posted"
    POST = "post", "the last of it is posted"
    CLOSE = "close", "the rest of it is not sent"
    UNPOST = "unpost", "its only parcel was not posted after all"
    UNPOST_PART = "unpost_part", "one of its parcels was not posted after all"
    RESHIP = "reship", "all of it is sent anew"
    RESHIP_PART = "reship_part", "some of it is sent anew"
    LET_GO = "let_go", "the founder found copies for it"
    CANCEL = "cancel", "buyer or founder cancels"
    EXPIRE = "expire", "nobody paid in time"


S, E = State, Event
MOVES: dict[tuple[State, Event], State] = {
    (S.UNPAID, E.PAY): S.TO_PACK,
    (S.UNPAID, E.FINISH): S.DONE,
    (S.UNPAID, E.EXPIRE): S.EXPIRED,
    (S.UNPAID, E.CANCEL): S.CANCELLED,
    (S.FUND, E.GIVE): S.TO_PACK,
    (S.FUND, E.CANCEL): S.CANCELLED,
    (S.EXPIRED, E.PAY): S.TO_PACK,
    (S.EXPIRED, E.FINISH): S.DONE,
    (S.EXPIRED, E.PAY_TOO_LATE): S.HELD,
    (S.CANCELLED, E.PAY_FOR_NOTHING): S.HELD,
    (S.HELD, E.LET_GO): S.TO_PACK,
    (S.HELD, E.CANCEL): S.CANCELLED,
    (S.TO_PACK, E.PACK): S.PACKED,
    (S.TO_PACK, E.UNPAY): S.UNPAID,
    (S.TO_PACK, E.CANCEL): S.CANCELLED,
    (S.PACKED, E.UNPACK): S.TO_PACK,
    (S.PACKED, E.POST_PART): S.PART,
    (S.PACKED, E.POST): S.DONE,
    (S.PACKED, E.CANCEL): S.CANCELLED,
    (S.PART, E.POST_PART): S.PART,
    (S.PART, E.POST): S.DONE,
    (S.PART, E.CLOSE): S.DONE,
    (S.PART, E.UNPOST): S.PACKED,
    (S.PART, E.UNPOST_PART): S.PART,
    (S.PART, E.RESHIP): S.TO_PACK,
    (S.PART, E.RESHIP_PART): S.PART,
    (S.DONE, E.UNPOST): S.PACKED,
    (S.DONE, E.UNPOST_PART): S.PART,
    (S.DONE, E.RESHIP): S.TO_PACK,
    (S.DONE, E.RESHIP_PART): S.PART,
}

OPEN = (S.UNPAID, S.FUND, S.TO_PACK, S.PACKED, S.PART, S.HELD)
SOLD = (S.TO_PACK, S.PACKED, S.PART, S.DONE)
HOLDS_COPIES = (S.UNPAID, S.TO_PACK, S.PACKED, S.PART)
CAN_CANCEL = tuple(state for state, event in MOVES if event is E.CANCEL and state is not S.HELD)
CAN_MOVE_HOUSE = (S.UNPAID, S.FUND, S.TO_PACK)
"""The address can be changed until the label is printed."""


class NotNow(Exception):
    """This cannot happen to an order that stands where this one stands."""

    def __init__(self, state: str, event: str) -> None:
        super().__init__(f"{event} of an order that is {state}")
        self.state = State(state)


def after(state: str, event: Event) -> State:
    """Raises NotNow."""
    try:
        return MOVES[State(state), event]
    except KeyError:
        raise NotNow(state, event) from None
