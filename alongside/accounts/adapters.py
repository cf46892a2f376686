"""What allauth is told about this house: nobody signs up, no IP address is kept, plain words, own mail."""

import base64
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.core import installation_key, limits

from . import actions, second_step

WAIT = "That was a few times too often. Wait five minutes, then try again. A passkey works at once."
SAY = {
    "account/messages/password_changed.txt": "Your password is changed.",
    "mfa/messages/totp_activated.txt": "Your app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your app is removed.",
    "mfa/messages/webauthn_added.txt": "Your passkey is saved.",
    "mfa/messages/webauthn_removed.txt": "Your passkey is removed.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with address and password, then a second step."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This address and this password do not go together. Check both.",
        "enter_current_password": "This is not your password now. Check it and try again.",
        "incorrect_password": "This is not your password. Check it and try again.",
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this site: no `next=` leads anywhere else."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed hash that is another one tomorrow: limits need no address, so none is kept."""
        day = timezone.localdate().isoformat()
        where = limits.client_address(request)
        return installation_key.mark(where, purpose=f"sign-in limits {day}").hex()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count for this address from this network: nobody can lock her out from afar."""
        address = credentials.get("email", credentials.get("username", "")).lower()
        return f"{address} {self.get_client_ip(request)}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Changing how one signs in asks again who she is, unless she has just shown it."""
        return not second_step.is_fresh(self.request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        actions.note_wrong_password(email=credentials.get("email", ""))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: Any = None, extra_tags: str = "", message: str | None = None,
    ) -> None:  # fmt: skip
        if words := message or SAY.get(message_template or ""):
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """All mail of this room is in `emails.py`."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Sent by the actions, which the signals of allauth call."""


class MFAAdapter(DefaultMFAAdapter):
    """Passkeys, apps and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "This is your only second step. Add another one first.",
        "incorrect_code": "This did not work. A code changes every 30 seconds and works once: "
        "use the newest one.",
    }

    def encrypt(self, text: str) -> str:
        """A copy of the database must not be enough to make codes."""
        return base64.b64encode(installation_key.lock(text, purpose="second step")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return installation_key.unlock(base64.b64decode(encrypted_text), purpose="second step")

    def build_totp_svg(self, url: str) -> str:
        """Drawn into the page: the Content-Security-Policy allows no picture from data."""
        picture = segno.make(url, error="m").svg_inline(
            scale=5, dark="#000", light="#fff", border=4, svgclass=None, lineclass=None
        )
        return str(picture).replace("<svg", '<svg role="img" aria-label="Code for your app"', 1)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one. Under a lock when something is about to be deleted."""
        if connection.in_atomic_block:
            get_user_model().objects.select_for_update().get(pk=authenticator.user_id)
        own = Authenticator.objects.filter(user_id=authenticator.user_id)
        return own.filter(type__in=second_step.KINDS).exclude(pk=authenticator.pk).exists()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Sent by the actions, which the signals of allauth call."""

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {number + 1}"

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.first_name or entity["name"]}

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME
