"""`/search/`: pages for a reader, JSON for a program. What was typed is never logged or stored."""

import unicodedata
from typing import Any

from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.pages.search.current import SearchUnavailable, current_engine
from alongside.pages.search.engine import MOST, Engine, Outcome

LONGEST = 300  # characters of a query that are read
PER_PAGE = 10
EMERGENCIES_SHOWN = 3  # more would bury the first


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`. `?page=` turns pages; with `Accept: application/json`, `?limit=` up to 50."""
    typed = clean(request.GET.get("q", ""))
    query, too_long = typed[:LONGEST], len(typed) > LONGEST
    wants_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    try:
        engine = current_engine()
    except SearchUnavailable:
        response = _say_unavailable(request, query, wants_json)
    else:
        if wants_json:
            limit = read_number(request.GET.get("limit"), PER_PAGE, MOST)
            response = JsonResponse(to_json(engine.search(query, limit)))
        else:
            response = _show(request, engine, {"query": query, "too_long": too_long})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Vary"] = "Accept"
    return response


def clean(text: str) -> str:
    """What was typed without control characters and needless spaces."""
    kept = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    return " ".join(kept.split())


def read_number(text: str | None, default: int, most: int) -> int:
    """A whole number from 1 to `most`; `default` for anything that is none."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > 6:
        return default
    return min(max(int(text), 1), most)


def to_json(outcome: Outcome) -> dict[str, Any]:
    """The answer for programs."""
    keys = ("id", "kind", "url", "title", "one_sentence")
    return {
        "results": [{key: getattr(r, key) for key in keys} for r in outcome.results],
        "emergency": list(outcome.emergency),
        "verdict": outcome.verdict,
    }


def _show(request: HttpRequest, engine: Engine, context: dict[str, Any]) -> HttpResponse:
    number = read_number(request.GET.get("page"), 1, MOST // PER_PAGE)
    outcome = engine.search(context["query"], PER_PAGE, (number - 1) * PER_PAGE)
    context |= {
        "results": outcome.results,
        "pager": Paginator(range(outcome.total), PER_PAGE).get_page(number),
        "emergencies": engine.urgent(outcome)[:EMERGENCIES_SHOWN],
        "verdict": outcome.verdict,
        "help": engine.help_for(outcome.verdict),
        "ring": engine.by_id.get("Q46"),
    }
    return _render(request, context)


def _say_unavailable(request: HttpRequest, query: str, wants_json: bool) -> HttpResponse:
    if wants_json:
        return JsonResponse({"error": "search is not available just now"}, status=503)
    return _render(request, {"query": query, "unavailable": True}, status=503)


def _render(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page; without menu and footer, which the database holds, if it does not answer."""
    try:
        return render(request, "pages/search.html", context, status=status)
    except DatabaseError:
        return render(request, "pages/search_alone.html", context, status=status)
