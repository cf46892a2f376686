"""The steps that an enquirer takes with her six words."""

from django import forms

from alongside.core import limits
from alongside.core.public_fields import message_field, name_field
from alongside.core.six_words import WithReceipt

from .form_fields import ReachFields
from .forms import HOUR


class WriteMoreForm(WithReceipt):
    button = "Send"
    not_yet = "Not sent yet"
    message = message_field("Write more")

    def count(self) -> None:
        limits.check(self.request, door="write more", most=30, per=HOUR)


class ReachForm(ReachFields, WithReceipt):
    button = "Keep this"
    not_yet = "Not kept yet"
    name = name_field()

    def changed(self) -> dict[str, str]:
        names = ("name", "answer_by", "email", "phone", "good_times")
        return {name: self.cleaned_data[name] for name in names}


class KeepLongerForm(WithReceipt):
    button = "Keep it for another year"
    not_yet = "Not kept longer yet"
    seen = forms.DateField(widget=forms.HiddenInput)


class EraseForm(WithReceipt):
    button = "Erase it all now"
    not_yet = "Not erased yet"
