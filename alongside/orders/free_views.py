"""Somebody asks for a free copy, paid by people who paid one forward."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.core.public_forms import Notice, public_form, show_form

from .actions import giving
from .actions.placing import Closed
from .free_forms import FreeCopyForm
from .free_wait import free_editions, wait
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
