"""A passphrase of her own for a member of staff: chosen, typed twice, changed."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from alongside.core.passphrases import SHORTEST_PASSPHRASE, as_meant

from .models import User

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
    """Raises ValidationError with what is wrong with it as a passphrase."""
    meant = as_meant(passphrase)
    if len(meant) < SHORTEST_PASSPHRASE:
        raise ValidationError(
            f"This is too short: it has {len(meant)} characters. "
            f"Please take {SHORTEST_PASSPHRASE} or more. Five or six words are good."
        )
    if user.check_password(passphrase) or user.check_password(passphrase.strip()):
        raise ValidationError(
            "This is the password of your account. Please take another, so that "
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
    """A new passphrase, typed twice. `name` is what she calls it."""

    name = "inbox passphrase"

    passphrase = _hidden_text(
        "Your passphrase",
        f"At least {SHORTEST_PASSPHRASE} characters. Five or six words are good. Capitals do not matter.",
    )
    again = _hidden_text("The same again")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["passphrase"].label = f"Your {self.name}"
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


class ChangePassphraseForm(PassphraseForm):
    old = _hidden_text("Your passphrase until now", complete="current-password")
    field_order = ("old", "passphrase", "again")
