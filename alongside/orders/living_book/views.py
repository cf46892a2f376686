"""The pages that the addresses in the printed book open. The same for everybody, so they are kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.core.publishing import published
from alongside.orders.models import Chapter, Printing

from . import addresses, reading


@require_safe
@published
def chapters(request: HttpRequest) -> HttpResponse:
    """All chapters, for who opened the beginning of an address."""
    return _chapters(request)


def _chapters(request: HttpRequest, *, missing: int | None = None) -> HttpResponse:
    shown = {"chapters": Chapter.objects.all(), "is_missing": missing is not None}
    status = 200 if missing is None else 404
    return render(
        request, "orders/living_book/chapters.html", shown | {"number": missing}, status=status
    )


@require_safe
@published
def chapter(request: HttpRequest, number: int) -> HttpResponse:
    """One chapter, whichever printing she has."""
    one = Chapter.objects.filter(number=number).first()
    return _chapter(request, one) if one else _chapters(request, missing=number)


@require_safe
@published
def chapter_of_printing(request: HttpRequest, printing: int, number: int) -> HttpResponse:
    """The same, with what changed since her printing. Unknown: 404 with the chapter."""
    one = Chapter.objects.filter(number=number).first()
    if one is None:
        return _chapters(request, missing=number)
    hers = Printing.objects.filter(pk=printing).select_related("edition").first()
    return _chapter(request, one, hers, is_unknown=hers is None)


def _chapter(
    request: HttpRequest, one: Chapter, printing: Printing | None = None, is_unknown: bool = False
) -> HttpResponse:
    answers = reading.answers(one, printing)
    shown: dict[str, Any] = {
        "chapter": one,
        "printing": printing,
        "is_unknown": is_unknown,
        "changed": [answer for answer in answers if answer.change],
        "same": [answer for answer in answers if not answer.change],
        "not_shown": len(one.answers) - len(answers),
        "errata": reading.errata(one, printing),
        "printings": [(each, addresses.of_chapter(one, each)) for each in reading.printings()],
        "whole_address": addresses.in_code(one),
        "is_made_up": one.is_made_up or bool(printing and printing.edition.is_made_up),
    }
    status = 404 if is_unknown else 200
    return render(request, "orders/living_book/chapter.html", shown, status=status)


@require_safe
@published
def errata(request: HttpRequest) -> HttpResponse:
    """The mistakes that are known, by printing."""
    groups = reading.errata_by_printing()
    shown = {"groups": groups, "is_empty": not any(some for _, some in groups)}
    return render(request, "orders/living_book/errata.html", shown)
