"""The buttons on the screen of one order. Pressed twice, or by two founders at once, each happens once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from alongside.accounts.permissions import signed_in
from alongside.orders import cards, ledger, stock
from alongside.orders.actions import bulk, by_hand, cancelling, giving_back, looking_after, paying
from alongside.orders.models import Account, Invoice, Order, Refund
from alongside.orders.money import pounds
from alongside.orders.permissions import for_founders
from alongside.orders.states import NotNow

from .order_forms import AllowForm, BackForm, BuyerForm, CameForm
from .order_screen import by_card
from .order_views import one_order

LATE = "Nothing was changed: it has moved on since you looked. This is how it is now."
USED = "Nothing was changed: this form was sent before with another amount. Please begin anew."


@require_POST
@for_founders
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the buttons."""
    order = get_object_or_404(Order, pk=pk)
    name = request.POST.get("press", "")
    try:
        if name in _WITH_FORM:
            return _WITH_FORM[name](request, order) or redirect("book_order", pk)
        if name in _PLAIN:
            messages.success(request, _PLAIN[name](order, signed_in(request)))
    except NotNow:
        messages.warning(request, LATE)
    except paying.NotPaid as error:
        missing = f"{pounds(error.missing)} of its money is not here"
        messages.warning(
            request, f"Nothing was changed: {missing}. Ask for it, or cancel the order."
        )
    except bulk.NothingOwed:
        messages.warning(request, "Nothing was changed: nothing is owed any more.")
    except ledger.KeyUsed:
        messages.warning(request, USED)
    except stock.OutOfStock as error:
        had = f"{error.left} of {error.edition} can be had"
        messages.warning(request, f"Nothing was changed: {had}. Write down a new printing first.")
    return redirect("book_order", pk)


# Stripe may take seconds to answer: nobody else shall wait to write. Each action has its own transaction.
press.opens_transaction = True  # type: ignore[attr-defined]


def _came(request: HttpRequest, order: Order) -> HttpResponse | None:
    form = CameForm(request.POST)
    if not form.is_valid():
        return one_order(request, order, came=form)
    typed = form.cleaned_data
    is_new = paying.receive(
        order,
        typed["pence"],
        Account(typed["account"]),
        key=f"hand:{typed['ticket']}",
        on=typed["on"],
        by=signed_in(request),
    )
    came = pounds(typed["pence"])
    messages.success(request, f"{came} written down." if is_new else "It is written down already.")
    return None


def _allow(request: HttpRequest, order: Order) -> HttpResponse | None:
    form = AllowForm(giving_back.still_charged(order), request.POST)
    if not form.is_valid():
        return one_order(request, order, allow=form)
    key, why = f"form:{form.cleaned_data['ticket']}", Refund.Why(form.cleaned_data["why"])
    try:
        refund = giving_back.allow(order, form.parts(), why=why, key=key, by=signed_in(request))
    except giving_back.TooMuch as error:
        form.add_error(
            None, f"This is more than was paid for it. The most is {pounds(error.most)}."
        )
        return one_order(request, order, allow=form)
    words = f"{pounds(refund.pence)} are to be given back. Please send them now, below."
    messages.success(request, words)
    return None


def _back(request: HttpRequest, order: Order) -> HttpResponse | None:
    form = BackForm(by_card(order), request.POST)
    if not form.is_valid():
        return one_order(request, order, back=form)
    try:
        problem = _send_back(form.cleaned_data, order, signed_in(request))
    except giving_back.TooMuch as error:
        problem = f"She has less to get: {pounds(error.most)}."
    if problem:
        form.add_error(None, problem)
        return one_order(request, order, back=form)
    messages.success(request, "It is written down, and she gets a mail that says so.")
    return None


def _send_back(typed: dict[str, Any], order: Order, by: Any) -> str:
    """What is wrong, if anything is."""
    pence, account, key = typed["pence"], Account(typed["account"]), f"hand:{typed['ticket']}"
    if account != Account.STRIPE:
        giving_back.pay_back(order, pence, account, key=key, by=by, on=typed["on"])
        return ""
    if pence > by_card(order):
        return f"Her card can get {pounds(by_card(order))} back."
    try:
        cards.give_back(order, pence, key=key, by=by)
    except cards.NotReachable:
        return "Stripe does not answer just now. It is written down, and goes as soon as Stripe answers."
    except cards.Refused:
        return "Stripe refuses it, so nothing went back. Please give it back by bank."
    return ""


def _change(request: HttpRequest, order: Order) -> HttpResponse | None:
    form = BuyerForm(request.POST, country=order.country)
    if not form.is_valid():
        return one_order(request, order, change=form)
    try:
        looking_after.change_buyer(order, form.buyer(order.country), by=signed_in(request))
    except looking_after.TooLate:
        messages.warning(request, "Nothing was changed: its label is printed already.")
        return None
    messages.success(request, "Changed.")
    return None


_WITH_FORM: dict[str, Callable[[HttpRequest, Order], HttpResponse | None]] = {
    "came": _came,
    "allow": _allow,
    "back": _back,
    "change": _change,
}


def _cancel(order: Order, by: Any) -> str:
    cancelling.cancel(order, by=by)
    return "It is cancelled. If she paid something, it is below: please give it back."


def _let_go(order: Order, by: Any) -> str:
    paying.let_go(order, by=by)
    return "There are copies for it. It can be packed."


def _undo(order: Order, by: Any) -> str:
    by_hand.undo_sale(order, by=by)
    return "The sale is undone: the copies are in the cupboard again, and no money came."


def _mail(order: Order, by: Any) -> str:
    sent = looking_after.send_again(order, by=by)
    return "The mail is on its way." if sent else "She gave no e-mail address. Nothing was sent."


def _remind(order: Order, by: Any) -> str:
    invoice = Invoice.objects.filter(order=order).first()
    if invoice is None:
        raise bulk.NothingOwed
    sent = bulk.remind(invoice, by=by)
    return (
        "The reminder is on its way."
        if sent
        else "Nothing was sent: one went lately, or no address."
    )


def _write_off(order: Order, by: Any) -> str:
    return f"{pounds(bulk.write_off(order, by=by))} are written off."


def _let_off(order: Order, by: Any) -> str:
    return (
        f"{pounds(bulk.let_off(order, by=by))} are let off. It can be packed, and she gets a mail."
    )


_PLAIN: dict[str, Callable[[Order, Any], str]] = {
    "cancel": _cancel,
    "let_go": _let_go,
    "undo": _undo,
    "mail": _mail,
    "remind": _remind,
    "write_off": _write_off,
    "let_off": _let_off,
}
