"""Keep in touch: who asked for letters, which letters went out, and what became of each one.

An address is locked with the key of this installation and found by a mark of it (`core.installation_key`);
a copy of the database shows neither. The mark is this room's own: no other room's rows can be joined to
it. Sections are chosen by two small numbers of bits (`parts`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alongside.core import installation_key

from .contact import Contact
from .letter_pages import LetterPage, LettersPage  # noqa: F401  (models: they are found here)
from .parts import ContentNote, Part

PROOF = "newsletter proof"
STAFF = settings.AUTH_USER_MODEL
UNCONFIRMED = timedelta(days=14)
LEFT = timedelta(days=30)
LEDGER = timedelta(days=90)
BOUNCES = timedelta(days=30)
REJECTED = timedelta(days=1)
IMPORTS = timedelta(days=365)


class NewsletterSettings(models.Model):
    """One row: how often we write, and how fast letters may go out."""

    how_often = models.CharField("how often", max_length=80, default="about once a month")
    from_hour = models.PositiveSmallIntegerField("letters go out from (hour)", default=8)
    until_hour = models.PositiveSmallIntegerField("until (hour)", default=20)
    an_hour = models.PositiveIntegerField("letters an hour", default=0, help_text="0: no limit.")
    a_day = models.PositiveIntegerField("letters a day", default=0, help_text="0: no limit.")
    leave_address = models.EmailField(
        "address for leaving by mail",
        blank=True,
        help_text="A mailbox that the site reads (docs/deliverability.md). Empty: only by link.",
    )

    def __str__(self) -> str:
        return "Settings of the newsletter"

    @classmethod
    def current(cls) -> "NewsletterSettings":
        """As the founders keep them; the defaults (not saved) as long as they have not."""
        return cls.objects.first() or cls()


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def reachable(self) -> "SubscriberQuerySet":
        """Who said yes twice, and is not gone."""
        return self.filter(state=Subscriber.State.ACTIVE)


class Subscriber(models.Model):
    """Somebody who asked for letters. Written by `actions` alone."""

    kept_for: ClassVar[str] = (
        "until she leaves, and 30 days more so that a slip can be undone; 14 days if she never "
        "confirmed. Erased at once if she asks for it."
    )

    class State(models.TextChoices):
        ASKED = "asked", "has not confirmed yet"
        ACTIVE = "active", "gets letters"
        LEFT = "left", "has left"

    mark = models.BinaryField(max_length=16, unique=True)
    locked = models.BinaryField(help_text="Address and first name (`contact.Contact`).")
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    parts = models.PositiveSmallIntegerField(help_text="Bits of parts.Part.")
    spared = models.PositiveSmallIntegerField(default=0, help_text="Bits of parts.ContentNote.")
    paused_until = models.DateField(null=True, blank=True, help_text="The first day with letters.")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    new_locked = models.BinaryField(blank=True, help_text="Her new address until it is confirmed.")
    new_asked_at = models.DateTimeField(null=True, blank=True)
    is_made_up = models.BooleanField(default=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["state", "asked_at"], name="subscriber_state")]

    def __str__(self) -> str:
        return f"Subscriber {self.pk}"

    @property
    def wants(self) -> Part:
        return Part(self.parts)

    @property
    def spare(self) -> ContentNote:
        return ContentNote(self.spared)

    def contact(self) -> Contact:
        """Raises installation_key.Unreadable."""
        return Contact.unlock(bytes(self.locked))

    @property
    def erased_on(self) -> datetime | None:
        """When she has left: the day from which she cannot come back."""
        return self.left_at + LEFT if self.left_at else None

    def is_paused(self, today: date) -> bool:
        return self.paused_until is not None and today < self.paused_until

    @classmethod
    def purge(cls, now: datetime) -> int:
        old = Q(state=cls.State.ASKED, asked_at__lt=now - UNCONFIRMED)
        gone = Q(state=cls.State.LEFT, left_at__lt=now - LEFT)
        removed = cls.objects.filter(old | gone).delete()[1].get(cls._meta.label, 0)
        stale = cls.objects.filter(new_asked_at__lt=now - UNCONFIRMED)
        return removed + stale.update(new_locked=b"", new_asked_at=None)


class Consent(models.Model):
    """Proof that she asked: the words she saw, when, where, and when she said yes. No IP address."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="consents")
    wording = models.CharField(max_length=40, help_text="Version of the words (`consent.py`).")
    where = models.CharField(max_length=40, help_text="page, foot, import, preferences.")
    parts = models.PositiveSmallIntegerField()
    proof = models.BinaryField(
        blank=True, help_text="Of an import: the founder's own words, locked."
    )
    at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Consent {self.pk}"

    def proof_in_words(self) -> str:
        """What the file said that she was brought in from; "" if she asked here."""
        try:
            return installation_key.unlock(bytes(self.proof), purpose=PROOF) if self.proof else ""
        except installation_key.Unreadable:
            return ""


