"""Fields of the order form: how many, and how much."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from . import money


def copies_field(label: str, most: int, **attributes: str) -> forms.IntegerField:
    """How many, as a line of text: a browser's number field throws away what it cannot read."""
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
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", **attributes}),
    )
    field.is_conditional = True  # type: ignore[attr-defined]
    return field


class PenceField(forms.CharField):
    """Pounds as people write them; its value is pence, 0 if it is empty."""

    def __init__(self, most: int, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "data-gift": ""})
        super().__init__(max_length=20, required=False, widget=widget, **options)
        self.most = most

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return 0
        try:
            pence = money.read_pence(typed)
        except money.NotMoney as error:
            raise ValidationError(str(error)) from error
        if pence > self.most:
            most = money.pounds(self.most)
            raise ValidationError(f"The most that we can take here is {most}. Please write to us.")
        return pence
