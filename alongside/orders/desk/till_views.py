"""The till: what came and went, whether the books are true, and files for the accountant."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.orders import books, books_check, books_files, books_report, ledger_csv, vat_report
from alongside.orders.cards import reconcile
from alongside.orders.models import BankLine, Entry, Shop
from alongside.orders.periods import NoPeriod, Period, asked_for, month_of, presets, quarter_of
from alongside.orders.permissions import for_founders

ON_ONE_PAGE = 50
LATEST = 8  # entries on the first page


@require_safe
@for_founders
def till(request: HttpRequest) -> HttpResponse:
    """A period in words and as a trial balance; what is wrong stands first."""
    chosen = _period(request, month_of(timezone.localdate()))
    period: Period = chosen["period"]
    credit, owing = books_report.buyers_now()
    shown = {
        **chosen,
        "words": books_report.in_words(period),
        "rows": books_report.trial_balance(period),
        "fund": books.fund(),
        "credit": credit,
        "owing": owing,
        "entries": _entries(period)[:LATEST],
        "waiting": BankLine.objects.waiting().count(),
        "differences": books_check.differences(),
        "not_paid": books_check.sent_and_not_paid(),
        "stripe": reconcile.newest(),
    }
    return render(request, "orders/desk/till.html", shown, status=chosen["status"])


def _period(request: HttpRequest, default: Period) -> dict[str, Any]:
    """What every page with a period shows; a wrong one is said, and the default is shown."""
    offered = presets(timezone.localdate())
    found: dict[str, Any] = {
        "presets": offered,
        "shop": Shop.current(),
        "period": default,
        "problem": "",
        "status": 200,
    }
    try:
        found["period"] = asked_for(request.GET, default)
    except NoPeriod as problem:
        found |= {"problem": str(problem), "status": 422}
    is_offered = found["period"] in [period for _, period in offered]
    return found | {"is_other": bool(found["problem"]) or not is_offered}


def _entries(period: Period) -> Any:
    found = Entry.objects.filter(on__range=period.range, is_made_up=Shop.current().is_made_up)
    return found.select_related("order").prefetch_related("postings").order_by("-pk")


@require_safe
@for_founders
def entries(request: HttpRequest) -> HttpResponse:
    """Every entry of a period, the newest first."""
    chosen = _period(request, month_of(timezone.localdate()))
    page = Paginator(_entries(chosen["period"]), ON_ONE_PAGE).get_page(request.GET.get("p"))
    shown = {**chosen, "page_obj": page}
    return render(request, "orders/desk/till_entries.html", shown, status=chosen["status"])


@require_safe
@for_founders
def vat(request: HttpRequest) -> HttpResponse:
    """The VAT of a quarter."""
    chosen = _period(request, quarter_of(timezone.localdate()))
    report = vat_report.vat_report(chosen["period"])
    shown = {**chosen, "report": report, "threshold": vat_report.THRESHOLD}
    return render(request, "orders/desk/vat.html", shown, status=chosen["status"])


@require_safe
@for_founders
def ledger_file(request: HttpRequest) -> Any:
    """The ledger as CSV: of a period, or all of it. Nobody is named in it."""
    period = None if request.GET.get("all") else _asked(request)
    response = StreamingHttpResponse(ledger_csv.lines(period), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{ledger_csv.name(period)}"'
    return response


@require_safe
@for_founders
def balance_file(request: HttpRequest) -> HttpResponse:
    period = _asked(request)
    rows = books_files.trial_balance_rows(period)
    return _csv(books_files.as_csv(rows), f"trial-balance-{period.name}.csv")


@require_safe
@for_founders
def vat_file(request: HttpRequest) -> HttpResponse:
    period = _asked(request)
    rows = vat_report.rows(vat_report.vat_report(period))
    return _csv(books_files.as_csv(rows), f"vat-{period.name}.csv")


def _asked(request: HttpRequest) -> Period:
    """Of a link on our own page; a wrong one is this month."""
    default = month_of(timezone.localdate())
    try:
        return asked_for(request.GET, default)
    except NoPeriod:
        return default


def _csv(lines: Iterable[str], name: str) -> HttpResponse:
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