class Suppressed(models.Model):
    """The suppression list of the newsletter: a keyed hash of an address that gets no letter, and why.

    Not the list of `core.mail`, which stops all private mail; a letter obeys both.
    """

    kept_for: ClassVar[str] = "until a founder lifts it. It holds no address, only a mark of it."

    class Why(models.TextChoices):
        ERASED = "erased", "asked us to erase her"
        BOUNCED = "bounced", "the address does not exist or takes no mail"
        COMPLAINED = "complained", "her mail service told us that she wants no letters"
        FOUNDER = "founder", "a founder put her here"

    mark = models.BinaryField(max_length=16, unique=True)
    why = models.CharField(max_length=10, choices=Why)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Suppressed {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        """Nothing: an address that was erased must never be written to again by itself."""
        return 0


class Bounce(models.Model):
    """A letter came back. Five soft ones within 30 days count as a hard one."""

    kept_for: ClassVar[str] = "30 days"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="bounces")
    mailing = models.ForeignKey("Mailing", null=True, on_delete=models.SET_NULL, related_name="+")
    is_hard = models.BooleanField()
    status = models.CharField(max_length=20, blank=True, help_text="RFC 3463: 5.1.1")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Bounce {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return int(cls.objects.filter(at__lt=now - BOUNCES).delete()[0])


class PeopleImport(models.Model):
    """A list of people that a founder brings in (`importing`). Written by `actions.importing` alone."""

    kept_for: ClassVar[str] = (
        "the file until all of it is brought in, and the rows that were not taken one day more; 14 days "
        "if nobody lets it begin. The numbers 12 months."
    )

    class State(models.TextChoices):
        LOOKED_AT = "looked", "waits for you"
        RUNNING = "running", "is being brought in"
        DONE = "done", "is done"

    by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=State, default=State.LOOKED_AT)
    locked = models.BinaryField(
        blank=True, help_text="The file, then the rows that were not taken."
    )
    columns = models.JSONField(default=dict, help_text="Which heading of the file says what.")
    parts = models.PositiveSmallIntegerField(default=0, help_text="For rows that name no part.")
    how = models.BinaryField(blank=True, help_text="For rows that do not say how; locked.")
    rows = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0, help_text="Rows that are settled.")
    fates = models.BinaryField(
        blank=True, help_text="What each came to, a letter each (`plan.Fate`)."
    )
    asked_to = models.PositiveIntegerField(default=0, help_text="Rows looked at for who is asked.")
    counts = models.JSONField(default=dict, help_text="How many rows came to what.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"PeopleImport {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        done = cls.objects.filter(finished_at__lt=now - REJECTED).exclude(locked=b"")
        forgotten = done.update(locked=b"")
        never = Q(state=cls.State.LOOKED_AT, at__lt=now - UNCONFIRMED)
        old = Q(state=cls.State.DONE, at__lt=now - IMPORTS)
        return forgotten + int(cls.objects.filter(never | old).delete()[0])


class BounceMailbox(models.Model):
    """One row: how far the mailbox is read to which letters come back (`bouncing.mailbox`)."""

    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    looked_at = models.DateTimeField(default=timezone.now)
    problem = models.CharField(max_length=60, blank=True, help_text="Kind of error; no words.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"BounceMailbox {self.pk}"


class Mailing(models.Model):
    """One letter on its way to everybody who asked for it; or a letter of the welcome series.

    The words are those of one revision, frozen when it was ordered. `kind` SERIES stands open for ever:
    whoever confirms gets a delivery `days_after` later.
    """

    class Kind(models.TextChoices):
        LETTER = "letter"
        SERIES = "series"

    class State(models.TextChoices):
        WAITING = "waiting", "waits for its hour"
        SENDING = "sending", "is going out"
        PAUSED = "paused", "is paused"
        CANCELLED = "cancelled", "was cancelled"
        DONE = "done", "has gone out"

    page = models.ForeignKey(LetterPage, on_delete=models.PROTECT, related_name="mailings")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.LETTER)
    days_after = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    problem = models.CharField(
        max_length=80, blank=True, help_text="Why it paused itself; no words."
    )
    ordered_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    filled_at = models.DateTimeField(null=True, blank=True, help_text="The ledger is complete.")
    finished_at = models.DateTimeField(null=True, blank=True)
    left = models.PositiveIntegerField(default=0, help_text="People who left from this letter.")
    replies = models.PositiveIntegerField(default=0)
    visits = models.PositiveIntegerField(default=0, help_text="To its page; nobody knows whose.")
    totals = models.JSONField(default=dict, help_text="What the ledger said before it was erased.")

    class Meta:
        default_permissions = ()
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        return f"Mailing {self.pk}"


LEFT_AS_IT_IS = "left as it is"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def undecided(self) -> "DeliveryQuerySet":
        """Of which nobody knows whether they went, and no founder has said what to do."""
        return self.filter(state=Delivery.State.UNKNOWN).exclude(why=LEFT_AS_IT_IS)


class Delivery(models.Model):
    """The delivery ledger: exactly one row for each subscriber and mailing (promise 4).

    `claim` names the sender that has it; `sending.engine` says what the states mean and who may move a
    row between them. The subscriber goes when she is erased; the row still counts.
    """

    kept_for: ClassVar[str] = "90 days after the letter went out; then only how many"

    class State(models.TextChoices):
        WAITING = "waiting", "waits"
        CLAIMED = "claimed", "is being sent"
        DEFERRED = "deferred", "will be tried again"
        SENT = "sent", "sent"
        FAILED = "failed", "could not be sent"
        SKIPPED = "skipped", "was not meant to be sent"
        UNKNOWN = "unknown", "may have been sent: the machine stopped in that second"

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    why = models.CharField(max_length=40, blank=True, help_text="Code: paused, left, 4.2.2 …")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.PositiveBigIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["mailing", "subscriber"], name="one_delivery_each")
        ]
        indexes = [
            models.Index(fields=["mailing", "state", "due_at"], name="delivery_due"),
            models.Index(
                fields=["settled_at"],
                name="delivery_settled",
                condition=Q(settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        """Rows of mailings that ended 90 days ago; their totals stay with the mailing."""
        from .ledger import write_totals

        old = Mailing.objects.filter(finished_at__lt=now - LEDGER, deliveries__isnull=False)
        for mailing in old.distinct():
            write_totals(mailing)
        return int(cls.objects.filter(mailing__finished_at__lt=now - LEDGER).delete()[0])


@dataclass(frozen=True)
class Totals:
    """How many deliveries of a mailing are in each state."""

    waiting: int = 0
    claimed: int = 0
    deferred: int = 0
    sent: int = 0
    failed: int = 0
    skipped: int = 0
    unknown: int = 0

    @property
    def all(self) -> int:
        return sum(vars(self).values())

    @property
    def open(self) -> int:
        return self.waiting + self.claimed + self.deferred
