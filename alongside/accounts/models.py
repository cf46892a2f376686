"""Staff accounts, their open invitations, where they are signed in, and who did what. Readers have none."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from alongside.core.append_only import AppendOnly

OPEN_FOR = timedelta(days=7)
YEAR = timedelta(days=365)


class User(AbstractUser):
    """A member of staff, and how she wants to be named on a page that she checked.

    She signs in with her address; `username` is the same address. Roles are groups (`roles.py`).
    """

    kept_for = "as long as the account; name and address go 12 months after her access was removed"

    shown_name = models.CharField(
        "name as shown to readers",
        max_length=120,
        blank=True,
        help_text="Stands on pages that you approve. Nothing is shown before you fill it in.",
    )
    shown_role = models.CharField(
        "role as shown to readers",
        max_length=120,
        blank=True,
        help_text="For example: breast care nurse.",
    )
    access_removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return f"Staff account {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        """Forget who was behind accounts without access. The row stays: pages and log name its number."""
        return cls.forget(cls.objects.filter(access_removed_at__lt=now - YEAR))

    @classmethod
    def forget(cls, accounts: models.QuerySet["User"]) -> int:
        """Name and address of these accounts go; how many still had them."""
        return accounts.exclude(email="").update(
            username=Concat(models.Value("former-"), Cast("pk", models.CharField())),
            email="",
            first_name="",
            last_name="",
            shown_name="",
            shown_role="",
        )


class Invitation(models.Model):
    """A link that works once: to a new account, or back into one (`user`). Only its hash is kept."""

    kept_for = "7 days, or until it is used or withdrawn"

    token_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=150)
    roles = models.ManyToManyField(Group)
    user = models.OneToOneField(User, models.CASCADE, null=True, related_name="fresh_link")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["expires_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    @staticmethod
    def new_token() -> str:
        """256 random bits."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def hash_of(token: str) -> bytes:
        """Nobody can guess 256 random bits, so a fast hash is enough (OWASP ASVS 5.0, 11.4.2)."""
        return hashlib.sha256(token.encode()).digest()

    @classmethod
    def find(cls, token: str) -> "Invitation | None":
        """The open invitation with this token."""
        waiting = cls.objects.filter(expires_at__gt=timezone.now())
        return waiting.filter(token_hash=cls.hash_of(token)).first()

    @classmethod
    def purge(cls, now: datetime) -> int:
        expired = cls.objects.filter(expires_at__lte=now)
        number = expired.count()
        expired.delete()
        return number


class SignIn(models.Model):
    """One device that somebody signed in with, or one second step that failed. No IP address."""

    kept_for = "12 months"

    class How(models.TextChoices):
        PASSKEY = "passkey", "passkey"
        APP = "app", "code from an app"
        RECOVERY = "recovery", "recovery code"
        LINK = "link", "a link that works once"
        PASSWORD = "password", "password alone, no second step yet"

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    how = models.CharField(max_length=10, choices=How.choices)
    device = models.CharField(max_length=40)
    failed = models.BooleanField(default=False)
    last_seen = models.DateField(default=timezone.localdate)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Sign-in {self.pk}"

    @classmethod
    def open_ones(cls) -> models.QuerySet["SignIn"]:
        return cls.objects.filter(failed=False, ended_at=None)

    @classmethod
    def purge(cls, now: datetime) -> int:
        return cls.objects.filter(at__lt=now - YEAR).delete()[0]


class AuditEntry(AppendOnly):
    """Who did what to which number, and when. No personal data: names are looked up when it is shown."""

    kept_for = "24 months"

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    actor_number = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60, db_index=True)
    target = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Audit entry {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return int(cls.objects.filter(at__lt=now - 2 * YEAR).forget())
