"""Forms about the inbox key. What is wrong is said where it is wrong, in words that help."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from alongside.accounts.models import User
from alongside.core.passphrases import SHORTEST_PASSPHRASE, as_meant

from . import sheets as paper

NOT_THE_SAME = "The two are not the same. Please type it again in both fields."
FEWEST_LETTERS = 6  # different ones
FEWEST_LEFT = 10  # letters, without her own name and address


def _hidden_text(
    label: str, help_text: str = "", complete: str = "new-password"
) -> forms.CharField:
    widget = forms.PasswordInput(
        {"autocomplete": complete, "autocapitalize": "none", "spellcheck": "false"}
    )
    return forms.CharField(label=label, help_text=help_text, max_length=300, widget=widget)


def check_passphrase(passphrase: str, user: User) -> None:
    """Raises ValidationError with what is wrong with it as an inbox passphrase."""
    meant = as_meant(passphrase)
    if len(meant) < SHORTEST_PASSPHRASE:
        raise ValidationError(
            f"This is too short: it has {len(meant)} characters. "
            f"Please take {SHORTEST_PASSPHRASE} or more. Five or six words are good."
        )
    if user.check_password(passphrase) or user.check_password(passphrase.strip()):
        raise ValidationError(
            "This is the password of your account. The inbox needs one of its own, so that "
            "whoever learns the one cannot use the other."
        )
    if _is_obvious(meant, user):
        raise ValidationError(
            "Somebody could guess this. Please take five or six words that do not belong together, "
            "or let us draw some for you."
        )


def _is_obvious(meant: str, user: User) -> bool:
    letters = "".join(filter(str.isalpha, meant))
    if len(set(meant)) < FEWEST_LETTERS or len(_without_names(meant, user)) < FEWEST_LEFT:
        return True
    # “password password” and “password1234567” are no better than “password”.
    for form in {meant, meant.replace(" ", ""), letters, _without_repeats(letters)}:
        try:
            CommonPasswordValidator().validate(form, user)
        except ValidationError:
            return True
    return False


def _without_names(meant: str, user: User) -> str:
    """The letters that are left when her own names are taken out."""
    names = [user.email, *re.split(r"\W+", f"{user.email} {user.get_full_name()}")]
    for name in sorted(map(as_meant, names), key=len, reverse=True):
        meant = meant.replace(name, "") if len(name) > 2 else meant
    return "".join(filter(str.isalpha, meant))


def _without_repeats(letters: str) -> str:
    """`abcabc` → `abc`."""
    again = (letters * 2).find(letters, 1)
    return letters[:again]


class PassphraseForm(forms.Form):
    """A new inbox passphrase, typed twice."""

    passphrase = _hidden_text(
        "Your inbox passphrase",
        f"At least {SHORTEST_PASSPHRASE} characters. Five or six words are good. Capitals do not matter.",
    )
    again = _hidden_text("The same again")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_passphrase(self) -> str:
        check_passphrase(self.cleaned_data["passphrase"], self.user)
        return str(self.cleaned_data["passphrase"])

    def clean(self) -> None:
        super().clean()
        typed = self.cleaned_data
        if "passphrase" in typed and as_meant(typed.get("again", "")) != as_meant(
            typed["passphrase"]
        ):
            self.add_error("again", NOT_THE_SAME)


class FirstPassphraseForm(PassphraseForm):
    """With the tick that she knows what cannot be undone."""

    understood = forms.BooleanField(
        label="I know: if all of us forget our passphrases and two of the three sheets are lost, "
        "everything that was written is gone for ever. Nobody can help then, not even who made this.",
        error_messages={"required": "Please tick this when you have read it. It cannot be undone."},
    )


class ChangePassphraseForm(PassphraseForm):
    old = _hidden_text("Your passphrase until now", complete="current-password")
    field_order = ("old", "passphrase", "again")


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
