"""The forms with which somebody comes in: asking, and saying yes."""

from datetime import timedelta
from typing import Any

from django import forms

from alongside.core import limits
from alongside.core.mail.writing import one_line
from alongside.core.public_fields import email_field
from alongside.core.public_forms import PublicForm

from . import consent
from .actions import Wish
from .contact import Contact
from .parts import ContentNote, Part

PAGE, FOOT = "page", "foot"


class Flags(forms.TypedMultipleChoiceField):
    """Boxes to tick; its value is one `Part` or `ContentNote`. None is ticked beforehand."""

    def __init__(self, flags: type[Part] | type[ContentNote], **options: Any) -> None:
        self._flags = flags
        choices = [(one.value, one.label) for one in flags]
        widget = forms.CheckboxSelectMultiple
        super().__init__(choices=choices, coerce=int, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        return self._flags(sum(set(super().clean(value))))


def ticked(flags: Part | ContentNote) -> list[int]:
    """As the initial value of `Flags`."""
    return [one.value for one in type(flags) if one in flags]


def parts_field(label: str = "What shall we write to you about?") -> Flags:
    empty = "Please tick at least one. Without it we would have nothing to send you."
    return Flags(Part, label=label, error_messages={"required": empty})


def notes_field() -> Flags:
    return Flags(
        ContentNote,
        label="Shall we leave something out?",
        required=False,
        help_text="Some days are not for this. What you tick is left out of your letters.",
    )


def first_name_field() -> forms.CharField:
    return forms.CharField(
        label="Your first name",
        max_length=60,
        required=False,
        help_text="So that a letter can begin with it.",
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )


class JoinForm(PublicForm):
    """Asks for letters. Address and one part are needed."""

    door = "keep in touch"
    button = consent.LETTERS.tick

    where = forms.ChoiceField(
        choices=[(PAGE, PAGE), (FOOT, FOOT)], initial=PAGE, widget=forms.HiddenInput
    )
    email = email_field(required=True)
    first_name = first_name_field()
    parts = parts_field()
    spared = notes_field()

    def count(self) -> None:
        limits.check_form(self.request, door=self.door)

    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(
            contact=Contact(told["email"], one_line(told["first_name"])),
            parts=told["parts"],
            spared=told["spared"],
            wording=consent.LETTERS.version,
            where=told["where"],
        )


class PressForm(PublicForm):
    """One button, and nothing to fill in."""

    least = timedelta(0)


class ConfirmForm(PressForm):
    door = "letters confirm"
    button = "Yes, send me letters"
    not_yet = "Not done yet"
