"""What she does with her six words: each step carries them in the page."""

from datetime import timedelta
from typing import Any

from django import forms

from alongside.core import limits
from alongside.core.public_fields import message_field
from alongside.core.six_words import SixWordsForm, WithReceipt

from . import consent
from .actions import Changed, Consents
from .consent_fields import ConsentFields


class YoursDoor(SixWordsForm):
    """Whoever has the six words may come in."""

    door = "yours"


class _Inside(WithReceipt):
    door = "yours"


class AnswerForm(_Inside):
    button = "Send"
    not_yet = "Not sent yet"
    answer = message_field("Your answer", most=8_000, rows=6)

    def count(self) -> None:
        limits.check(self.request, door="answer", most=30, per=timedelta(hours=1))


class ChangeForm(ConsentFields, _Inside):
    """`has_quotes`: there are words of hers that could be shown; else that consent is not asked for."""

    button = "Keep these changes"
    not_yet = "Not changed yet"
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *, has_quotes: bool, **options: Any) -> None:
        super().__init__(**options)
        self.has_quotes = has_quotes

    def changed(self, *, signed_as: str) -> Changed:
        told = self.cleaned_data
        consents = Consents(
            wording=consent.VERSION,
            count_me=told["count_me"],
            quote_me=told["quote_me"] and self.has_quotes,
            write_back=told["write_back"],
            signed_as=signed_as,
            wish=told["wish"],
        )
        return Changed(consents, self.contact(), self.ask())


class SureForm(_Inside):
    """One press more, for what cannot be undone."""

    button = "Yes"
    not_yet = "Nothing has happened yet"
