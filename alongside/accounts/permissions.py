"""Who may do what: one named question for each thing, answered from roles alone.

Being a superuser answers none of them: it is a fact about the database, not about trust.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from .models import User
from .roles import DISPATCHERS, EDITORS, FOUNDERS, MODERATORS, OPERATORS, REVIEWERS
from .second_step import is_complete


class StaffRequest(HttpRequest):
    """What a view behind `staff_view` gets: somebody is signed in."""

    user: User


Predicate = Callable[[Any], bool]
View = Callable[..., HttpResponse]


def has_role(user: Any, *roles: str) -> bool:
    """Whether she is active and holds one of these roles."""
    return bool(user.is_active) and user.groups.filter(name__in=roles).exists()


def can_invite(user: Any) -> bool:
    return has_role(user, FOUNDERS)


def can_manage_accounts(user: Any) -> bool:
    return has_role(user, FOUNDERS)


def can_read_enquiries(user: Any) -> bool:
    return has_role(user, FOUNDERS)


def can_moderate(user: Any) -> bool:
    return has_role(user, FOUNDERS, MODERATORS)


def can_let_moderators_in(user: Any) -> bool:
    return has_role(user, FOUNDERS)


def can_publish_figures(user: Any) -> bool:
    return has_role(user, FOUNDERS)


def can_catalogue(user: Any) -> bool:
    return has_role(user, FOUNDERS, MODERATORS, EDITORS)


def can_dispatch(user: Any) -> bool:
    return has_role(user, FOUNDERS, DISPATCHERS)


def can_write(user: Any) -> bool:
    return has_role(user, FOUNDERS, EDITORS)


def can_send_letters(user: Any) -> bool:
    """Also: see who gets them. Whoever writes letters sees neither."""
    return has_role(user, FOUNDERS)


def can_review(user: Any) -> bool:
    return has_role(user, REVIEWERS)


def can_run(user: Any) -> bool:
    return has_role(user, OPERATORS)


def can_read_audit_log(user: Any) -> bool:
    return has_role(user, FOUNDERS, OPERATORS)


def can_see_mail_states(user: Any) -> bool:
    return has_role(user, FOUNDERS, OPERATORS)


def can_see_today(user: Any) -> bool:
    return has_role(user, FOUNDERS, MODERATORS, DISPATCHERS, OPERATORS)


def not_for_her(request: HttpRequest) -> HttpResponse:
    """403, and whom to ask."""
    founders = User.objects.filter(is_active=True, groups__name=FOUNDERS).order_by("first_name")
    names = [name for name in founders.values_list("first_name", flat=True) if name]
    response = render(request, "accounts/not_for_you.html", {"founders": names}, status=403)
    add_never_cache_headers(response)
    return response


def staff_view(predicate: Predicate) -> Callable[[View], View]:
    """Only for who is signed in with a second step and may (`predicate`).

    Who is not signed in is led to the sign-in, who has no second step to setting one up, and everybody
    else gets a 403 page that says whom to ask. Never a redirect that leads back here.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            if not is_complete(request):
                return redirect("second_step")
            if not predicate(request.user):
                return not_for_her(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


_kept_nowhere = cache_control(private=True, no_store=True)
_quiet = sensitive_post_parameters()  # what is typed here never gets into a report of an error


def private_view(predicate: Predicate) -> Callable[[View], View]:
    """As `staff_view`, for what is personal: no browser keeps the page."""
    guard = staff_view(predicate)
    return lambda view: wraps(view)(_kept_nowhere(_quiet(guard(view))))


def signed_in(request: HttpRequest) -> User:
    """Who does it. Behind `staff_view` there is always somebody."""
    assert isinstance(request.user, User)  # noqa: S101  (for the types; the door was passed)
    return request.user
