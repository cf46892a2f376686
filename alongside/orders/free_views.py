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
    if copies > waiting:
        return (
            "There is money for a copy for you now. It is posted in a few days, if it is in print."
        )
    who = "Nobody waits before you"
    if waiting:
        who = f"{_about(waiting)} {'person waits' if waiting == 1 else 'people wait'} before you"
    has = "there is no money for a copy at the moment"
    if copies:
        has = f"there is money for {_about(copies)} {'copy' if copies == 1 else 'copies'} now"
    return (
        f"{who[0].upper()}{who[1:]}, and {has}. You get one as soon as somebody has paid it forward. "
        "It can take weeks. First come, first served."
    )


def _about(number: int) -> str:
    """Exact up to ten, then to the nearest five."""
    return str(number) if number <= 10 else f"about {round(number / 5) * 5}"
