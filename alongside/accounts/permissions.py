"""Who may do what: one named question for each thing, answered from roles alone."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def has_role(user: Any, *roles: str) -> bool:
    """Whether she is active and holds one of these roles."""
    return bool(user.is_active) and user.groups.filter(name__in=roles).exists()


def can_read_enquiries(user: Any) -> bool:
    return has_role(user, "Founders")


def can_run(user: Any) -> bool:
    return has_role(user, "Operators")


def can_see_mail_states(user: Any) -> bool:
    return has_role(user, "Founders", "Operators")


def can_see_today(user: Any) -> bool:
    return has_role(user, "Founders", "Moderators", "Dispatchers", "Operators")


def staff_view(predicate: Callable[[Any], bool]) -> Callable[[View], View]:
    """Only for who is signed in and may (`predicate`)."""

    def decorate(view: View) -> View:
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not predicate(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
