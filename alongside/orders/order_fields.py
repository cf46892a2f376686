"""Fields of the order form: how many, and how much."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .money import pounds
from .pounds_field import PoundsField


def copies_field(label: str, most: int, **attributes: str) -> forms.IntegerField:
    """How many, as a line of text: a browser's number field throws away what it cannot read, and what has
    autocomplete off is empty after Back."""
    field = forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        error_messages={
            "invalid": "Please write a whole number, such as 1 or 2.",
            "min_value": "Please write 0 or more.",
            "max_value": f"The most in one order is {most}. For more, please write to us.",
        },
        widget=forms.TextInput({"inputmode": "numeric", **attributes}),
    )
    field.is_conditional = True  # type: ignore[attr-defined]
    return field


class GiftField(PoundsField):
    """0 if it is empty. most: pence."""

    def __init__(self, most: int, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.widget.attrs["data-gift"] = ""
        self.most = most

    def clean(self, value: Any) -> int:
        pence = super().clean(value) or 0
        if pence > self.most:
            most = pounds(self.most)
            raise ValidationError(f"The most that we can take here is {most}. Please write to us.")
        return int(pence)
