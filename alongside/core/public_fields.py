"""Fields that public forms of several rooms ask for."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .mail.addresses import BadAddress, checked, is_public

LONGEST_MESSAGE = 20_000  # letters: about eight printed pages


def _deliverable(address: str) -> None:
    """Mail must be able to go there; what does not look like an address Django's own check says."""
    try:
        validate_email(address)
    except ValidationError:
        return
    try:
        if is_public(checked(address)):
            return
    except BadAddress:
        pass
    raise ValidationError("This should look like name@example.org.")


def _telephone(number: str) -> None:
    if len(re.sub(r"\D", "", number)) < 6:
        raise ValidationError("This looks too short for a telephone number.")


def message_field(
    label: str, *, most: int = LONGEST_MESSAGE, rows: int = 9, **options: Any
) -> forms.CharField:
    """Room for many words; at most `most` letters."""
    field = forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea({"rows": rows, "autocomplete": "off"}),
        **options,
    )
    field.error_messages["required"] = "Please write a few words here."
    return field


def name_field(label: str = "What shall we call you?") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=120,
        required=False,
        help_text="A first name is enough, or any name that you like.",
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )


def email_field(
    label: str = "Your e-mail address", *, required: bool = False, **options: Any
) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=200,
        required=required,
        validators=[_deliverable],
        widget=forms.EmailInput({"autocomplete": "email"}),
        **options,
    )


def phone_field() -> forms.CharField:
    return forms.CharField(
        label="Your telephone number",
        max_length=40,
        required=False,
        validators=[_telephone],
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )


class FollowsUp(forms.Form):
    """Some fields are asked for only after a choice in another one."""

    def ask_for(self, name: str, words: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)

    def drop(self, *names: str, empty: Any = "") -> None:
        """The page does not show these fields then, so a mistake in one must not stop her."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = empty
