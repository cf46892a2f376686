"""How somebody wants to be answered: fields that several public forms of this room ask for."""

from typing import Any

from django import forms

from alongside.core.public_fields import FollowsUp, email_field, phone_field

from .words import AnswerBy


class ReachFields(FollowsUp):
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
            self.ask_for("phone", "Please write your telephone number, or choose another way.")
        else:
            self.drop("phone", "good_times")
        if way == AnswerBy.EMAIL:
            self.ask_for("email", "Please write your e-mail address, or choose another way.")
        elif told.get("nudge"):
            self.ask_for("email", "Please write your e-mail address, or take the tick away above.")
        else:
            self.drop("email")
        return told

    @property
    def nudge_to(self) -> str:
        return str(self.cleaned_data["email"]) if self.cleaned_data["nudge"] else ""


def way_to_answer(email: str, phone: str) -> str:
    if email:
        return AnswerBy.EMAIL
    return AnswerBy.PHONE if phone else AnswerBy.HERE
