"""What founders type when they count copies, or order new ones."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from alongside.core.desk_fields import DateField, LineField
from alongside.orders.models import StockMove

from .fields import WholeField

NOTE = "No name of anybody."
OVER = "This day is over."
NUMBER: dict[str, Any] = {
    "label": "Number of this printing",
    "help_text": "As the book itself says it: first printing, second printing. Readers choose by it.",
}


def is_over(day: date | None) -> bool:
    """Nothing can be expected on it any more."""
    return day is not None and day < timezone.localdate()


class CountForm(forms.Form):
    """She counts what lies there."""

    use_required_attribute = False
    prefix = "count"
    seen = forms.IntegerField(widget=forms.HiddenInput)
    counted = WholeField(label="So many copies lie in the cupboard")
    note = LineField(label="Note", max_length=200, required=False, help_text=NOTE)


class TakeOutForm(forms.Form):
    """Copies that nobody ordered have gone."""

    use_required_attribute = False
    prefix = "out"
    seen = forms.IntegerField(widget=forms.HiddenInput)
    copies = WholeField(label="So many copies have gone", least=1)
    why = forms.ChoiceField(
        label="Why",
        choices=[
            (why.value, why.label.capitalize())
            for why in (StockMove.Why.DAMAGED, StockMove.Why.GIVEN)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Please say why."},
    )
    note = LineField(label="Note", max_length=200, required=False, help_text=NOTE)


class PrintingForm(forms.Form):
    """A new printing. `number` makes pressing twice once."""

    use_required_attribute = False
    number = WholeField(least=1, most=1000, **NUMBER)
    copies = WholeField(label="How many copies", least=1)
    printed_on = DateField(
        label="Its words are those of",
        help_text="What has changed on the website since this day is shown to its readers.",
    )
    expected_on = DateField(
        label="It should be here on",
        required=False,
        help_text="People read the month. Empty: nobody knows yet.",
    )
    is_here = forms.BooleanField(label="It is here already", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("is_here") and is_over(cleaned.get("expected_on")):
            self.add_error("expected_on", f"{OVER} Is it here already? Then tick the box below.")
        return cleaned


class WaitingForm(forms.Form):
    """A printing that is not here yet."""

    use_required_attribute = False
    copies = WholeField(label="How many copies", least=1)
    expected_on = DateField(label="It should be here on", required=False)
    number = WholeField(least=1, most=1000, **NUMBER)


def new_printing(number: int, data: Any = None) -> PrintingForm:
    today = timezone.localdate()
    return PrintingForm(data, initial={"number": number, "printed_on": today})
