"""What a founder fills in to test a letter and to send it."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from alongside.accounts.models import User
from alongside.accounts.roles import EDITORS, FOUNDERS, REVIEWERS

LONGEST_AHEAD = 366  # days
NOW_OR_LATER = "You chose a day or a time, too. Choose “On a day and at a time”, or empty them."


class TestForm(forms.Form):
    """To whom a test goes: she herself is ticked."""

    use_required_attribute = False
    to = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Send a test to",
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_pk_value"), "Please tick at least one person."
        ),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial={"to": [user.pk]})
        roles = (FOUNDERS, EDITORS, REVIEWERS)
        staff = User.objects.filter(is_active=True, groups__name__in=roles).exclude(email="")
        field: Any = self.fields["to"]
        field.queryset = staff.distinct().order_by("first_name", "pk")
        field.label_from_instance = lambda one: (
            "me" if one.pk == user.pk else one.first_name or f"account {one.pk}"
        )

    def addresses(self) -> list[str]:
        return [one.email for one in self.cleaned_data["to"]]


class SendForm(forms.Form):
    """Now, or on a day at a time: the clock of the readers (TIME_ZONE)."""

    use_required_attribute = False
    when = forms.ChoiceField(
        label="When?",
        choices=[("now", "Now"), ("later", "On a day and at a time")],
        widget=forms.RadioSelect,
        initial="now",
    )
    day = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please choose a day."},
    )
    at = forms.TimeField(
        label="Time in the UK",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Please write a time such as 10:30."},
    )

    due_at: datetime | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name in ("day", "at"):
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == "now" and (self.data.get("day") or self.data.get("at")):
            raise ValidationError({"when": NOW_OR_LATER})
        if cleaned.get("when") != "later" or self.errors:
            return cleaned
        if not cleaned.get("day"):
            raise ValidationError({"day": "Please choose a day."})
        if cleaned.get("at") is None:
            raise ValidationError({"at": "Please choose a time."})
        self.due_at = _moment(cleaned["day"], cleaned["at"])
        return cleaned


def _moment(day: date, at: time) -> datetime:
    """In the winter night in which an hour comes twice, the first of the two is meant."""
    moment = timezone.make_aware(datetime.combine(day, at))
    if timezone.localtime(moment.astimezone(UTC)).time() != at:
        raise ValidationError(
            {"at": "On that night the clocks go forward, and this time is left out."}
        )
    now = timezone.now()
    if moment <= now:
        raise ValidationError({"at": "This is over already. Choose a later time, or “Now”."})
    if (moment - now).days > LONGEST_AHEAD:
        raise ValidationError({"day": "This is more than a year from now."})
    return moment
