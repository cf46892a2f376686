"""What a founder types to find one person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.core.mail.addresses import BadAddress, checked
from alongside.newsletter.actions.people import Because


class AddressForm(forms.Form):
    """An exact address. There is no search by a part of it: nobody browses people here."""

    use_required_attribute = False
    address = forms.CharField(
        label="Her e-mail address",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Please write the whole address."},
    )

    def clean_address(self) -> str:
        try:
            return checked(self.cleaned_data["address"])
        except BadAddress:
            raise ValidationError("This is no e-mail address: one @, and a dot after it.") from None


class LiftForm(forms.Form):
    use_required_attribute = False
    because = forms.ChoiceField(
        label="Why may letters go there again?",
        choices=[(one.name, one.value) for one in Because],
        widget=forms.RadioSelect,
        error_messages={"required": "Please say why."},
    )

    def because_of(self) -> Any:
        return Because[self.cleaned_data["because"]]
