"""Chapters of the living book, and their codes for the typesetter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.orders.actions import living_book as actions
from alongside.orders.living_book import addresses, codes, reading
from alongside.orders.models import Chapter
from alongside.orders.permissions import can_keep_books, for_living_book, for_publishers

from .living_forms import ChapterForm, CodeForm


@require_safe
@for_living_book
def chapters(request: HttpRequest) -> HttpResponse:
    """All of them, and the codes of all."""
    return _chapters(request, CodeForm())


def _chapters(request: HttpRequest, form: CodeForm) -> HttpResponse:
    shown = {
        "chapters": [(one, addresses.on_paper(one)) for one in Chapter.objects.all()],
        "form": form,
        "may_write": can_keep_books(request.user),
        "is_real": addresses.is_real(),
    }
    status = 422 if form.errors else 200
    return render(request, "orders/desk/chapters.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def new_chapter(request: HttpRequest) -> HttpResponse:
    return _write(request, Chapter())


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def chapter(request: HttpRequest, pk: int) -> HttpResponse:
    """Its title, and which answers belong to it."""
    return _write(request, get_object_or_404(Chapter, pk=pk))


def _write(request: HttpRequest, one: Chapter) -> HttpResponse:
    form = ChapterForm(request.POST if request.method == "POST" else None, instance=one)
    if form.is_bound and form.is_valid():
        actions.write_chapter(form.instance, by=signed_in(request))
        messages.success(request, "Saved. Readers see it within two seconds.")
        return redirect("book_chapter_code", form.instance.pk)
    status = 422 if form.errors else 200
    shown = {"form": form, "chapter": one if one.pk else None}
    return render(request, "orders/desk/chapter.html", shown, status=status)


@require_POST
@for_publishers
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out of the book, or back. Its page stays: it is printed on paper."""
    one, is_out = get_object_or_404(Chapter, pk=pk), request.POST.get("press") == "retire"
    on = timezone.localdate() if is_out else None
    actions.retire_chapter(one, on=on, by=signed_in(request))
    said = "Its page stays, and says that it is in the book no more." if is_out else "It is back."
    messages.success(request, said)
    return redirect("book_desk_chapter", pk)


@require_safe
@for_living_book
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """What is printed: the code, and the address below it."""
    one, form = get_object_or_404(Chapter, pk=pk), CodeForm(request.GET)
    return _code(request, one, form)


def _code(request: HttpRequest, one: Chapter, form: CodeForm) -> HttpResponse:
    is_good = not form.is_bound or form.is_valid()
    shown: dict[str, Any] = {"chapter": one, "form": form, "is_real": addresses.is_real()}
    if is_good:
        made = codes.code(one, form.wish)
        shown |= {
            "in_code": addresses.in_code(one, form.wish.printing),
            "on_paper": addresses.on_paper(one),
            "squares": made.symbol_size(border=0)[0],
            "level": made.error,
            "kinds": list(codes.KINDS),
            "printings": reading.printings(),
        }
    return render(request, "orders/desk/code.html", shown, status=200 if is_good else 422)


@require_safe
@for_living_book
def code_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One code as a file. Raises Http404 for a kind that we do not make."""
    one, form = get_object_or_404(Chapter, pk=pk), CodeForm(request.GET)
    if kind not in codes.KINDS:
        raise Http404
    if form.is_bound and not form.is_valid():
        return _code(request, one, form)
    file = codes.as_file(one, form.wish, kind)
    return _file(file, codes.KINDS[kind], f"{codes.file_name(one, form.wish)}.{kind}")


@require_safe
@for_living_book
def all_codes(request: HttpRequest) -> HttpResponse:
    """The codes of all chapters that are in the book, in all kinds, and a list of addresses (ZIP)."""
    form = CodeForm(request.GET)
    if form.is_bound and not form.is_valid():
        return _chapters(request, form)
    printed = list(Chapter.objects.filter(retired_on=None))
    return _file(codes.as_archive(printed, form.wish), "application/zip", "codes-of-the-book.zip")


def _file(file: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(file, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
