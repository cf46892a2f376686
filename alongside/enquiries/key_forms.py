"""Forms about the inbox key. What is wrong is said where it is wrong, in words that help."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.accounts.passphrase_forms import PassphraseForm
from alongside.core.passphrases import as_meant

from . import sheets as paper


class FirstPassphraseForm(PassphraseForm):
    """With the tick that she knows what cannot be undone."""

    understood = forms.BooleanField(
        label="I know: if all of us forget our passphrases and two of the three sheets are lost, "
        "everything that was written is gone for ever. Nobody can help then, not even who made this.",
        error_messages={"required": "Please tick this when you have read it. It cannot be undone."},
    )


class TrusteesForm(forms.Form):
    """Who gets which sheet."""

    first = forms.CharField(label="Sheet 1 goes to", max_length=80)
    second = forms.CharField(label="Sheet 2 goes to", max_length=80)
    third = forms.CharField(label="Sheet 3 goes to", max_length=80)

    def names(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for field in self.fields:
            name = as_meant(self.cleaned_data.get(field, ""))
            if name and name in seen:
                self.add_error(
                    field, "Each sheet goes to somebody else. Who has two of them can read all."
                )
            seen.add(name)


class OneWord(forms.CharField):
    """A word of a sheet, with one slip of the finger forgiven."""

    def __init__(self, label: str) -> None:
        widget = forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        )
        super().__init__(label=label, max_length=40, widget=widget)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        try:
            return paper.read_word(typed.strip().casefold())
        except paper.NotASheet as error:
            raise ValidationError(
                f"“{typed}” is not a word of any sheet. Please look at the paper again."
            ) from error


class ReadBackForm(forms.Form):
    """One word of each sheet that was just printed. `words`: of each sheet; `places`: which, from 1."""

    def __init__(
        self, *args: Any, words: Sequence[Sequence[str]], places: Sequence[int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.right: dict[str, str] = {}
        for number, (sheet, place) in enumerate(zip(words, places, strict=True), 1):
            name = f"sheet{number}"
            self.fields[name] = OneWord(f"Sheet {number}: word {place}")
            self.right[name] = sheet[place - 1]

    def clean(self) -> None:
        super().clean()
        for name, word in self.right.items():
            if name in self.cleaned_data and self.cleaned_data[name] != word:
                self.add_error(
                    name, "On the sheet stands another word. Please look at its number again."
                )


class SheetField(forms.CharField):
    """A whole sheet as somebody types it. Gives its 33 words."""

    def __init__(self, label: str) -> None:
        attributes = {
            "rows": 6, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"
        }  # fmt: skip
        super().__init__(label=label, max_length=2_000, widget=forms.Textarea(attributes))

    def clean(self, value: Any) -> str:
        try:
            return " ".join(paper.read_words(str(super().clean(value))))
        except paper.NotASheet as error:
            raise ValidationError(str(error)) from error


class TwoSheetsForm(forms.Form):
    """Two whole sheets."""

    one = SheetField("The words of one sheet")
    two = SheetField("The words of another sheet")

    def sheets(self) -> list[str]:
        return [self.cleaned_data["one"], self.cleaned_data["two"]]


class RecoverForm(TwoSheetsForm, PassphraseForm):
    field_order = ("one", "two", "passphrase", "again")


class RehearsalForm(forms.Form):
    """The words that two trustees read out, in the order in which they were asked for."""

    def __init__(self, *args: Any, asked: Sequence[tuple[int, int]], **options: Any) -> None:
        super().__init__(*args, **options)
        for sheet, place in asked:
            self.fields[f"sheet{sheet}_{place}"] = OneWord(f"Word {place}")

    def words(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]

    def of_sheet(self, sheet: int) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"sheet{sheet}_")]
