"""What a relative tells us when somebody has died."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from alongside.core.mail.addresses import BadAddress, checked
from alongside.core.public_fields import email_field, message_field, name_field, phone_field

from . import consent
from .form_fields import way_to_answer
from .forms import Counted
from .words import Details, Situation


class DeathForm(Counted):
    """Somebody has died: her mail stops at once, without proof."""

    door = "somebody has died"
    MOST_ADDRESSES = 5

    addresses = forms.CharField(
        label="E-mail address of the person who has died",
        max_length=1200,
        required=False,
        help_text="If there were several, write each on a line of its own.",
        widget=forms.Textarea({"rows": 2, "autocomplete": "off", "autocapitalize": "none",
                               "spellcheck": "false", "inputmode": "email"}),
    )  # fmt: skip
    died_name = forms.CharField(
        label="The name of the person who has died",
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    message = message_field("What you would like to tell us", required=False)
    name = name_field("What shall we call you?")
    email = email_field(help_text="Only if you would like an answer by e-mail.")
    phone = phone_field()
    consent = forms.BooleanField(label=consent.DEATH.tick, required=False)

    def clean_addresses(self) -> list[str]:
        found = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["addresses"].strip())))
        found = [address for address in found if address]
        if len(found) > self.MOST_ADDRESSES:
            raise ValidationError(
                "Please write five addresses at the most. Send the others with a second form."
            )
        for address in found:
            _check_address(address)
        return found

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(
            told[name] for name in ("addresses", "died_name", "message")
        ):
            self.add_error("addresses", "Please write an address here, or a name below.")
        if not self.errors and any(self._about_herself()) and not told["consent"]:
            self.add_error(
                "consent",
                "Please tick this if we may keep what you wrote. Or leave only the e-mail address of "
                "the person who has died: mail to it stops all the same.",
            )
        return told

    def _about_herself(self) -> Iterator[str]:
        names = ("died_name", "message", "name", "email", "phone")
        return (self.cleaned_data[name] for name in names)

    def details(self) -> Details:
        told = self.cleaned_data
        return Details(
            name=told["name"],
            situation=Situation.BEREAVED,
            answer_by=way_to_answer(told["email"], told["phone"]),
            email=told["email"],
            phone=told["phone"],
            died_name=told["died_name"],
            died_emails=told["addresses"],
        )

    @property
    def consent_wording(self) -> str:
        return consent.DEATH.version if self.cleaned_data["consent"] else ""


class OnlyStopMailForm(Counted):
    """The same door while the founders cannot take anything in: mail stops all the same."""

    door = DeathForm.door
    button = "Stop the mail"
    addresses = DeathForm.base_fields["addresses"]
    MOST_ADDRESSES = DeathForm.MOST_ADDRESSES
    clean_addresses = DeathForm.clean_addresses
    consent_wording = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["addresses"].required = True

    def details(self) -> Details:
        return Details(died_emails=self.cleaned_data["addresses"])


def _check_address(address: str) -> None:
    try:
        validate_email(checked(address))
    except (BadAddress, ValidationError):
        raise ValidationError(
            f"“{address[:80]}” does not look like an e-mail address: name@example.org."
        ) from None
