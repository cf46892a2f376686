"""What a subscriber can change by the link in her letters."""

import calendar
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from alongside.core import limits
from alongside.core.mail.writing import one_line
from alongside.core.public_fields import FollowsUp, email_field
from alongside.core.public_forms import PublicForm

from .actions import Preferences
from .join_forms import PressForm, first_name_field, notes_field, parts_field, ticked
from .models import Subscriber

NOW, KEEP, UNTIL = "now", "keep", "until"
MONTHS = (1, 3, 6)
LONGEST = 24  # months
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y"]


class PreferencesForm(FollowsUp, PublicForm):
    """Parts, content notes, first name, and a pause."""

    door = "letters preferences"
    button = "Keep this"
    not_yet = "Not kept yet"

    parts = parts_field("What you get")
    spared = notes_field()
    first_name = first_name_field()
    pause = forms.ChoiceField(label="When", widget=forms.RadioSelect)
    until = forms.DateField(
        label="The first day on which you want letters again",
        required=False,
        input_formats=DAYS,
        widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please write a day like this: 31/12/2027."},
    )

    def __init__(self, *, subscriber: Subscriber, **options: Any) -> None:
        self.today = timezone.localdate()
        self.subscriber = subscriber
        self.is_paused = subscriber.is_paused(self.today)
        initial = {
            "parts": ticked(subscriber.wants),
            "spared": ticked(subscriber.spare),
            "first_name": subscriber.contact().first_name,
            "pause": KEEP if self.is_paused else NOW,
        }
        super().__init__(initial=initial, **options)
        field: Any = self.fields["pause"]
        field.choices = self._choices()

    def _choices(self) -> list[tuple[str, str]]:
        months = [(str(n), f"Pause for {n} month{'s' if n > 1 else ''}") for n in MONTHS]
        kept = []
        if self.is_paused and self.subscriber.paused_until:
            day = date_format(self.subscriber.paused_until, "j F Y")
            kept = [(KEEP, f"Paused: letters begin again on {day}")]
        return [(NOW, "Send me letters as they come"), *kept, *months, (UNTIL, "Pause until a day")]

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if self.cleaned_data.get("pause") != UNTIL or day is None:
            return None
        if day <= self.today:
            raise forms.ValidationError("Please choose a day that is still to come.")
        if day > in_months(self.today, LONGEST):
            raise forms.ValidationError(
                "Two years are the longest pause. Or leave, and come back whenever you like."
            )
        return day

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("pause") == UNTIL:
            self.ask_for("until", "Please choose a day, or one of the pauses above.")
        else:
            self.drop("until", empty=None)
        return self.cleaned_data

    def wanted(self) -> Preferences:
        told = self.cleaned_data
        return Preferences(
            parts=told["parts"],
            spared=told["spared"],
            first_name=one_line(told["first_name"]),
            paused_until=self._paused_until(told["pause"]),
        )

    def _paused_until(self, pause: str) -> date | None:
        if pause == UNTIL:
            return self.cleaned_data["until"]
        if pause == KEEP:
            return self.subscriber.paused_until
        return None if pause == NOW else in_months(self.today, int(pause))


def in_months(day: date, months: int) -> date:
    """The same day of the month; the last of it where there is none: 31 January, 1 → 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


class AddressForm(PublicForm):
    door = "letters address"
    button = "Ask there"

    email = email_field("Your new e-mail address", required=True)

    def count(self) -> None:
        limits.check_form(self.request, door=self.door)


class StayForm(PressForm):
    """Do not change the address."""

    door = "letters stay"
    button = "Stay with this address"
    not_yet = "Not done yet"


class CopyForm(PressForm):
    door = "letters copy"
    button = "Download it"
    not_yet = "Not done yet"


class EraseForm(PressForm):
    door = "letters erase"
    button = "Erase me now"
    not_yet = "Not done yet"


class ComeBackForm(PressForm):
    door = "letters come back"
    button = "I did not mean to leave"
    not_yet = "Not done yet"


class WayOutForm(PublicForm):
    """By address, for whoever has no letter at hand."""

    door = "letters way out"
    button = "Send me the link"

    email = email_field(required=True)

    def count(self) -> None:
        limits.check_form(self.request, door=self.door)
