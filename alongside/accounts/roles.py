"""The six roles: what each may do in Wagtail, and the workflow in which nobody approves her own words.

Who reads enquiries, moderates, sends books or runs the machine is decided in `permissions.py`.

Roles are code: they are put right after every upgrade. Who wants another role makes another group.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from alongside.core.review import ReviewTask

FOUNDERS, EDITORS, REVIEWERS = "Founders", "Editors", "Reviewers"
MODERATORS, DISPATCHERS, OPERATORS = "Moderators", "Dispatchers", "Operators"
ROLES = {
    FOUNDERS: ("Founder", "runs everything, reads enquiries, invites others"),
    EDITORS: ("Editor", "writes pages and sends them for review"),
    REVIEWERS: ("Reviewer", "checks and approves what others wrote"),
    MODERATORS: ("Moderator", "reads and prepares what people tell us"),
    DISPATCHERS: ("Dispatcher", "packs and sends books"),
    OPERATORS: ("Operator", "keeps the software running; reads nothing sealed"),
}
WORKFLOW = "Review by somebody else"

_ADMIN = ("wagtailadmin.access_admin",)
_MAIL = ("core.view_outboxmessage",)
_SOURCES = ("core.add_source", "core.change_source", "core.view_source")
_PERMISSIONS: dict[str, tuple[str, ...]] = {
    FOUNDERS: (
        *_ADMIN,
        *_SOURCES,
        "core.delete_source",
        "core.change_sitesettings",
        "enquiries.change_helpnumbers",
        "answers.add_answergroup",
        "answers.change_answergroup",
        "answers.delete_answergroup",
        "answers.view_answergroup",
        "pages.change_menu",
        "pages.publish_menu",
        "pages.view_menu",
        *_MAIL,
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ),
    EDITORS: (*_ADMIN, *_SOURCES),
    REVIEWERS: _ADMIN,
    MODERATORS: _ADMIN,
    DISPATCHERS: _ADMIN,
    OPERATORS: (*_ADMIN, *_MAIL),
}
_PAGES: dict[str, tuple[str, ...]] = {
    FOUNDERS: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    EDITORS: ("add", "change"),
    # Wagtail has no permission to see pages only. This one lets them walk the tree, and change no word.
    REVIEWERS: ("unlock",),
}
_FILES: dict[str, tuple[str, ...]] = {
    FOUNDERS: ("add", "change", "choose"),
    EDITORS: ("add", "change", "choose"),
}


@transaction.atomic
def ensure_roles() -> None:
    """Make the six groups and the workflow, with exactly these rights. Safe to call at any time."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    if root is None or collection is None:
        return
    if not Group.objects.filter(name=FOUNDERS).exists():
        _remove_what_wagtail_brings()
    for name in ROLES:
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(_PERMISSIONS[name]))
        _give(
            GroupPagePermission,
            group,
            {"page": root},
            _named("wagtailcore", "page", _PAGES.get(name, ())),
        )
        files = [
            *_named("wagtailimages", "image", _FILES.get(name, ())),
            *_named("wagtaildocs", "document", _FILES.get(name, ())),
        ]
        _give(GroupCollectionPermission, group, {"collection": collection}, files)
    _ensure_workflow(root)


def _remove_what_wagtail_brings() -> None:
    """Its "Moderators" may approve whatever they wrote themselves, and so may its workflow."""
    Group.objects.filter(name="Moderators").delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    Task.objects.filter(name="Moderators approval").delete()


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    wanted = Q()
    for app, codename in (name.split(".") for name in names):
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))


def _named(app: str, model: str, actions: tuple[str, ...]) -> list[Permission]:
    codenames = [f"{action}_{model}" for action in actions]
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codenames))


def _give(model: Any, group: Group, place: dict[str, Any], wanted: list[Permission]) -> None:
    """The group has these rights in this place, and no other right in any place."""
    model.objects.filter(group=group).exclude(**place, permission__in=wanted).delete()
    for permission in wanted:
        model.objects.get_or_create(group=group, permission=permission, **place)


def _ensure_workflow(root: Page) -> None:
    """Pages anywhere are reviewed by the reviewers, unless a founder chose another workflow for them."""
    task, _ = ReviewTask.objects.get_or_create(name=WORKFLOW)
    task.groups.set(Group.objects.filter(name=REVIEWERS))
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def ensure_roles_after_migrating(sender: Any, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: works once, when all apps have made their permissions."""
    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if sender == with_models[-1]:
        ensure_roles()
