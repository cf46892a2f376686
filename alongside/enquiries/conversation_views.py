"""She comes back with her six words. They travel in the page, so that nothing else has to know her."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from alongside.core import limits
from alongside.core.limits import TooMany
from alongside.core.public_forms import Notice, PublicForm, public_form, show_form
from alongside.core.receipts import NotAReceipt
from alongside.core.typed_text import clean_text

from . import actions
from .conversation_forms import EraseForm, KeepLongerForm, ReachForm, SixWordsForm, WriteMoreForm
from .expected import expected
from .help_numbers import help_numbers
from .models import ShredCertificate
from .opening import NoSuchConversation, Opened, open_with_receipt
from .thanks import certificate_page, come_back_address
from .transcript import details_of, said

NOT_SIX_WORDS = (
    "These are not six words of ours. Are there six of them? Is each one spelled as you wrote it down? "
    "Two wrong letters do no harm; more do."
)
NO_SUCH = (
    "Nothing here has these six words. Is each one spelled as you wrote it down, and in the same "
    "order? If you have two sheets, try the other one."
)


@public_form
def conversation(request: HttpRequest) -> HttpResponse:
    """One address for all steps: `do` says which. Without it, six words are asked for."""
    if request.method != "POST":
        return _ask(request, SixWordsForm(request=request))
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        return _come_in(request)
    try:
        opened = _open(request, request.POST.get("receipt", ""))
    except NoSuchConversation as gone:
        return _gone(request, gone)
    except NotAReceipt:
        return _ask(request, _with_error(SixWordsForm(request=request), NOT_SIX_WORDS))
    return step(request, opened)


def _ask(request: HttpRequest, form: PublicForm) -> HttpResponse:
    return show_form(request, "enquiries/six_words.html", form)


def _come_in(request: HttpRequest) -> HttpResponse:
    form = SixWordsForm(request=request)
    if not form.is_valid():
        return _ask(request, form)
    try:
        return _show(request, _open(request, form.cleaned_data["receipt"]))
    except TooMany as error:
        form.notice = _slowly(error)
    except NotAReceipt:
        _with_error(form, NOT_SIX_WORDS)
    except NoSuchConversation as gone:
        if gone.erased:
            return certificate_page(request, gone.erased)
        _with_error(form, NO_SUCH)
    return _ask(request, form)


def _open(request: HttpRequest, typed: str) -> Opened:
    """Every way in is counted; a wrong one costs a pause from the fifth on, and locks nobody out.

    Raises TooMany, NotAReceipt, NoSuchConversation.
    """
    attempt = limits.slow_down(request, door="six words")
    try:
        opened = open_with_receipt(clean_text(typed))
    except NoSuchConversation as gone:
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


def _gone(request: HttpRequest, gone: NoSuchConversation) -> HttpResponse:
    if gone.erased:
        return certificate_page(request, gone.erased, unsent=_draft(request))
    return _ask(request, _with_error(SixWordsForm(request=request), NO_SUCH))


# ── Inside ──


def _draft(request: HttpRequest) -> str:
    """What she has begun to write; it goes along while she looks at something else."""
    return clean_text(request.POST.get("message") or request.POST.get("draft") or "")


def _show(
    request: HttpRequest,
    opened: Opened,
    *,
    form: WriteMoreForm | None = None,
    done: str = "",
    draft: str = "",
) -> HttpResponse:
    initial = {"receipt": opened.receipt, "message": draft}
    form = form or WriteMoreForm(request=request, anew=True, initial=initial)
    return _page(request, "conversation", form, opened, done=done, said=said(opened))


def _page(
    request: HttpRequest, name: str, form: PublicForm, opened: Opened, **more: Any
) -> HttpResponse:
    context = {
        "conversation": opened.conversation,
        "six_words": opened.receipt,
        "reach": details_of(opened).reach_lines(),
        "draft": _draft(request),
        "expected": expected(),
        "numbers": help_numbers(request),
        "come_back": come_back_address(),
        **more,
    }
    return show_form(request, f"enquiries/{name}.html", form, **context)


def _look(request: HttpRequest, opened: Opened) -> HttpResponse:
    return _show(request, opened, draft=_draft(request))


def _write(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = WriteMoreForm(request=request)
    if not form.is_valid():
        return _show(request, opened, form=form)
    actions.write_more(
        opened=opened, message=form.cleaned_data["message"], submission_id=form.submission_id
    )
    opened.conversation.refresh_from_db()
    return _show(request, opened, done="Thank you. The founders have what you wrote.")


def _reach(request: HttpRequest, opened: Opened) -> HttpResponse:
    told = details_of(opened)
    initial = {
        "receipt": opened.receipt,
        "name": told.name,
        "answer_by": told.answer_by,
        "email": told.email,
        "phone": told.phone,
        "good_times": told.good_times,
        "nudge": opened.conversation.nudge_locked is not None,
    }
    return _page(request, "reach", ReachForm(request=request, anew=True, initial=initial), opened)


def _reached(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = ReachForm(request=request)
    if not form.is_valid():
        return _page(request, "reach", form, opened)
    actions.correct_details(
        opened=opened,
        nudge_to=form.nudge_to,
        submission_id=form.submission_id,
        **form.changed(),
    )
    opened.conversation.refresh_from_db()
    return _show(request, opened, done="We have kept how to reach you.", draft=_draft(request))


def _keep(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = KeepLongerForm(request=request)
    if not form.is_valid():
        return _show(request, opened, draft=_draft(request))
    until = actions.keep_for_another_year(
        conversation=opened.conversation, seen=form.cleaned_data["seen"]
    )
    opened.conversation.refresh_from_db()
    done = f"We keep it until {until:%-d %B %Y}."
    return _show(request, opened, done=done, draft=_draft(request))


def _ask_before_erasing(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = EraseForm(request=request, anew=True, initial={"receipt": opened.receipt})
    return _page(request, "erase", form, opened)


def _erase(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = EraseForm(request=request)
    if not form.is_valid():
        return _page(request, "erase", form, opened)
    why = ShredCertificate.Why.ASKED
    certificate = actions.erase(conversation=opened.conversation, why=why)
    return certificate_page(request, certificate)


STEPS: dict[str, Callable[[HttpRequest, Opened], HttpResponse]] = {
    "look": _look,
    "write": _write,
    "reach": _reach,
    "keep-reach": _reached,
    "keep": _keep,
    "erase": _ask_before_erasing,
    "erase-now": _erase,
}
