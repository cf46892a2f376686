"""What writes reviews, and what asks for them."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

from .freshness import add_months
from .models import Review, ReviewedPage
from .review import NameMissing, OwnWords, Unfinished, why_not

__all__ = ["NameMissing", "OwnWords", "Unfinished", "ask_for_review", "record_review"]


@transaction.atomic
def record_review(page: Any, revision: Revision, user: Any) -> Review | None:
    """Write down that `user` checked exactly this revision; the only place that makes a `Review`.

    Raises OwnWords if she wrote any of its words that nobody else has checked, NameMissing if she
    has not said how she wants to be named, Unfinished if something is missing in them, ValueError if
    the revision is another page's. Returns None for a page without health statements: nothing on it
    says that it was checked.
    """
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if not page.revisions.filter(pk=revision.pk).exists():
        raise ValueError("This revision belongs to another page.")
    if problem := why_not(page, revision, user):
        raise problem
    if not isinstance(page, ReviewedPage):
        return None
    today = timezone.localdate()
    due_on = add_months(today, page.review_every_months)
    _move_due_date(page, revision, due_on)
    return Review.objects.create(
        page=page,
        revision=revision,
        reviewer=user,
        shown_name=user.shown_name.strip(),
        shown_role=user.shown_role.strip(),
        reviewed_on=today,
        next_review_on=due_on,
    )


def _move_due_date(page: ReviewedPage, revision: Revision, due_on: datetime.date) -> None:
    """The editor's form shows the new date at once, and the next draft begins with it."""
    content = {**revision.content, "next_review_on": due_on.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    if page.live_revision_id == revision.pk:
        type(page).objects.filter(pk=page.pk).update(next_review_on=due_on)


@transaction.atomic
def ask_for_review(page: Any, user: Any) -> bool:
    """Put the newest words of `page` to the reviewers, as they are. False if somebody has already."""
    state, workflow = page.current_workflow_state, page.get_workflow()
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
        return True
    if state or workflow is None:
        return False
    if page.latest_revision is None:
        page.save_revision(changed=False)
    workflow.start(page, user)
    return True
