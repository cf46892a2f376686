"""What a founder types in the inbox. Nothing of it is kept but by an action."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from alongside.accounts.models import User
from alongside.core.desk_fields import DateField, LineField, TicketForm
from alongside.core.public_fields import LONGEST_MESSAGE
from alongside.core.typed_text import AtMost, clean_text

from . import consent
from .founders import name_of
from .models import Conversation, InboxSettings
from .words import AnswerBy, Details, Need, Place, Region, Situation


class WordsField(forms.CharField):
    """What somebody writes at length, cleaned (`core.typed_text`)."""

    def __init__(self, *, rows: int = 8, **options: Any) -> None:
        widget = forms.Textarea({"rows": rows, "autocomplete": "off"})
        super().__init__(widget=widget, strip=False, **options)
        self.validators.append(AtMost(LONGEST_MESSAGE))
        self.error_messages["required"] = "Please write something first."

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "").strip()


class SeenForm(TicketForm):
    """`seen` is the number of the last text that stood on her screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def now_seen(self, number: int) -> None:
        """What she has sent is shown once more, beside everything up to this number."""
        self.data = {**self.data.dict(), "seen": number}  # type: ignore[attr-defined]


class AnswerForm(SeenForm):
    """An answer."""

    message = WordsField(label="Your answer")
    sentence = forms.ChoiceField(label="Begin with", required=False)

    def __init__(self, *args: Any, sentences: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "answer_%s", **options})
        choices = [("", "Choose a first sentence"), *((one, one) for one in sentences if one)]
        self.fields["sentence"].choices = choices  # type: ignore[attr-defined]

    def begun(self) -> dict[str, Any]:
        """The same form, with the chosen sentence in front of what she has typed so far."""
        typed = clean_text(str(self.data.get("message", "")))
        chosen = str(self.data.get("sentence", ""))
        known = [value for value, _ in self.fields["sentence"].choices]  # type: ignore[attr-defined]
        both = f"{chosen}\n\n{typed}" if chosen and chosen in known else typed
        kept = {name: self.data.get(name, "") for name in ("ticket", "seen")}
        return {**kept, "message": both.rstrip() + "\n\n"}


class NoteForm(SeenForm):
    """A note for the founders; or, with `answered`, that she was rung or written to."""

    message = WordsField(
        label="Your note", rows=4, required=False, help_text="Sealed. Only founders can read it."
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "note_%s", **options})
        self.fields["seen"].required = False  # without it, what is unread stays unread

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not told.get("message") and "message" not in self.errors:
            if str(self.data.get("press", "")).startswith("answered"):
                told["message"] = "Answered outside the inbox."
            else:
                self.add_error("message", "Please write something first.")
        return told


class CloseForm(forms.Form):
    """Nothing more to do, as far as she has seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class HandForm(forms.Form):
    """Who looks after it."""

    to = forms.ModelChoiceField(User.objects.none(), label="Who", required=False)

    def __init__(self, *args: Any, founders: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["to"]
        field.queryset = User.objects.filter(pk__in=[one.pk for one in founders])
        field.empty_label = "Nobody in particular"
        field.label_from_instance = name_of


def draft_of(request: HttpRequest) -> str:
    """What she has begun to answer; `inbox.js` lets it go along when she presses something else."""
    return clean_text(request.POST.get("draft", "")) if request.method == "POST" else ""


class FollowUpForm(forms.Form):
    """The day on which to look at it again; empty for no more."""

    on = DateField(label="Look at it again on", required=False)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on and on < timezone.localdate():
            raise forms.ValidationError("This day is over. Please choose a day to come.")
        return on


class SearchForm(forms.Form):
    q = LineField(label="Find in all conversations", max_length=200)


class AddressForm(forms.Form):
    """Of whom we are asked what we hold."""

    use_required_attribute = False
    email = forms.EmailField(
        label="Her e-mail address", max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )


class WriteDownForm(TicketForm):
    """An enquiry by telephone or on paper."""

    origin = forms.ChoiceField(
        label="How did it come?",
        choices=[one for one in Conversation.Origin.choices if one[0] != Conversation.Origin.FORM],
        widget=forms.RadioSelect,
    )
    message = WordsField(label="What she said or wrote")
    need = forms.ChoiceField(label="What she needs", required=False)
    name = LineField(label="Her name", max_length=120, required=False)
    situation = forms.ChoiceField(label="Who she is", required=False)
    places = forms.MultipleChoiceField(
        label="Place of spread",
        choices=Place.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    region = forms.ChoiceField(label="Where she lives", required=False)
    answer_by = forms.ChoiceField(
        label="How to answer", choices=AnswerBy.choices, initial=AnswerBy.PHONE
    )
    phone = LineField(label="Her telephone number", max_length=40, required=False)
    good_times = LineField(label="Good times to ring", max_length=200, required=False)
    email = forms.EmailField(label="Her e-mail address", max_length=254, required=False)
    consent = forms.BooleanField(
        label=consent.SPOKEN.tick,
        help_text=f"Read out: “{' '.join(consent.SPOKEN.says)}”",
        error_messages={"required": "Without her yes nothing may be written down."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("need", Need), ("situation", Situation), ("region", Region)):
            self.fields[name].choices = [("", "Not said"), *choices.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        way = told.get("answer_by")
        if way == AnswerBy.PHONE and not told.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Please ask for her number, or choose another way to answer.")
        if way == AnswerBy.EMAIL and not told.get("email") and "email" not in self.errors:
            self.add_error("email", "Please ask for her address, or choose another way to answer.")
        return told

    def details(self) -> Details:
        told = self.cleaned_data
        names = (
            "need",
            "name",
            "situation",
            "places",
            "region",
            "answer_by",
            "phone",
            "good_times",
        )
        return Details(email=told["email"], **{name: told[name] for name in names})


class CapacityForm(forms.ModelForm[InboxSettings]):
    """How fast answers come, whom to tell when nobody answers, first sentences."""

    in_treatment_until = DateField(
        label="I am in treatment until",
        required=False,
        help_text="Until then people read that answers take longer. Nothing is refused. "
        "Leave it empty when you are back.",
    )

    class Meta:
        model = InboxSettings
        fields = (
            "in_treatment_until", "usual_days", "treatment_days", "backup_name", "backup_email",
            "backup_phone", "first_sentences",
        )  # fmt: skip
        labels = {
            "usual_days": "Days that an answer usually takes",
            "treatment_days": "Days that it takes while in treatment",
            "backup_name": "Her name",
            "backup_email": "Her e-mail address",
            "backup_phone": "Her telephone number",
            "first_sentences": "One sentence on each line",
        }

    def clean_in_treatment_until(self) -> Any:
        until = self.cleaned_data["in_treatment_until"]
        is_new = until != self.initial.get("in_treatment_until")
        if until and is_new and until < timezone.localdate():
            raise forms.ValidationError("This day is over. Leave it empty if you are back.")
        return until

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for name in ("usual_days", "treatment_days"):
            if name in told and not 1 <= told[name] <= 90:
                self.add_error(name, "Please give a number from 1 to 90.")
        return told
