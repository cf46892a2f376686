"""What somebody wrote on a staff screen is not lost when her sign-in ended meanwhile.

The page that she gets has her words in it. She signs in in another tab, comes back and presses Send: signing
in has changed the CSRF token, so the first press may show the page once more, with a new one.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.csrf import csrf_failure
from django.views.decorators.debug import sensitive_variables

from alongside.core.same_origin import Came, where_from

WRITTEN = ("message", "draft")
"""Names of the fields in which somebody writes at length."""


def kept_words(request: HttpRequest) -> HttpResponse | None:
    """The page with what was sent to a staff screen; None if there was nothing written."""
    if request.method != "POST" or not request.path.startswith("/admin/"):
        return None
    if not any(request.POST.get(name, "").strip() for name in WRITTEN):
        return None
    return _page(request)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW. Only what a page of ours has sent comes back: no other site writes here."""
    kept = kept_words(request) if where_from(request) is Came.FROM_US else None
    return kept or csrf_failure(request, reason=reason)


@sensitive_variables()
def _page(request: HttpRequest) -> HttpResponse:
    lists = request.POST.lists()
    fields = [(name, value) for name, values in lists for value in values]
    shown = {
        "written": [(name, value) for name, value in fields if name in WRITTEN and value.strip()],
        "others": [
            (name, value)
            for name, value in fields
            if name != "csrfmiddlewaretoken" and (name not in WRITTEN or not value.strip())
        ],
        "is_signed_in": request.user.is_authenticated,
    }
    response = render(request, "accounts/kept_words.html", shown, status=403)
    add_never_cache_headers(response)
    return response
