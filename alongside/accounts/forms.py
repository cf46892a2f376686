"""Forms of staff accounts, and the words and checks that we add to allauth's."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from . import actions
from .models import SignIn, User
from .roles import ROLES
from .signals import user_agent

HOW_TO_CHOOSE = "At least 12 characters. Three or four words that you can remember are good."
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}


class _Named(forms.Form):
    """Name and a strong password."""

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label="A password",
        strip=False,
        help_text=HOW_TO_CHOOSE,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def address(self) -> str:
        return ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("password"):
            address = self.address()
            user = User(username=address, email=address, first_name=data.get("name", ""))
            try:
                validate_password(data["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class FirstFounderForm(_Named):
    """Name, address and a strong password."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=150,
        help_text="You sign in with it.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    field_order = ("name", "email", "password")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def address(self) -> str:
        return str(self.cleaned_data.get("email", ""))


class AcceptForm(_Named):
    """Name and password of whoever was invited; her address is known from the invitation."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def address(self) -> str:
        return self.email


class RolesForm(forms.Form):
    """One role or several."""

    roles = forms.MultipleChoiceField(
        label="What may she do?",
        choices=[(name, f"{role}: {may}") for name, (role, may) in ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose one role or several."},
    )


class InviteForm(RolesForm):
    """Whom a founder invites."""

    name = forms.CharField(label="Her name", max_length=120)
    email = forms.EmailField(
        label="Her e-mail address", max_length=150, help_text="She will sign in with it."
    )
    field_order = ("name", "email", "roles")


class AddressForm(forms.Form):
    """The address to sign in with."""

    email = forms.EmailField(
        label="Your new e-mail address",
        max_length=150,
        help_text="From now on you sign in with it. We tell your old address.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class SignInForm(LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self.fields["login"], "Your e-mail address", autocomplete="username webauthn")
        _words(self.fields["password"], "Your password")


class PasswordForm(ChangePasswordForm):
    """The old password and a new one, typed once: she can show it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self.fields["oldpassword"], "Your password now")
        _words(self.fields["password1"], "Your new password")
        self.fields["password1"].help_text = HOW_TO_CHOOSE
        _words(self.fields["password2"], "The new password once more")


class AgainForm(PasswordAgainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self.fields["password"], "Your password")


class AddAppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self.fields["code"], "The 6 digits that the app shows now", **CODE)


class CodeOnce:
    """A code of an app, or a recovery code; each works once."""

    fields: dict[str, forms.Field]
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self.fields["code"], "Your code", **CODE)

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not actions.use_code_once(
            authenticator=self.authenticator
        ):
            self._emit_authentication_failed(self.authenticator)  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return str(code)


class CodeForm(CodeOnce, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(CodeOnce, ReauthenticateForm):
    """The same, before something important is changed."""


class PasskeyNoted:
    """A passkey that does not fit stands in the history, as a wrong code does."""

    user: User

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError:
            actions.note_failed_step(
                user=self.user, how=SignIn.How.PASSKEY, user_agent=user_agent(context.request)
            )
            raise


class PasskeyForm(PasskeyNoted, AuthenticateWebAuthnForm):
    """The second step of signing in, by passkey."""


class PasskeyAgainForm(PasskeyNoted, ReauthenticateWebAuthnForm):
    """The same, before something important is changed."""


def _words(field: forms.Field, label: str, **attributes: str) -> None:
    """Our label, and no placeholder: it would go away while she types."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)
