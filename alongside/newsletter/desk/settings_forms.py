"""How fast letters go out, and which letters everybody gets after her yes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.newsletter.letter_pages import LetterPage
from alongside.newsletter.models import NewsletterSettings


class SettingsForm(forms.ModelForm[NewsletterSettings]):
    use_required_attribute = False

    class Meta:
        model = NewsletterSettings
        fields = ["how_often", "from_hour", "until_hour", "an_hour", "a_day", "leave_address"]
        labels = {
            "how_often": "How often we write",
            "from_hour": "Letters go out from",
            "until_hour": "until",
            "an_hour": "Letters an hour, at most",
            "a_day": "Letters a day, at most",
            "leave_address": "Address for leaving by mail",
        }
        help_texts = {
            "how_often": "People read it where they join: “We write …”. Keep to it.",
            "from_hour": "Full hour, UK time. The same hour twice means: at any time.",
            "an_hour": "0 means no limit. Your mail service says what it allows.",
            "leave_address": "A mailbox that this site reads; ask your operator. Empty: people leave "
            "by the link in each letter.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("from_hour", "until_hour"):
            if (cleaned.get(name) or 0) > 24:
                self.add_error(name, "An hour is a number from 0 to 24.")
        return cleaned

    def clean_how_often(self) -> str:
        words = " ".join(str(self.cleaned_data["how_often"]).split())
        if not words:
            raise ValidationError("Please say how often.")
        return words


class SeriesForm(forms.Form):
    use_required_attribute = False
    letter = forms.ModelChoiceField(
        LetterPage.objects.none(),
        label="Letter",
        empty_label="Choose a letter",
        error_messages={"required": "Please choose a letter."},
    )
    days_after = forms.IntegerField(
        label="Days after her yes",
        min_value=0,
        max_value=365,
        initial=0,
        help_text="0: at once. This is the welcome.",
        error_messages={"required": "Please write a number. 0 means at once."},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["letter"]
        field.queryset = LetterPage.objects.live().filter(is_made_up=False).order_by("title")
