"""What the editors' side of Wagtail gains and loses: our screens, our questions, a short menu."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import ReferenceIndex, TaskState
from wagtail.snippets.models import register_snippet

from . import admin_views
from .forms import questions_about
from .home_panels import DuePanel, WaitingPanel
from .mail import admin_hooks  # noqa: F401  (registers the page about mail)
from .models import SitePage, Source
from .review import NameMissing, OwnWords, ReviewTask, why_not
from .texts import is_unfinished, what_is_missing
from .viewsets import SourceViewSet

NOT_FOR_FOUNDERS = {
    "main": {"help"},
    "settings": {"workflows", "workflow-tasks", "sites", "groups", "collections", "locales"},
    "reports": {"locked-pages", "workflows", "workflow-tasks", "aging-pages", "page-types-usage"},
}

register_snippet(SourceViewSet)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("checks/", admin_views.checks_due, name="checks_due"),
        path("checks/not-checked/", admin_views.not_checked, name="not_checked"),
        path("checks/<int:page_id>/", admin_views.check_page, name="check_page"),
        path("reading/<int:page_id>/", admin_views.reading, name="reading"),
        path(
            "reading/new/<slug:app_label>/<slug:model_name>/<int:parent_id>/",
            admin_views.reading_new,
            name="reading_new",
        ),
    ]


@hooks.register("register_admin_menu_item")
def register_checks_menu_item() -> MenuItem:
    return MenuItem(
        "Checks due", reverse("checks_due"), name="checks", icon_name="calendar-check", order=150
    )


def _without(name: str) -> Any:
    def leave_out(request: HttpRequest, items: list[Any]) -> None:
        items[:] = [item for item in items if item.name not in NOT_FOR_FOUNDERS[name]]

    return leave_out


for _name in NOT_FOR_FOUNDERS:
    hooks.register(f"construct_{_name}_menu", _without(_name))


@hooks.register("construct_homepage_panels")
def make_home(request: HttpRequest, panels: list[Any]) -> None:
    """What waits comes first. Wagtail's own list would let one approve words that were not on the screen."""
    kept = [panel for panel in panels if panel.name != "workflow_objects_to_moderate"]
    panels[:] = [WaitingPanel(), DuePanel(), *kept]


@hooks.register("construct_homepage_summary_items")
def make_summary_short(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


class CheckMenuItem(ActionMenuItem):
    """Leads to the screen where a page is approved: it shows exactly the words that are asked about."""

    name = "check-page"
    label = "Check and approve…"
    icon_name = "success"
    order = 5

    def get_url(self, parent_context: Any) -> str:
        return reverse("check_page", args=[parent_context["page"].pk])


@hooks.register("construct_page_action_menu")
def lead_to_the_check(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """In place of Wagtail's buttons, which would save the form first and make the reviewer an author."""
    names = {item.name for item in items}
    items[:] = [item for item in items if item.name not in ("approve", "reject")]
    if "approve" in names:
        items.append(CheckMenuItem())


@hooks.register("before_edit_page")
def say_who_may_approve(request: HttpRequest, page: Any) -> None:
    """A reviewer who opens a page in review is told at once why she cannot approve it."""
    task = page.current_workflow_task
    if request.method != "GET" or not isinstance(task, ReviewTask):
        return
    if not task.is_reviewer(request.user):
        return
    problem = why_not(page, page.latest_revision, request.user)
    if problem is NameMissing:
        link = format_html('<a href="{}">Say it here.</a>', admin_views.account_url())
        messages.warning(request, format_html("{} {}", admin_views.WHY_NOT[NameMissing], link))
    elif problem:
        messages.info(request, admin_views.WHY_NOT[problem])


@hooks.register("after_edit_page")
def explain_own_words(request: HttpRequest, page: Any) -> HttpResponse | None:
    """She changed words and pressed Approve in one go: the words are saved, and not approved."""
    if request.POST.get("workflow-action-name") != "approve":
        return None
    state = TaskState.objects.for_instance(page).order_by("-pk").first()
    if state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return None
    messages.warning(
        request, f"Your changes are saved, and not approved. {admin_views.WHY_NOT[OwnWords]}"
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def look_before_publishing_many(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Publishing many at once asks the same questions as the editor; pages with one stay as they are."""
    if action_type != "publish":
        return None
    wanting = {
        page: what_is_missing(page)
        for page in _all_to_publish(objects, action)
        if isinstance(page, SitePage) and (is_unfinished(page) or questions_about(page))
    }
    if not wanting:
        return None
    names = ", ".join(f"“{page.title}”" for page in wanting)
    messages.error(
        request,
        f"Nothing was published. Please open and publish one by one: {names}. "
        "Each is unfinished, or the word list has a question about it. "
        + " ".join(text for missing in wanting.values() for text in missing),
    )
    return redirect(action.next_url)


def _all_to_publish(objects: Iterable[Any], action: Any) -> Iterable[Any]:
    for page in objects:
        yield page.get_latest_revision_as_object().specific
        if action.cleaned_form.cleaned_data.get("include_descendants"):
            for child in page.get_descendants().not_live().specific():
                yield child.get_latest_revision_as_object()


@hooks.register("before_delete_snippet")
def keep_sources_in_use(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """A fact would lose its basis without a word."""
    for source in instances:
        if isinstance(source, Source) and ReferenceIndex.get_references_to(source).exists():
            messages.error(request, f"“{source}” is in use: facts rest on it. Nothing was deleted.")
            url_name = source.snippet_viewset.get_url_name("usage")
            return redirect(url_name, source.pk)
    return None
