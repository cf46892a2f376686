"""The outbox, and the addresses that get no mail."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .files import delete_files_before
from .letter import Letter

SLOW = datetime.timedelta(minutes=30)
MANY_ATTEMPTS = 5
CONTENT_OF_FAILED = datetime.timedelta(days=14)
ROWS = datetime.timedelta(days=90)


class State(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    STOPPED = "stopped"


OPEN = (State.WAITING, State.SENDING)


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def about(self, reference: str) -> "OutboxQuerySet":
        """What became of the mail about one thing (`word:id`), the newest first."""
        return self.filter(reference=reference).order_by("-pk")

    def in_trouble(self, now: datetime.datetime | None = None) -> "OutboxQuerySet":
        """Given up; or tried five times in vain; or due for half an hour and nobody sent it."""
        late = (now or timezone.now()) - SLOW
        return self.filter(
            Q(state=State.FAILED)
            | Q(state__in=OPEN, attempts__gte=MANY_ATTEMPTS)
            | Q(state=State.WAITING, due_at__lt=late)
            | Q(state=State.SENDING, claimed_at__lt=late)
        )


class OutboxMessage(models.Model):
    """One mail to one person. `locked` holds the letter until nobody needs it any more.

    Written by `core.mail.actions` and `core.mail.sending` alone.
    """

    kept_for: ClassVar[str] = (
        "address and words until the mail is sent or stopped; 14 days if it could not be sent, "
        "so that somebody can try again. The row without them: 90 days."
    )

    kind = models.CharField(max_length=60, help_text="Which mail: room.name.")
    private = models.BooleanField(help_text="The recipient is not a member of staff.")
    neutral = models.BooleanField(default=False, help_text="Sent under the neutral name.")
    reference = models.CharField(max_length=80, blank=True, db_index=True, help_text="word:id")
    message_id = models.CharField(max_length=255, unique=True)
    locked = models.BinaryField(blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True, help_text="Class and code, no words.")
    created_at = models.DateTimeField(default=timezone.now)
    first_due_at = models.DateTimeField(help_text="We give up three days after this.")
    due_at = models.DateTimeField(help_text="The next attempt.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        indexes = [models.Index(fields=["state", "due_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"Mail {self.pk} ({self.kind})"

    @property
    def title(self) -> str:
        """Which mail it is, for people: `enquiries.new_reply` is "Enquiries: new reply"."""
        room, _, name = self.kind.partition(".")
        return f"{room}: {name}".replace("_", " ").capitalize()

    def letter(self) -> Letter:
        """Raises installation_key.Unreadable."""
        return Letter.unlock(bytes(self.locked))

    @classmethod
    def purge(cls, now: datetime.datetime) -> int:
        """Blank what failed 14 days ago; remove rows and files that are 90 days old. Counts both."""
        settled = cls.objects.exclude(settled_at=None)
        old = settled.filter(settled_at__lt=now - ROWS)
        removed, _ = old.delete()
        failed = settled.filter(settled_at__lt=now - CONTENT_OF_FAILED).exclude(locked=b"")
        return removed + failed.update(locked=b"") + delete_files_before(now - ROWS)


class Suppression(models.Model):
    """An address that gets no private mail: its mark only, so that nobody can read whose it is."""

    kept_for: ClassVar[str] = "until it is lifted. It holds no address, only a mark of it."

    class Why(models.TextChoices):
        BEREAVEMENT = "bereavement"
        COMPLAINT = "complaint"
        BOUNCE = "bounce"
        ASKED = "asked"

    mark = models.BinaryField(max_length=16, unique=True)
    why = models.CharField(max_length=11, choices=Why)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Suppression {self.pk}"

    @classmethod
    def purge(cls, now: datetime.datetime) -> int:
        """Nothing: mail to somebody who died must never start again by itself."""
        return 0
