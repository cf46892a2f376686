"""The field for an amount of money: pounds as people write them; its value is pence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .money import NotMoney, decimal, pounds, read_pence


class PoundsField(forms.CharField):
    """An amount as people write it, in pence. least: pence."""

    def __init__(self, *, least: int = 0, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal"})
        super().__init__(max_length=20, **{"widget": widget, **options})
        self.least = least
        self.error_messages["required"] = "Please write an amount such as 5 or 12.50."

    def prepare_value(self, value: Any) -> Any:
        return decimal(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            pence = read_pence(typed)
        except NotMoney as error:
            raise ValidationError(str(error)) from None
        if pence < self.least:
            raise ValidationError(f"The least is {pounds(self.least)}.")
        return pence
