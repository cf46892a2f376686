"""What staff type on the forms of their desks."""

import uuid
from typing import Any

from django import forms

from .typed_text import clean_text, without_turns


class LineField(forms.CharField):
    """One line that somebody types, cleaned."""

    default_error_messages = {"required": "Please fill this in."}

    def to_python(self, value: Any) -> str:
        return without_turns(clean_text(super().to_python(value) or "")).strip()


class DateField(forms.DateField):
    """A day; on a phone its calendar opens."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)
        self.error_messages["invalid"] = "Please choose a day."


class TicketForm(forms.Form):
    """Pressing twice, or going back and pressing again, counts once."""

    use_required_attribute = False
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    @property
    def submission_id(self) -> bytes:
        """16 random bytes, the same for every press on the same form. After `is_valid`."""
        return uuid.UUID(str(self.cleaned_data["ticket"])).bytes
