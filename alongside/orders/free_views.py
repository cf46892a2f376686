"""Somebody asks for a free copy, paid by people who paid one forward."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.core.public_forms import Notice, public_form, show_form

from .actions import giving
from .actions.placing import Closed
from .free_forms import FreeCopyForm, free_editions
from .models import Shop

NOT_NOW = Notice(
    "We can give no free copies at this moment. Nothing was sent, and your words are still here.",
    503,
)


@public_form(in_one_transaction=False)
def free_copy(request: HttpRequest) -> HttpResponse:
    """The form; then the same page for everybody, whether or not her address asked before."""
    shop, editions = Shop.current(), free_editions()
    is_offered = bool(shop.is_open and shop.forward_pence and editions)
    if not is_offered and request.method != "POST":
        return render(request, "orders/no_free_copies.html", {"shop": shop})
    form = FreeCopyForm(request=request, editions=editions)
    if form.is_valid():
        try:
            _ask(form)
        except Closed:
            form.notice = NOT_NOW
        else:
            return render(request, "orders/free_asked.html", {"wait": wait(), "shop": shop})
    return show_form(request, "orders/free_copy.html", form, wait=wait(), shop=shop)


def _ask(form: FreeCopyForm) -> None:
    giving.ask_for_copy(form.asker(), form.cleaned_data["edition"], submission=form.submission_id)


def wait() -> str:
    """How long it may take, honestly, and without more than anybody needs to know."""
    waiting, copies = giving.how_long()
    if not waiting and copies:
        return "There is money for copies now, so yours can be packed soon."
    who = "Nobody waits" if not waiting else f"{_about(waiting)} {_people(waiting)}"
    has = f"There is money for {_about(copies).lower()} {'copy' if copies == 1 else 'copies'} now"
    if not copies:
        has = "There is no money for one at the moment"
    return f"{who}. {has}. A copy is given as soon as somebody pays one forward, first come, first served."


def _people(number: int) -> str:
    return "person waits" if number == 1 else "people wait"


def _about(number: int) -> str:
    """Exact up to ten, then to the nearest five."""
    return str(number) if number <= 10 else f"About {round(number / 5) * 5}"
