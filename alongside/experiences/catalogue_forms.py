"""The forms of the catalogue of signs."""

from collections.abc import Sequence
from typing import Any

from django import forms

from alongside.core.numbers import read_number
from alongside.signs.models import PlacePage, SignPage, Urgency

from .unlisted import Unlisted

CHOOSE = ("", "Please choose")
NOT_THERE = "Our list has changed meanwhile, perhaps by your own press. Please look at it again."


class NewSignForm(forms.Form):
    """words: what moderators wrote down, ticked in the list. How soon somebody has to ring is never
    chosen for her."""

    words = forms.MultipleChoiceField(
        label="What people told of",
        error_messages={
            "required": "Please tick what belongs together.",
            "invalid_choice": NOT_THERE,
        },
    )
    name = forms.CharField(
        label="Name of the sign",
        max_length=120,
        error_messages={"required": "Please give it a name."},
    )
    place = forms.ChoiceField(
        label="Place of spread", error_messages={"required": "Please choose a place of spread."}
    )
    urgency = forms.ChoiceField(
        label="How soon somebody should ring",
        choices=[CHOOSE, *Urgency.choices],
        error_messages={"required": "Please choose how soon somebody should ring."},
    )

    def __init__(self, *args: Any, unlisted: Sequence[Unlisted], **options: Any) -> None:
        super().__init__(*args, **options)
        places = PlacePage.objects.order_by("path").values_list("slug", "title")
        words = [(one.words, one.words) for one in unlisted]
        self.fields["place"].choices = [CHOOSE, *places]  # type: ignore[attr-defined]
        self.fields["words"].choices = words  # type: ignore[attr-defined]


class _SignField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A sign by its number."""

    default_error_messages = {"invalid_choice": NOT_THERE}

    def to_python(self, value: Any) -> Any:
        """A number that no database can hold is one that no sign has."""
        return super().to_python(value and read_number(str(value)))


class MergeForm(forms.Form):
    """One sign, and the one that it is part of."""

    sign = _SignField(
        SignPage.objects.filter(merged_into="").order_by("title"),
        label="This sign",
        empty_label=CHOOSE[1],
        error_messages={"required": "Please choose the sign that goes."},
    )
    into = _SignField(
        SignPage.objects.live().order_by("title"),
        label="is a part of",
        empty_label=CHOOSE[1],
        error_messages={"required": "Please choose the sign that it is a part of."},
    )
