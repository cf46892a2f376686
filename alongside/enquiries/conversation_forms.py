"""The steps that an enquirer takes with her six words."""

from datetime import timedelta

from django import forms

from alongside.core import limits
from alongside.core.public_forms import PublicForm

from .form_fields import ReachFields, message_field, name_field
from .forms import HOUR


class SixWordsForm(PublicForm):
    """Whoever has the six words may come in."""

    door = "conversation"
    button = "Open"
    not_yet = "Not open yet"
    least = timedelta(0)

    receipt = forms.CharField(
        label="Your six words",
        max_length=300,
        help_text="Capitals, spaces and hyphens do not matter. A slip or two does no harm.",
        error_messages={"required": "Please type your six words here."},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class _WithReceipt(SixWordsForm):
    """A step inside: the six words travel in the page."""

    receipt = forms.CharField(max_length=300, widget=forms.HiddenInput)


class WriteMoreForm(_WithReceipt):
    button = "Send"
    not_yet = "Not sent yet"
    message = message_field("Write more")

    def count(self) -> None:
        limits.check(self.request, door="write more", most=30, per=HOUR)


class ReachForm(ReachFields, _WithReceipt):
    button = "Keep this"
    not_yet = "Not kept yet"
    name = name_field()

    def changed(self) -> dict[str, str]:
        names = ("name", "answer_by", "email", "phone", "good_times")
        return {name: self.cleaned_data[name] for name in names}


class KeepLongerForm(_WithReceipt):
    button = "Keep it for another year"
    not_yet = "Not kept longer yet"
    seen = forms.DateField(widget=forms.HiddenInput)


class EraseForm(_WithReceipt):
    button = "Erase it all now"
    not_yet = "Not erased yet"
