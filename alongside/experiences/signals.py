"""A moderator loses the role or the account, or signs out: what opens experiences for her goes at once."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import m2m_changed, post_save
from django.http import HttpRequest

from alongside.accounts import open_keys
from alongside.accounts.models import User

from .keys import COOKIE, withdraw_from_strangers
from .models import UnlockedExperiences


def connect() -> None:
    user_logged_out.connect(_signed_out, dispatch_uid="lock-experiences")
    m2m_changed.connect(
        _roles_changed, sender=User.groups.through, dispatch_uid="roles-and-moderation"
    )
    post_save.connect(_account_changed, sender=User, dispatch_uid="account-and-moderation")


def _signed_out(request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        open_keys.drop(request, UnlockedExperiences, COOKIE)


def _roles_changed(action: str, **kwargs: Any) -> None:
    if action in ("post_remove", "post_clear"):
        withdraw_from_strangers()


def _account_changed(instance: User, created: bool, raw: bool, **kwargs: Any) -> None:
    if not (instance.is_active or created or raw):
        withdraw_from_strangers()
