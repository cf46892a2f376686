"""A free copy: where it shall go, and nothing about anybody's health."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest

from alongside.core import limits
from alongside.core.public_fields import email_field
from alongside.core.public_forms import PublicForm

from .address_fields import AddressFields
from .buyer import Buyer
from .free_wait import is_here
from .models import BookEdition
from .stock import availability


class _Editions(forms.ModelChoiceField[BookEdition]):
    def label_from_instance(self, edition: BookEdition) -> str:
        if is_here(edition):
            return edition.name
        why = "not in print yet" if availability(edition).is_to_come else "has run out"
        return f"{edition.name} ({why}: it takes longer)"


class FreeCopyForm(AddressFields, PublicForm):
    door = "free copy"
    button = "Ask for a free copy"
    not_yet = "Not asked yet"

    field_order = ("edition",)
    edition = _Editions(
        BookEdition.objects.none(),
        label="Which one?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Please choose one.",
            "invalid_choice": "This one is not offered any more. Please choose again.",
        },
    )
    email = email_field(required=True)

    def __init__(self, *, request: HttpRequest, editions: list[BookEdition]) -> None:
        super().__init__(request=request)
        field = self.fields["edition"]
        field.queryset = BookEdition.objects.filter(pk__in=[one.pk for one in editions])  # type: ignore[attr-defined]
        if len(editions) == 1:
            field.widget, field.initial = forms.HiddenInput(), editions[0].pk

    def clean(self) -> dict[str, Any]:
        self.ask_for_address()
        return self.cleaned_data

    def count(self) -> None:
        most = settings.ORDERS_AN_HOUR
        limits.check(self.request, door=self.door, most=most, per=timedelta(hours=1))

    def asker(self) -> Buyer:
        return self.buyer(email=self.cleaned_data["email"])
