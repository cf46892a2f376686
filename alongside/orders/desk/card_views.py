"""Card payments that want a founder: money for no order, disputes, refunds, differences with Stripe."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.orders import cards, ledger, order_numbers
from alongside.orders.actions import card_money
from alongside.orders.cards import desk, reconcile
from alongside.orders.models import CardPayment, Order
from alongside.orders.permissions import for_founders


@require_safe
@for_founders
def card_payments(request: HttpRequest) -> HttpResponse:
    """The same few queries however much there is; Stripe is not asked."""
    shown = {
        "is_on": cards.is_on(),
        "is_live": cards.is_live(),
        "newest": reconcile.newest(),
        "strays": desk.strays(),
        "disputes": list(desk.disputes()),
        "refunds": desk.refunds_not_gone(),
        "elsewhere": desk.given_back_elsewhere(),
    }
    return render(request, "orders/desk/cards.html", shown)


@require_POST
@for_founders
def give_to_order(request: HttpRequest, pk: int) -> HttpResponse:
    """A founder found out for which order some money is. Pressed twice, it is once."""
    payment = get_object_or_404(CardPayment, pk=pk)
    found = order_numbers.found_in(request.POST.get("number", "")[:60])
    order = Order.objects.filter(number__in=found).first() if len(found) == 1 else None
    if order is None:
        messages.error(request, "No order has this number. It looks like BK4T9ZQ2H.")
        return redirect("book_cards")
    try:
        card_money.give_to(payment, order, by=signed_in(request))
    except (CardPayment.DoesNotExist, ledger.KeyUsed):
        messages.warning(request, "This money has its place already, or went back.")
    else:
        messages.success(request, f"It belongs to {order.number} now.")
    return redirect("book_cards")


def _compare(request: HttpRequest) -> HttpResponse:
    """Ask Stripe now, and not tomorrow."""
    if not cards.is_on():
        return redirect("book_cards")
    try:
        found = reconcile.run()
    except cards.NotReachable:
        messages.error(request, "Stripe does not answer just now. Please try again later.")
    else:
        words = "Both say the same." if found.is_well else "Something does not fit: see below."
        messages.info(request, words)
    return redirect("book_cards")


compare = require_POST(for_founders(_compare))
compare.opens_transaction = True  # type: ignore[attr-defined]  # Stripe is waited for
