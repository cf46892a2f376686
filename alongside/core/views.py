"""Small files that every site has, and the pages for what is not there or went wrong."""

import mimetypes
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from .models import SiteSettings
from .public_posts import TOO_LARGE
from .publishing import mark, published


@require_safe
@published
def robots(request: HttpRequest) -> HttpResponse:
    """Everybody may read everything but the editors' side and the search results."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        f"Sitemap: {settings.WAGTAILADMIN_BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@published
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a hole (RFC 9116). It expires in a year and is made anew with each edition."""
    words = SiteSettings.for_request(request)
    contact = (
        f"mailto:{words.security_email}"
        if words.security_email
        else f"{settings.WAGTAILADMIN_BASE_URL}/contact/"
    )
    expires = (timezone.now() + timedelta(days=365)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@published
def icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it without being told to; the picture itself is a static file."""
    response = HttpResponse(status=301)
    response["Location"] = static("alongside/icon.svg")
    return response


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """A picture that an editor uploaded. Raises Http404 for anything else."""
    try:
        if not path.startswith(("images/", "original_images/")) or not default_storage.exists(path):
            raise Http404
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(path), content_type=kind)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be read: too long, broken off, or nothing that a browser of a person sends."""
    why, status = ("long", 413) if isinstance(exception, TOO_LARGE) else ("broken", 400)
    try:
        return render(request, "core/form_stopped.html", {"why": why}, status=status)
    except Exception:  # for example a host name that is not ours
        words = "This could not be read. Go back and try again. In an emergency ring 999."
        return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Helps on: search, the main doors, whom to ring. The same for every address, so it is kept."""
    return mark(request, render(request, "404.html", status=404))


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no other template: the one page that must always work."""
    try:
        return render(request, "500.html", status=500)
    except Exception:
        return HttpResponse(
            "Something went wrong on our side. In an emergency ring 999.",
            status=500,
            content_type="text/plain; charset=utf-8",
        )
