"""Screens of our own on the editors' side: what wants checking, checking one page, how words read."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from . import due
from .actions import ask_for_review
from .forms import AS_IT_IS, questions_about
from .models import Review, ReviewedPage, SitePage
from .reading import readings_of, summary
from .review import NameMissing, OwnWords, ReviewTask, Unfinished, token, why_not
from .texts import what_is_missing

ON_ONE_PAGE = 50

WHY_NOT = {
    OwnWords: "You wrote some of these words and nobody has checked them since, so somebody else has "
    "to approve this page.",
    NameMissing: "Before you approve a page, say how your name and role are to stand under it.",
    Unfinished: "Something is missing in these words, so they cannot go live yet.",
}


@require_safe
def checks_due(request: HttpRequest) -> HttpResponse:
    """What wants checking: asked for, overdue, due soon, sources to read again."""
    today = timezone.localdate()
    return render(
        request,
        "core/admin/checks_due.html",
        {
            "waiting": due.pages_waiting(),
            "pages": due.pages_due(today=today),
            "sources": due.sources_due(today=today),
            "not_checked": due.count_not_checked(),
        },
    )


@require_safe
def not_checked(request: HttpRequest) -> HttpResponse:
    """Live pages that no reviewer has checked as they stand."""
    pages = Paginator(due.pages_not_checked(today=timezone.localdate()), ON_ONE_PAGE)
    page = pages.get_page(request.GET.get("p"))
    return render(request, "core/admin/not_checked.html", {"page_obj": page})


def _review_in_progress(page: Any) -> tuple[Any, ReviewTask | None]:
    state = page.current_workflow_task_state
    task = state.task.specific if state else None
    return state, task if isinstance(task, ReviewTask) else None


def _is_reviewer(user: Any) -> bool:
    return any(task.is_reviewer(user) for task in ReviewTask.objects.filter(active=True))


def check_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """One page as readers will see it, and the buttons to approve it or to ask for changes."""
    page = get_object_or_404(Page, pk=page_id).specific
    may_edit = page.permissions_for_user(request.user).can_edit()
    if not (may_edit or _is_reviewer(request.user)):
        raise PermissionDenied
    if not isinstance(page, SitePage):
        raise Http404
    if request.method == "POST" and (response := _answer(request, page)):
        return response
    return render(request, "core/admin/check_page.html", _what_to_check(request, page, may_edit))


def _what_to_check(request: HttpRequest, page: Any, may_edit: bool) -> dict[str, Any]:
    state, task = _review_in_progress(page)
    newest = page.latest_revision
    problem = why_not(page, newest, request.user) if task else None
    return {
        "page": page,
        "task": task,
        "state": state,
        "seen": token(newest) if newest else "",
        "questions": questions_about(newest.as_object()) if task and newest else [],
        "as_it_is": AS_IT_IS,
        "comment": request.POST.get("comment", ""),
        "is_reviewer": _is_reviewer(request.user),
        "name_missing": problem is NameMissing,
        "why_not": WHY_NOT.get(problem) if problem else None,
        "can_edit": may_edit,
        "is_health": isinstance(page, ReviewedPage),
    }


def _answer(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What she pressed: `ask`, `approve` or `reject`. None: a message says why nothing was done."""
    state, task = _review_in_progress(page)
    pressed = request.POST.get("press")
    if pressed == "ask":
        return _ask(request, page)
    if task is None or state is None:
        messages.warning(request, "Nobody waits for a check of this page any more.")
        return None
    if pressed == "approve":
        return _approve(request, page, state, task)
    task.on_action(state, request.user, "reject", comment=request.POST.get("comment", ""))
    messages.success(request, "The writers are asked for changes.")
    return redirect("checks_due")


def _ask(request: HttpRequest, page: Any) -> HttpResponse:
    if missing := what_is_missing(page.get_latest_revision_as_object().specific):
        messages.error(
            request,
            f"{WHY_NOT[Unfinished]} Please open the page and complete it. {' '.join(missing)}",
        )
    elif ask_for_review(page, request.user):
        messages.success(request, "The reviewers are asked to check this page as it is.")
    return redirect("check_page", page.pk)


def _approve(request: HttpRequest, page: Any, state: Any, task: ReviewTask) -> HttpResponse | None:
    """Approve the words that were on her screen; None, and a message, if that is not to be."""
    if problem := why_not(page, page.latest_revision, request.user):
        missing = what_is_missing(page.latest_revision.as_object()) if problem is Unfinished else ()
        messages.error(request, " ".join((WHY_NOT[problem], *missing)))
        return None
    if questions_about(page.latest_revision.as_object()) and not request.POST.get(AS_IT_IS):
        messages.warning(
            request, "Approving publishes. Please look at the question of the word list."
        )
        return None
    seen, comment = request.POST.get("seen", ""), request.POST.get("comment", "")
    task.on_action(state, request.user, "approve", seen=seen, comment=comment)
    state.refresh_from_db()
    if state.status != state.STATUS_APPROVED:
        messages.error(request, "The words changed while you were reading. Please look again.")
        return None
    review = Review.objects.filter(page=page.pk, revision=state.revision_id).first()
    named = f" It says: checked by {review.shown_name}, {review.shown_role}." if review else ""
    messages.success(request, f"Thank you. The page is approved.{named}")
    return redirect("checks_due")


@require_POST
def reading(request: HttpRequest, page_id: int) -> JsonResponse:
    """How the words in the posted form of this page read. Nothing is saved."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return _measure(request, page.get_latest_revision_as_object().specific, page.get_parent())


@require_POST
def reading_new(
    request: HttpRequest, app_label: str, model_name: str, parent_id: int
) -> JsonResponse:
    """The same for a page that is not yet saved for the first time."""
    parent = get_object_or_404(Page, pk=parent_id)
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, SitePage):
        raise Http404
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return _measure(request, model(owner=request.user), parent)


def _measure(request: HttpRequest, page: Any, parent: Page) -> JsonResponse:
    form_class = type(page).get_edit_handler().get_form_class()
    form = form_class(
        request.POST, request.FILES, instance=page, parent_page=parent, for_user=request.user
    )
    form.defer_required_fields()
    form.is_valid()
    found = readings_of(form.instance)
    return JsonResponse(
        {"summary": summary(found), "readings": [reading.as_json() for reading in found]}
    )


def account_url() -> str:
    """Where a member of staff says how she wants to be named."""
    return reverse("wagtailadmin_account")
