"""The door that six words open. They travel in the page, so that nothing else has to know her.

One address for all steps of a room: the button that was pressed (`do=step` or `do=step:number`) says which.
Reading takes no lock,
and goes on when nothing can be written; each action of a step is one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from . import limits
from .limits import TooMany
from .public_forms import Notice, PublicForm, show_form
from .receipts import NotAReceipt, NothingOpens
from .typed_text import clean_text

NOT_SIX_WORDS = (
    "These are not six words of ours. Are there six of them? Is each one spelled as you wrote it down? "
    "Two wrong letters do no harm; more do."
)
NO_SUCH = (
    "Nothing here has these six words. Is each one spelled as you wrote it down, and in the same "
    "order? If you have two sheets, try the other one."
)

Step = Callable[[HttpRequest, Any], HttpResponse]


class SixWordsForm(PublicForm):
    """Whoever has the six words may come in."""

    door = "conversation"
    button = "Open"
    not_yet = "Not open yet"
    least = timedelta(0)

    receipt = forms.CharField(
        label="Your six words",
        max_length=300,
        help_text="Capitals, spaces and hyphens do not matter. A slip or two does no harm.",
        error_messages={"required": "Please type your six words here."},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class WithReceipt(SixWordsForm):
    """A step inside: the six words travel in the page."""

    receipt = forms.CharField(max_length=300, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Way:
    """What the six words of a room open.

    template: asks for them, with `form`. open: what they open; raises NotAReceipt, NothingOpens. show:
    the first page inside; steps: the others, by their `do`. certificate(request, certificate, unsent=…):
    the page for what was erased. draft: what she was writing. vanished: what an action raises when it
    was erased between opening and doing.
    """

    form: type[SixWordsForm]
    template: str
    open: Callable[[str], Any]
    show: Step
    steps: Mapping[str, Step]
    certificate: Callable[..., HttpResponse]
    draft: Callable[[HttpRequest], str]
    vanished: type[Exception]


def come_in(request: HttpRequest, way: Way) -> HttpResponse:
    """Ask for six words, open what they open, or take a step inside."""
    if request.method != "POST":
        return _ask(request, way, way.form(request=request))
    step = way.steps.get(request.POST.get("do", "").partition(":")[0])
    if step is None:
        return _first_page(request, way)
    if not (door := way.form(request=request)).is_from_us:
        # Another site must not lead her to where somebody else can read what she writes.
        door.is_valid()
        return _ask(request, way, door)
    try:
        return _go(request, way, step)
    except way.vanished:  # now it is gone
        return _go(request, way, step)


def _go(request: HttpRequest, way: Way, step: Step) -> HttpResponse:
    try:
        opened = _open(request, way, request.POST.get("receipt", ""))
    except NothingOpens as gone:
        if gone.erased:
            return way.certificate(request, gone.erased, unsent=way.draft(request))
        return _ask(request, way, _with_error(way.form(request=request), NO_SUCH))
    except NotAReceipt:
        return _ask(request, way, _with_error(way.form(request=request), NOT_SIX_WORDS))
    return step(request, opened)


def _ask(request: HttpRequest, way: Way, form: PublicForm) -> HttpResponse:
    return show_form(request, way.template, form)


def _first_page(request: HttpRequest, way: Way) -> HttpResponse:
    form = way.form(request=request)
    if not form.is_valid():
        return _ask(request, way, form)
    try:
        return way.show(request, _open(request, way, form.cleaned_data["receipt"]))
    except TooMany as error:
        form.notice = _slowly(error)
    except NotAReceipt:
        _with_error(form, NOT_SIX_WORDS)
    except NothingOpens as gone:
        if gone.erased:
            return way.certificate(request, gone.erased)
        _with_error(form, NO_SUCH)
    return _ask(request, way, form)


def _open(request: HttpRequest, way: Way, typed: str) -> Any:
    """Every way in is counted; a wrong one costs a pause from the fifth on, and locks nobody out.

    Raises TooMany, NotAReceipt, NothingOpens.
    """
    attempt = limits.slow_down(request, door="six words")
    try:
        opened = way.open(clean_text(typed))
    except NothingOpens as gone:
        if gone.erased:
            attempt.was_right()
        raise
    attempt.was_right()
    return opened


def _slowly(error: TooMany) -> Notice:
    wait = limits.in_words(error.wait_seconds)
    words = (
        f"Some wrong words were typed, perhaps not by you. Please wait {wait}, then press Open "
        "again. You are not locked out."
    )
    return Notice(words, 429, error.wait_seconds)


def _with_error(form: PublicForm, words: str) -> PublicForm:
    form.is_valid()
    form.add_error("receipt", words)
    return form


# ── Giving them ──


def come_back_address(door: str) -> str:
    """Where to type the six words, as it is written down: without https://. `door`: its name in `urls`."""
    return f"{settings.WAGTAILADMIN_BASE_URL.partition('//')[2]}{reverse(door)}"


def ask_again(form: PublicForm, sent_at: datetime) -> None:
    """The form stays as it is; the next press is another one, with six words of its own."""
    when = date_format(timezone.localtime(sent_at), "j F, g:i a")
    words = (
        f"This form was sent already, on {when}. Its six words were shown then, and we cannot show them "
        f"again. To send what stands here as a new message, press {form.button} again."
    )
    form.give_new_ticket(Notice(words, 409))
