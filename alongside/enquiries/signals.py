"""A founder loses the role or the account: what opens the inbox for her goes at once."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import m2m_changed, post_save

from alongside.accounts.models import User

from .keys import withdraw_from_strangers
from .unlocking import drop_for


def connect() -> None:
    user_logged_out.connect(drop_for, dispatch_uid="lock-inbox")
    m2m_changed.connect(_roles_changed, sender=User.groups.through, dispatch_uid="roles-and-keys")
    post_save.connect(_account_changed, sender=User, dispatch_uid="account-and-keys")


def _roles_changed(action: str, **kwargs: Any) -> None:
    if action in ("post_remove", "post_clear"):
        withdraw_from_strangers()


def _account_changed(instance: User, created: bool, raw: bool, **kwargs: Any) -> None:
    if not (instance.is_active or created or raw):
        withdraw_from_strangers()
