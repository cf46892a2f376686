"""What she can do inside her conversation. Each step gets it opened, and answers with a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from alongside.core.public_forms import PublicForm, show_form
from alongside.core.six_words import Step
from alongside.core.typed_text import clean_text

from . import actions
from .conversation_forms import EraseForm, KeepLongerForm, ReachForm, WriteMoreForm
from .expected import expected
from .help_numbers import help_numbers
from .models import ShredCertificate
from .opening import Opened
from .thanks import certificate_page
from .transcript import details_of, said


def draft_of(request: HttpRequest) -> str:
    """What she has begun to write; it goes along while she looks at something else."""
    return clean_text(request.POST.get("message") or request.POST.get("draft") or "")


def show(
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
        "draft": draft_of(request),
        "expected": expected(),
        "numbers": help_numbers(request),
        **more,
    }
    return show_form(request, f"enquiries/{name}.html", form, **context)


def _look(request: HttpRequest, opened: Opened) -> HttpResponse:
    return show(request, opened, draft=draft_of(request))


def _write(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = WriteMoreForm(request=request)
    if not form.is_valid():
        return show(request, opened, form=form)
    actions.write_more(
        opened=opened, message=form.cleaned_data["message"], submission_id=form.submission_id
    )
    opened.conversation.refresh_from_db()
    return show(request, opened, done="Thank you. The founders have what you wrote.")


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
    return show(request, opened, done="We have kept how to reach you.", draft=draft_of(request))


def _keep(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = KeepLongerForm(request=request)
    if not form.is_valid():
        return show(request, opened, draft=draft_of(request))
    until = actions.keep_for_another_year(
        conversation=opened.conversation, seen=form.cleaned_data["seen"]
    )
    opened.conversation.refresh_from_db()
    done = f"We keep it until {until:%-d %B %Y}."
    return show(request, opened, done=done, draft=draft_of(request))


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


STEPS: dict[str, Step] = {
    "look": _look,
    "write": _write,
    "reach": _reach,
    "keep-reach": _reached,
    "keep": _keep,
    "erase": _ask_before_erasing,
    "erase-now": _erase,
}
