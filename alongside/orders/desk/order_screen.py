"""What the screen of one order shows, and to whom."""

from typing import Any

from django.utils import timezone

from alongside.core.installation_key import Unreadable
from alongside.orders import books, cards, ledger, links, owed
from alongside.orders.actions import by_hand, giving_back
from alongside.orders.books import Part
from alongside.orders.buyer import Buyer
from alongside.orders.models import Account, Invoice, Order
from alongside.orders.states import CAN_CANCEL, OPEN, State

from .in_words import evenly, how_paid, money_story, stands
from .order_forms import AllowForm, BackForm, BuyerForm, CameForm, about
from .parcel_views import parcels_for


def shown_of(order: Order, *, is_founder: bool, **forms: Any) -> dict[str, Any]:
    """Everything for a founder. A dispatcher sees whose it is only while there is something to post, and
    nothing of its money."""
    is_open, is_event = order.state in OPEN, order.source == Order.Source.EVENT
    shown = {
        "order": order,
        "lines": list(order.lines.all()),
        "stands": stands(order),
        "is_event": is_event,
        "buyer": _buyer(order) if is_founder or is_open else None,
        "is_erased": not order.locked,
        "is_founder": is_founder,
        "wrong": next((form for form in forms.values() if form.errors), None),
        **({} if is_event else parcels_for(order)),
    }
    return shown | (_for_founders(order, **forms) if is_founder else {})


def _buyer(order: Order) -> Buyer | None:
    try:
        return order.buyer() if order.locked else None
    except Unreadable:
        return None


def _for_founders(order: Order, **forms: Any) -> dict[str, Any]:
    money, most = books.money_of(order), giving_back.still_charged(order)
    today = {"on": timezone.localdate()}
    of_card = by_card(order)
    on_its_way = owed.on_its_way(order)
    credit = 0 if order.state == State.UNPAID else max(0, money.credit - on_its_way)
    short = max(0, order.total_pence - money.paid) if _waits(order) else money.owing
    buyer = _buyer(order)
    return {
        "money": money,
        "credit": credit,
        "on_its_way": on_its_way,
        "short": 0 if order.state == State.EXPIRED else short,
        "evenly": evenly(order, money),
        "how_paid": how_paid(order, money),
        "story": list(money_story(order)),
        "invoice": Invoice.objects.filter(order=order).first(),
        "link": links.of_order(order),
        "can_undo": order.source == Order.Source.EVENT
        and order.state == State.DONE
        and not by_hand.is_too_late_to_undo(order),
        "can_cancel": order.state in (*CAN_CANCEL, State.HELD),
        "came": CameForm(initial=today | {"pence": short or None, "account": Account.BANK}),
        "allow": AllowForm(most) if any(most.values()) else None,
        "most": [(_NAMES[part], pence) for part, pence in most.items() if pence],
        "back": BackForm(of_card, initial=_back(credit, of_card) | today) if credit else None,
        "change": BuyerForm(initial=about(buyer)) if buyer and order.can_change_address else None,
        **forms,
    }


_NAMES = {
    Part.COPIES: "copies",
    Part.POSTAGE: "postage",
    Part.FORWARD: "copies paid forward",
    Part.GIFT: "gift",
}


def _waits(order: Order) -> bool:
    return order.state in (State.UNPAID, State.EXPIRED, State.HELD)


def by_card(order: Order) -> int:
    """Pence that Stripe can send back to her card."""
    if not cards.is_on():
        return 0
    return max(0, ledger.balance(Account.STRIPE, order=order) - owed.on_its_way(order))


def _back(credit: int, of_card: int) -> dict[str, Any]:
    if of_card:
        return {"pence": min(credit, of_card), "account": Account.STRIPE}
    return {"pence": credit, "account": Account.BANK}
