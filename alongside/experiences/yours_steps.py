"""What she can do once her six words have opened it. Each step answers with a page."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse

from alongside.core.public_forms import PublicForm, show_form
from alongside.core.six_words import Step
from alongside.core.typed_text import clean_text
from alongside.signs.catalogue import page_about

from . import actions
from .in_words import facts_in_words
from .models import Experience, SealedPart
from .opening import Opened
from .share_views import wordings
from .thanks import certificate_page
from .yours_forms import AnswerForm, ChangeForm, SureForm

NOT_KEPT = "so your answer was not kept. It stands below, for you to copy."
TOO_LATE = f"A moderator has decided meanwhile, {NOT_KEPT}"
NOT_ASKED = f"The question was taken back meanwhile, {NOT_KEPT}"

QUOTE_GONE = "It is taken back. It is gone from this website."
NOTHING_NEW = "This is how it stands now."


def draft_of(request: HttpRequest) -> str:
    """What she has begun to write; it goes along while she looks at something else."""
    return clean_text(request.POST.get("answer") or request.POST.get("draft") or "")


def show(
    request: HttpRequest,
    opened: Opened,
    *,
    form: AnswerForm | None = None,
    done: str = "",
    unsent: str = "",
) -> HttpResponse:
    """`unsent`: what she has just written, and nobody kept."""
    opened.experience.refresh_from_db()
    initial = {"receipt": opened.receipt, "answer": draft_of(request) if not done else ""}
    form = form or AnswerForm(request=request, anew=True, initial=initial)
    told = _all_of_it(opened)
    return _page(request, "yours", form, opened, done=done, unsent=unsent, **told)


def _all_of_it(opened: Opened) -> dict[str, Any]:
    story, experience = opened.story(), opened.experience
    asked = [part for part in opened.parts() if part.row.kind == SealedPart.Kind.QUESTION]
    return {
        "facts": facts_in_words(experience),
        "story": story,
        "question": asked[-1] if asked and experience.state == Experience.State.ASKED else None,
        "shown": [(quote, page_about(quote.about)) for quote in opened.quotes_shown()],
        "has_words": opened.secrets.words is not None,
    }


def _page(
    request: HttpRequest, name: str, form: PublicForm, opened: Opened, **more: Any
) -> HttpResponse:
    context = {
        "experience": opened.experience,
        "six_words": opened.receipt,
        "contact": opened.contact(),
        "ask": opened.ask_this_person(),
        "draft": draft_of(request),
        **more,
    }
    return show_form(request, f"experiences/{name}.html", form, **context)


def _look(request: HttpRequest, opened: Opened) -> HttpResponse:
    return show(request, opened)


def _answer(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = AnswerForm(request=request)
    if not form.is_valid():
        return show(request, opened, form=form)
    answer = form.cleaned_data["answer"]
    if actions.answer_question(opened=opened, answer=answer, submission_id=form.submission_id):
        return show(request, opened, done="Thank you. A moderator reads it.")
    opened.experience.refresh_from_db()
    waits = opened.experience.state == Experience.State.WAITING
    return show(request, opened, done=NOT_ASKED if waits else TOO_LATE, unsent=answer)


def _has_quotes(opened: Opened) -> bool:
    return bool(opened.story().quotes) or opened.experience.quotes.exists()


def _change(request: HttpRequest, opened: Opened) -> HttpResponse:
    experience, contact, ask = opened.experience, opened.contact(), opened.ask_this_person()
    initial = {
        "receipt": opened.receipt,
        "seen": actions.version_of(experience),
        "count_me": experience.count_me,
        "quote_me": experience.quote_me,
        "write_back": experience.write_back,
        "wish": experience.wish,
        "email": contact.email,
        "contact_name": contact.name,
        "ask_name": ask.name,
        "ask_reach": ask.reach,
    }
    form = ChangeForm(request=request, anew=True, initial=initial, has_quotes=_has_quotes(opened))
    return _page(request, "change", form, opened, **wordings())


def _keep_changes(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = ChangeForm(request=request, has_quotes=_has_quotes(opened))
    if not form.is_valid():
        return _page(request, "change", form, opened, **wordings())
    changed = form.changed(signed_as=opened.experience.signed_as)
    is_new = actions.change_consents(opened=opened, changed=changed, seen=form.cleaned_data["seen"])
    opened.experience.refresh_from_db()
    experience = opened.experience
    if is_new and not (experience.count_me or experience.quote_me):
        return _ask_before_taking_back(request, opened)
    return show(request, opened, done="We have kept your changes." if is_new else NOTHING_NEW)


def _take_quote(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = SureForm(request=request)
    if not form.is_valid():
        return show(request, opened)
    try:
        published = uuid.UUID(request.POST["do"].partition(":")[2])
    except ValueError:
        return show(request, opened)
    gone = actions.take_back_quote(opened=opened, published=published)
    return show(request, opened, done=QUOTE_GONE if gone else NOTHING_NEW)


def _ask_before_taking_back(request: HttpRequest, opened: Opened) -> HttpResponse:
    return _sure(request, "take_back", opened)


def _sure(request: HttpRequest, name: str, opened: Opened) -> HttpResponse:
    form = SureForm(request=request, anew=True, initial={"receipt": opened.receipt})
    return _page(request, name, form, opened, shown=opened.quotes_shown())


def _take_back(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = SureForm(request=request)
    if not form.is_valid():
        return _page(request, "take_back", form, opened, shown=opened.quotes_shown())
    return certificate_page(request, actions.take_back(opened=opened))


def _ask_about_death(request: HttpRequest, opened: Opened) -> HttpResponse:
    return _sure(request, "died", opened)


def _tell_of_death(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = SureForm(request=request)
    if not form.is_valid():
        return _page(request, "died", form, opened)
    certificate = actions.tell_of_death(opened=opened)
    if certificate is not None:
        return certificate_page(request, certificate)
    opened.experience.refresh_from_db()
    return _page(request, "died_thanks", form, opened)


STEPS: dict[str, Step] = {
    "look": _look,
    "answer": _answer,
    "change": _change,
    "keep-changes": _keep_changes,
    "quote": _take_quote,
    "take-back": _ask_before_taking_back,
    "take-back-now": _take_back,
    "died": _ask_about_death,
    "died-now": _tell_of_death,
}
