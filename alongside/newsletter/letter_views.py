"""The editors' screen about one letter: what should be mended, and the check of its links."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from alongside.accounts.permissions import can_write, staff_view

from . import letter_checks, link_check, rendering
from .letter_links import addresses_elsewhere
from .letter_pages import LetterPage


@staff_view(can_write)
@require_http_methods(["GET", "HEAD", "POST"])
def check_letter(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest words of a letter. POST asks the other sites that it links to; nothing is written."""
    page = get_object_or_404(LetterPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    letter = page.get_latest_revision_as_object()
    elsewhere = addresses_elsewhere(letter)
    answers = link_check.ask(elsewhere) if request.method == "POST" else None
    context = {"page": page, "elsewhere": elsewhere, "answers": answers, **_found(letter)}
    return render(request, "newsletter/admin/check_letter.html", context)


check_letter.opens_transaction = True  # type: ignore[attr-defined]  # other sites may take seconds


def _found(letter: LetterPage) -> dict[str, Any]:
    found = letter_checks.findings(letter)
    return {
        "stops": [finding.words for finding in found if finding.stops],
        "tells": [finding.words for finding in found if not finding.stops],
        "kilobytes": -(-rendering.preview(letter).size // 1000),
    }
