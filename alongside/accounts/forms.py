"""Forms of staff accounts."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from .models import User


class FirstFounderForm(forms.Form):
    """Name, address and a strong password."""

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=150,
        help_text="You sign in with it.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    password = forms.CharField(
        label="A password",
        strip=False,
        help_text="At least 12 characters. Three or four words that you can remember are good.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("password"):
            user = User(username=data.get("email", ""), first_name=data.get("name", ""))
            try:
                validate_password(data["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
