"""Nobody approves her own words: who wrote what, and the step of the workflow that asks somebody else.

The rule and why it is so: `docs/decisions/0003-review.md`. What writes a review: `core.actions`.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import AbstractGroupApprovalTask, PageLogEntry, Revision, TaskState

from .forms import ApprovalForm
from .texts import is_unfinished


class OwnWords(Exception):
    """She wrote some of these words herself: somebody else has to check them."""


class NameMissing(Exception):
    """She has not said yet how her name and role are to stand under a page that she checked."""


class Unfinished(Exception):
    """A draft with something missing: approving would publish it."""


def authors(page: Any, revision: Revision) -> set[int]:
    """Ids of the staff who wrote words of `revision` that nobody has checked in an earlier revision.

    All who saved a revision since then count, not only the last. After somebody went back to an
    old version, all who ever wrote on the page count, because the old words may be anybody's.
    """
    written = Revision.objects.for_instance(page).filter(pk__lte=revision.pk)
    checked = page.reviews.filter(revision_id__lt=revision.pk).order_by("-revision_id").first()
    if checked:
        since = written.filter(pk__gt=checked.revision_id)
        if not _went_back(page, since):
            written = since
    return set(written.exclude(user=None).values_list("user_id", flat=True))


def _went_back(page: Any, revisions: Any) -> bool:
    log = PageLogEntry.objects.filter(page=page.pk, action="wagtail.revert")
    return bool(log.filter(revision__in=revisions.values("pk")).exists())


def token(revision: Revision) -> str:
    """Names the words that were on somebody's screen.

    Wagtail's autosave writes over a revision in place and moves its date: both are needed.
    """
    return f"{revision.pk}@{revision.created_at.isoformat()}"


def is_settled(page: Any, revision: Revision) -> bool:
    """Has somebody relied on exactly these words? Then no autosave may write over them."""
    row = Revision.objects.select_for_update().get(pk=revision.pk)
    return (
        row.approved_go_live_at is not None
        or row.pk == page.live_revision_id
        or page.reviews.filter(revision=row.pk).exists()
    )


def follow(page: Any, revision: Revision) -> None:
    """Words changed while they wait for a reviewer: the newest are what she is asked to check."""
    TaskState.objects.for_instance(page).filter(status=TaskState.STATUS_IN_PROGRESS).exclude(
        revision=revision
    ).update(revision=revision)


class ReviewTask(AbstractGroupApprovalTask):
    """A member of the reviewers' group who wrote none of it approves a page, or asks for changes.

    Being a superuser is not enough. Editors may go on editing meanwhile: a reviewer comes once a
    month, and an urgent correction must not wait for her.
    """

    class Meta:
        verbose_name = "review by somebody else"
        verbose_name_plural = "reviews by somebody else"

    def is_reviewer(self, user: Any) -> bool:
        return bool(user.is_active and self._user_in_groups(user))

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return False  # she checks on a screen of her own, and cannot become an author by a slip

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """What this member may press: an author may only ask for changes."""
        if not self.is_reviewer(user):
            return []
        actions = [("reject", "Ask for changes", True)]
        if why_not(obj, obj.latest_revision, user) is None:
            actions.append(("approve", "Approve: I have checked it", False))
        return actions

    def get_form_for_action(self, action: str) -> Any:
        return ApprovalForm if action == "approve" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if not self.is_reviewer(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, /, **kwargs: Any) -> None:
        """Approve or ask for changes. Nothing happens if it is not hers to approve.

        In the editor Wagtail has saved what she typed just before it calls this, so that raising
        would send her away without a word; `wagtail_hooks.explain_own_words` tells her instead.
        `kwargs` come from the browser: only the comment, and what she had on her screen, are used.
        """
        if not self.is_reviewer(user):
            raise PermissionDenied
        task_state.refresh_from_db()
        comment = str(kwargs.get("comment") or "")
        if action_name != "approve":
            super().on_action(task_state, user, action_name, comment=comment)
        elif self._record(task_state, user, kwargs.get("seen")):
            task_state.approve(user=user, update=False, comment=comment)
            # In nobody's name: it publishes, and a reviewer has no right of her own to publish.
            task_state.workflow_state.update(user=None)

    def _record(self, task_state: Any, user: Any, seen: str | None) -> bool:
        from .actions import record_review  # `actions` stands on the models, and this is one

        page, revision = task_state.workflow_state.content_object.specific, task_state.revision
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            return False
        if revision.pk != page.latest_revision_id or seen not in (None, token(revision)):
            return False
        try:
            record_review(page, revision, user)
        except (OwnWords, NameMissing, Unfinished):
            return False
        return True


def why_not(page: Any, revision: Revision | None, user: Any) -> type[Exception] | None:
    """Why `user` may not approve `revision`: OwnWords, NameMissing, Unfinished; None if she may."""
    if revision is None or user.pk in authors(page, revision):
        return OwnWords
    if not (user.shown_name.strip() and user.shown_role.strip()):
        return NameMissing
    return Unfinished if is_unfinished(revision.as_object()) else None
