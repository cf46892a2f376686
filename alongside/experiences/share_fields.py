"""Fields of the form with which somebody tells us what she lived through. All may be skipped."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms

from alongside.core.public_fields import message_field

from .questions import VISITS, WEEKS

NOT_SAID = ("-", "I do not know, or would rather not say")
"""Takes an answer back, because a radio button cannot be unticked. It is not chosen for her."""
LONGEST_WORDS, LONGEST_LINE, LONGEST_QUOTE = 8_000, 500, 1_200  # letters
_SHOWS_WHEN_EMPTY = {"placeholder": " "}  # so that a style sheet can tell (`:placeholder-shown`)

Choices = Iterable[tuple[Any, str]]


def one_of(label: str, choices: Choices, **options: Any) -> forms.TypedChoiceField:
    """One answer; empty if she skips it."""
    return _radio(label, choices, kind=str, empty="", **options)


def number_of(label: str, bands: Choices, **options: Any) -> forms.TypedChoiceField:
    """A band; its value is the first number in it. None if she skips it."""
    return _radio(label, bands, kind=int, empty=None, **options)


def _radio(
    label: str, choices: Choices, *, kind: Callable[[str], Any], empty: Any, **options: Any
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[*((str(value), words) for value, words in choices), NOT_SAID],
        coerce=lambda value: empty if value == NOT_SAID[0] else kind(value),
        empty_value=empty,
        required=False,
        widget=forms.RadioSelect,
        **options,
    )


def many_of(label: str, choices: Choices, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


def words_of(label: str, *, rows: int = 5, most: int = LONGEST_WORDS, **options: Any) -> Any:
    field = message_field(label, most=most, rows=rows, required=False, **options)
    field.widget.attrs |= _SHOWS_WHEN_EMPTY
    return field


def line_of(label: str, *, most: int = LONGEST_LINE, **options: Any) -> forms.CharField:
    attributes = {"autocomplete": "off", **_SHOWS_WHEN_EMPTY}
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        widget=forms.TextInput(attributes),
        **options,
    )


def whole_number(label: str, *, least: int, most: int, example: str, **options: Any) -> Any:
    """Typed in a field without arrows: a wheel of the mouse must not change it unnoticed."""
    wrong = f"Please write a number from {least} to {most}, for example {example}."
    attributes = {"inputmode": "numeric", "autocomplete": "off", **_SHOWS_WHEN_EMPTY}
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=False,
        localize=False,
        widget=forms.TextInput(attributes),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        **options,
    )


def _firsts() -> Sequence[tuple[int, str]]:
    """The first week of each band: one after the last of the band before."""
    lasts = [-1, *(last for last, _ in WEEKS if last is not None)]
    return [(last + 1, label) for last, (_, label) in zip(lasts, WEEKS, strict=True)]


WEEK_CHOICES = _firsts()
VISIT_CHOICES = VISITS
