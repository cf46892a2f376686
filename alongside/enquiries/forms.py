"""The form to the founders, and the limits of all forms that begin a conversation."""

from datetime import timedelta

from django import forms

from alongside.core import limits
from alongside.core.public_fields import message_field, name_field
from alongside.core.public_forms import PublicForm

from . import consent
from .actions import was_received
from .form_fields import ReachFields
from .words import Details, Need, Place, Region, Situation

HOUR = timedelta(hours=1)
NOT_SAID = ("", "I would rather not say")


class Counted(PublicForm):
    """So many an hour from one address and from all together; the same sending again is no new one."""

    def count(self) -> None:
        if not was_received(self.submission_id):
            limits.check_form(self.request, door=self.door)


class JoinForm(ReachFields, Counted):
    """To the founders. One page in six short steps; only the message and the consent are needed."""

    door = "join us"

    need = forms.ChoiceField(
        label="What do you need?", choices=Need.choices, required=False, widget=forms.RadioSelect
    )
    situation = forms.ChoiceField(
        label="Who are you?",
        choices=[*Situation.choices, NOT_SAID],
        required=False,
        widget=forms.RadioSelect,
    )
    name = name_field()
    places = forms.MultipleChoiceField(
        label="If it has spread, where to?",
        choices=Place.choices,
        required=False,
        help_text="Choose as many as you like. Skip this if it does not fit.",
        widget=forms.CheckboxSelectMultiple,
    )
    region = forms.ChoiceField(
        label="Nation or region", choices=[NOT_SAID, *Region.choices], required=False
    )
    message = message_field(
        "Your message", help_text="As short or as long as you like. In your own words."
    )
    consent = forms.BooleanField(
        label=consent.ENQUIRY.tick,
        error_messages={"required": "Please tick this if we may keep what you wrote."},
    )

    steps = {
        "need": ("need",),
        "you": ("situation", "name"),
        "spread": ("places",),
        "where": ("region",),
        "answer": ("answer_by", "phone", "good_times", "nudge", "email"),
        "words": ("message", "consent"),
    }

    @property
    def open_step(self) -> str:
        """Where the page opens: at the first mistake; where Send is, if there is none; at the first."""
        if not self.is_bound:
            return "need"
        wrong = (step for step, names in self.steps.items() if set(names) & set(self.errors))
        return next(wrong, "words")

    def details(self) -> Details:
        told = self.cleaned_data
        names = ("need", "name", "situation", "places", "region", "answer_by")
        reach = ("email", "phone", "good_times")
        return Details(**{name: told[name] for name in (*names, *reach)})
