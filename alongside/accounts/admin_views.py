"""Founders' screens: who is staff, who is invited, and who did what."""

import csv
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from alongside.core.mail.transports import FILES

from . import actions, audit
from .emails import link_of
from .forms import InviteForm, RolesForm
from .models import AuditEntry, Invitation, User
from .permissions import (
    StaffRequest,
    can_invite,
    can_manage_accounts,
    can_read_audit_log,
    staff_view,
)
from .roles import ROLES
from .second_step import KINDS

ON_ONE_PAGE = 50
NOT_ALLOWED = "Nothing was changed. You cannot do this to yourself: ask another founder."


def _staff() -> QuerySet[User]:
    roles = Prefetch("groups", Group.objects.filter(name__in=ROLES), to_attr="roles")
    return User.objects.exclude(email="").prefetch_related(
        roles, "authenticator_set", "sign_ins", "fresh_link"
    )


def _described(user: Any) -> dict[str, Any]:
    kinds = [step.type for step in user.authenticator_set.all()]
    came = [sign_in.last_seen for sign_in in user.sign_ins.all() if not sign_in.failed]
    return {
        "user": user,
        "roles": [ROLES[group.name][0] for group in user.roles],
        "passkeys": kinds.count("webauthn"),
        "app": "totp" in kinds,
        "has_step": any(kind in kinds for kind in KINDS),
        "last_seen": max(came, default=None),
    }


@require_safe
@staff_view(can_manage_accounts)
def people(request: StaffRequest) -> HttpResponse:
    """Everybody with an account, how she signs in, when she was last here; who is invited."""
    staff = [_described(user) for user in _staff().order_by("-is_active", "first_name", "pk")]
    waiting = Invitation.objects.filter(expires_at__gt=timezone.now()).prefetch_related("roles")
    context = {"people": staff, "invitations": waiting.select_related("invited_by")}
    return render(request, "accounts/admin/people.html", context)


@staff_view(can_invite)
def invite(request: StaffRequest) -> HttpResponse:
    """Name, address, roles; then the link, shown once."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = actions.invite(by=request.user, **form.cleaned_data)
        except actions.AddressTaken:
            form.add_error("email", "Somebody with this address has an account already.")
        else:
            return _show_link(request, token, invitation.name, mailed=True)
    return render(request, "accounts/admin/invite.html", {"form": form})


def _show_link(request: StaffRequest, token: str, name: str, *, mailed: bool) -> HttpResponse:
    goes_out = settings.MAIL_TRANSPORT != FILES
    context = {"link": link_of(token), "name": name, "mailed": mailed, "goes_out": goes_out}
    return render(request, "accounts/admin/link.html", context)


@require_POST
@staff_view(can_invite)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    actions.withdraw_invitation(by=request.user, invitation=get_object_or_404(Invitation, pk=pk))
    messages.success(request, "The invitation is withdrawn. Its link no longer works.")
    return redirect("people")


@staff_view(can_manage_accounts)
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One member of staff: her roles, and two ways to shut her account."""
    user: Any = get_object_or_404(_staff(), pk=pk)
    form = RolesForm(request.POST or None, initial={"roles": [g.name for g in user.roles]})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_roles(by=request.user, user=user, **form.cleaned_data)
            messages.success(request, "Her roles are changed.")
        except actions.NotAllowed:
            messages.error(request, NOT_ALLOWED)
        return redirect("person", pk)
    context = {"form": form, "person": _described(user), "is_self": user.pk == request.user.pk}
    return render(request, "accounts/admin/person.html", context)


@require_POST
@staff_view(can_manage_accounts)
def remove_access(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        actions.remove_access(by=request.user, user=get_object_or_404(User, pk=pk))
    except actions.NotAllowed:
        messages.error(request, NOT_ALLOWED)
        return redirect("person", pk)
    messages.success(request, "She is signed out everywhere and cannot sign in any more.")
    return redirect("people")


@require_POST
@staff_view(can_manage_accounts)
def fresh_link(request: StaffRequest, pk: int) -> HttpResponse:
    """For a lost phone or a forgotten password: a link to hand over in person."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    try:
        token = actions.make_fresh_link(by=request.user, user=user)
    except actions.NotAllowed:
        messages.error(request, NOT_ALLOWED)
        return redirect("person", pk)
    return _show_link(request, token, user.first_name, mailed=False)


@require_safe
@staff_view(can_read_audit_log)
def log(request: StaffRequest) -> HttpResponse:
    """Who did what, newest first."""
    found = _asked_for(request.GET).select_related("actor")
    asked = request.GET.copy()
    asked.pop("p", None)
    context = {
        "page_obj": Paginator(found, ON_ONE_PAGE).get_page(request.GET.get("p")),
        "asked": asked,
        "query": asked.urlencode(),
        "actions": AuditEntry.objects.order_by("action")
        .values_list("action", flat=True)
        .distinct(),
        "actors": User.objects.exclude(email="").order_by("first_name", "pk"),
        "kept_for": AuditEntry.kept_for,
    }
    return render(request, "accounts/admin/log.html", context)


@require_POST
@staff_view(can_read_audit_log)
def export_log(request: StaffRequest) -> HttpResponse:
    """The same lines as a file. Numbers instead of names; that it was exported is a line of its own."""
    found = list(_asked_for(request.POST).values_list("at", "actor_number", "action", "target"))
    audit.record(actor=request.user, action="audit.exported")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="who-did-what.csv"'
    writer = csv.writer(response)
    writer.writerow(["at", "account", "action", "target"])
    writer.writerows([at.isoformat(timespec="seconds"), *rest] for at, *rest in found)
    return response


def _asked_for(asked: Any) -> QuerySet[AuditEntry]:
    """Filtered by action, actor and days; what makes no sense is left out."""
    found = AuditEntry.objects.all()
    if action := asked.get("action"):
        found = found.filter(action=action)
    if (actor := asked.get("actor", "")).isascii() and actor.isdigit():
        found = found.filter(actor_number=int(actor[:18]))
    if start := _day(asked.get("from", "")):
        found = found.filter(at__gte=_at(start, time.min))
    if end := _day(asked.get("to", "")):
        found = found.filter(at__lte=_at(end, time.max))
    return found


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _at(day: Any, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
