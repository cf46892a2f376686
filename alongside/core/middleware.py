"""Headers of the public side, and one transaction for each request that writes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

_ADMIN_POLICY = "; ".join(
    f"{name} {' '.join(values)}" for name, values in settings.ADMIN_CONTENT_SECURITY_POLICY.items()
)


class PublicHeaders:
    """Permissions-Policy for all; the admin's own Content-Security-Policy for `/admin/`.

    A response that is not marked as published is for one person: no cache may keep it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), browsing-topics=(), interest-cohort=()"
        )
        if request.path.startswith("/admin/"):
            response["Content-Security-Policy"] = _ADMIN_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class AtomicWrites:
    """POST, PUT, PATCH and DELETE run in one transaction; reading never takes a write lock.

    Django's ATOMIC_REQUESTS would wrap reading too, and with SQLite's immediate transactions every
    reader would queue for the one write lock. This must be the last middleware: a view that is
    called from `process_view` would skip the `process_view` of those after it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> Any:
        if request.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
            return None
        if getattr(view, "opens_transaction", False):  # core.public_forms, once all is read
            return None
        return transaction.atomic(view)(request, *args, **kwargs)
