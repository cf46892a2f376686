"""What a founder says about a letter that shall go out."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from alongside.accounts.models import User


class WhenForm(forms.Form):
    """Now, or at a day and hour, in the time of the readers (TIME_ZONE)."""

    when = forms.ChoiceField(
        label="When",
        choices=[("now", "Now"), ("later", "On a day and at an hour")],
        widget=forms.RadioSelect,
        initial="now",
    )
    day = forms.DateField(
        label="Day", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    hour = forms.TimeField(
        label="Time in the United Kingdom", required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("when") != "later":
            return said
        if not said.get("day") or said.get("hour") is None:
            raise ValidationError("Please give a day and a time, or choose “Now”.")
        due = timezone.make_aware(datetime.combine(said["day"], said["hour"]))
        if due < timezone.now():
            raise ValidationError("That time is over. Please choose a later one, or “Now”.")
        return {**said, "due_at": due}


class TestForm(forms.Form):
    """To whom a test letter goes: people with an account here."""

    to = forms.MultipleChoiceField(
        label="To",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Please tick at least one person."},
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data, initial={"to": [by.email]})
        people = User.objects.filter(is_active=True).exclude(email="").order_by("first_name")
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (one.email, f"{one.first_name or one.email}{' (you)' if one == by else ''}")
            for one in people
        ]
