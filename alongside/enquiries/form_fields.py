"""Fields that several public forms of this room ask for."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from alongside.core.mail.addresses import BadAddress, checked

from .words import AnswerBy

LONGEST_MESSAGE = 20_000  # letters: about eight printed pages


def _deliverable(address: str) -> None:
    """Mail must be able to go there; what does not look like an address Django's own check says."""
    try:
        validate_email(address)
    except ValidationError:
        return
    try:
        checked(address)
    except BadAddress:
        raise ValidationError("This should look like name@example.org.") from None


def _telephone(number: str) -> None:
    if len(re.sub(r"\D", "", number)) < 6:
        raise ValidationError("This looks too short for a telephone number.")


def message_field(label: str, **options: Any) -> forms.CharField:
    field = forms.CharField(
        label=label,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea({"rows": 9, "autocomplete": "off"}),
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


def email_field(**options: Any) -> forms.EmailField:
    return forms.EmailField(
        label="Your e-mail address",
        max_length=200,
        required=False,
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


class ReachFields(forms.Form):
    """How to answer her. What does not belong to the way that she chose is not kept."""

    answer_by = forms.ChoiceField(
        label="How shall we answer?",
        choices=[
            (AnswerBy.HERE, "Only here, on this website. I come back with my six words"),
            (AnswerBy.EMAIL, "By e-mail"),
            (AnswerBy.PHONE, "By telephone"),
        ],
        initial=AnswerBy.HERE,
        widget=forms.RadioSelect,
    )
    phone = phone_field()
    good_times = forms.CharField(
        label="Good times to ring",
        max_length=200,
        required=False,
        help_text="For example: mornings, not on Tuesdays. And may we leave a message?",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    nudge = forms.BooleanField(
        label="Also send me an e-mail that says only: there is a reply for you.",
        required=False,
        help_text="It comes from a neutral sender. It does not say who we are or what it is about. "
        "It also comes a month before everything is erased.",
    )
    email = email_field()

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        way = told.get("answer_by")
        if way == AnswerBy.PHONE:
            self._ask_for("phone", "Please write your telephone number, or choose another way.")
        else:
            self._drop("phone", "good_times")
        if way == AnswerBy.EMAIL:
            self._ask_for("email", "Please write your e-mail address, or choose another way.")
        elif told.get("nudge"):
            self._ask_for("email", "Please write your e-mail address, or take the tick away above.")
        else:
            self._drop("email")
        return told

    def _ask_for(self, name: str, words: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)

    def _drop(self, *names: str) -> None:
        """The page does not show these fields then, so a mistake in one must not stop her."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = ""

    @property
    def nudge_to(self) -> str:
        return str(self.cleaned_data["email"]) if self.cleaned_data["nudge"] else ""


def way_to_answer(email: str, phone: str) -> str:
    if email:
        return AnswerBy.EMAIL
    return AnswerBy.PHONE if phone else AnswerBy.HERE
