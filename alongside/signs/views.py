"""The card of signs; files, cards and pictures of the current release, of which alone they are kept."""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from alongside.core.mail.writing import site_name
from alongside.core.publishing import published

from . import files
from .citing import LICENCE, provenance
from .figures import Figures, Table
from .fridge import make_card
from .heard import tables_with_a_card, tables_with_a_picture
from .models import SignsPage
from .picture import picture_of
from .releases import Release, current_release


@require_safe
@published
def signs_card(request: HttpRequest) -> HttpResponse:
    """“Signs to know”, for the fridge and the wallet."""
    page = SignsPage.objects.live().public().first()
    if page is None:
        raise Http404
    response = HttpResponse(make_card(page), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="signs-to-know.pdf"'
    return response


@require_safe
@published
def figures_json(request: HttpRequest) -> HttpResponse:
    """All tables of the current release."""
    release, figures = _current()
    response = JsonResponse(
        files.as_json(release, figures), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'inline; filename="{_name(release)}.json"'
    return _open_to_all(response)


@require_safe
@published
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same, one line a cell."""
    release, figures = _current()
    response = HttpResponse(
        files.as_csv(release, figures), content_type="text/csv; charset=utf-8; header=present"
    )
    response["Content-Disposition"] = f'attachment; filename="{_name(release)}.csv"'
    return _open_to_all(response)


@require_safe
@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
@published
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """One table as a page that other websites may show in theirs."""
    release, figures = _current()
    table = _table(slug, tables_with_a_card(figures))
    context = {
        "table": table,
        "release": release,
        "from": provenance(release),
        "site": site_name(),
        "licence": LICENCE,
    }
    return render(request, "signs/card.html", context)


@require_safe
@published
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """One table as a PNG of 1200 × 630 pixels."""
    release, figures = _current()
    table = _table(slug, tables_with_a_picture(figures))
    return HttpResponse(picture_of(table, release), content_type="image/png")


def _current() -> tuple[Release, Figures]:
    release = current_release()
    if release is None:
        raise Http404
    return release, release.read()


def _table(slug: str, tables: list[Table]) -> Table:
    table = next((table for table in tables if table.slug == slug), None)
    if table is None:
        raise Http404
    return table


def _name(release: Release) -> str:
    """Of the file that somebody keeps: the address is always that of the current release."""
    made_up = "-made-up" if release.is_made_up else ""
    return f"being-heard-release-{release.number}{made_up}"


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """A script on any website may read it: it is public, and we keep no cookie."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
