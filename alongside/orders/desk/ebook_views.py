"""The file of an e-book, which a founder gives and a buyer downloads."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from alongside.accounts.permissions import signed_in
from alongside.orders.actions.shop import keep_ebook
from alongside.orders.ebook import NotABook
from alongside.orders.models import BookEdition
from alongside.orders.permissions import for_founders


class FileForm(forms.Form):
    """One file at a time: EPUB or PDF."""

    use_required_attribute = False
    file = forms.FileField(
        label="A file: EPUB or PDF",
        help_text="It takes the place of the one before it. Whoever has bought the e-book gets this one.",
        error_messages={"required": "Please choose a file.", "empty": "This file is empty."},
    )


@require_POST
@for_founders
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    edition = get_object_or_404(BookEdition, pk=pk, kind=BookEdition.Kind.EBOOK)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.warning(request, f"Nothing was changed. {' '.join(map(str, form.errors['file']))}")
        return redirect("book_edition", pk)
    try:
        kept = keep_ebook(edition, form.cleaned_data["file"], by=signed_in(request))
    except NotABook as error:
        messages.warning(request, f"Nothing was changed. {error}")
    else:
        messages.success(request, f"The {kept.get_kind_display()} is kept.")
    return redirect("book_edition", pk)
