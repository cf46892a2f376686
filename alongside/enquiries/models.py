"""Join us: sealed conversations with the founders, and the keys that open them.

In the clear stands only what the house needs to look after a conversation: when, how many, whose turn
it is, when it is erased. What anybody wrote, who she is and how to reach her is sealed (`core.sealing`).
"""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.accounts.open_keys import OpenKey

STAFF = settings.AUTH_USER_MODEL


class InboxSettings(models.Model):
    """One row: how fast the founders answer at present, and whom to tell when nobody does."""

    receipt_salt = models.BinaryField(editable=False)
    usual_days = models.PositiveSmallIntegerField("an answer usually takes (days)", default=3)
    treatment_days = models.PositiveSmallIntegerField("while in treatment (days)", default=14)
    in_treatment_until = models.DateField(null=True, blank=True)
    backup_name = models.CharField("backup contact", max_length=120, blank=True)
    backup_email = models.EmailField("her e-mail address", blank=True)
    backup_phone = models.CharField("her telephone number", max_length=40, blank=True)
    first_sentences = models.TextField(
        "first sentences to choose from, one a line",
        blank=True,
        default="Thank you for writing to us. I am glad that you did.\n"
        "I am sorry that this has happened to you.\n"
        "I live with it too. Ask me whatever you like.",
    )

    kept_for = "until a founder changes the backup contact"

    @classmethod
    def purge(cls, now: datetime) -> int:
        """Nothing: a backup contact that went by itself would be missed when she is needed."""
        return 0

    def __str__(self) -> str:
        return "Settings of the inbox"

    def is_in_treatment(self, today: date) -> bool:
        return bool(self.in_treatment_until and self.in_treatment_until >= today)

    def days_to_answer(self, today: date) -> int:
        """Days within which an answer may be expected."""
        return self.treatment_days if self.is_in_treatment(today) else self.usual_days


class InboxKey(models.Model):
    """The public half of the key that conversations are sealed to. One is live; older ones are spent."""

    public = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Inbox key {self.pk}"


class KeyHolder(models.Model):
    """A founder who can unlock the inbox, or who has chosen her passphrase and waits to be let in.

    `key` stays when `sealed_key` goes: she was let in once, is a founder no more, and may have kept
    something. The row says so until the key is exchanged.
    """

    user = models.OneToOneField(STAFF, on_delete=models.CASCADE, related_name="+")
    public = models.BinaryField()
    locked_secret = models.BinaryField(help_text="Under her inbox passphrase.")
    key = models.ForeignKey(InboxKey, null=True, on_delete=models.SET_NULL, related_name="holders")
    sealed_key = models.BinaryField(null=True, help_text="The secret inbox key, sealed to her.")
    since = models.DateTimeField(default=timezone.now)
    passphrase_set_at = models.DateTimeField(default=timezone.now)

    kept_for = (
        "what opens the inbox: as long as she is a founder; the rest: until the key is exchanged"
    )

    @classmethod
    def purge(cls, now: datetime) -> int:
        from .keys import withdraw_from_strangers

        return withdraw_from_strangers()

    def __str__(self) -> str:
        return f"Key holder {self.pk}"


class UnlockedInbox(OpenKey):
    """The inbox key for one signed-in browser."""

    key = models.ForeignKey(InboxKey, on_delete=models.CASCADE, related_name="+")

    kept_for = "until she locks the inbox or signs out; 45 minutes after she last used it"

    def __str__(self) -> str:
        return f"Unlocked inbox {self.pk}"


class RecoverySet(models.Model):
    """Three printed sheets of one inbox key, any two of which give it back. No words are kept."""

    key = models.ForeignKey(InboxKey, on_delete=models.CASCADE, related_name="recovery_sets")
    identifier = models.PositiveSmallIntegerField(
        null=True, help_text="That its sheets share (SLIP-39); not secret."
    )
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, help_text="When the sheets were read back.")
    reminded_at = models.DateTimeField(null=True, help_text="That a rehearsal is due.")

    def __str__(self) -> str:
        return f"Recovery sheets {self.pk}"


class RecoverySheet(models.Model):
    """Who was given which sheet. Her name is locked with the installation's key."""

    recovery_set = models.ForeignKey(RecoverySet, on_delete=models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    given_to_locked = models.BinaryField()

    kept_for = "as long as these sheets are the newest ones"

    @classmethod
    def purge(cls, now: datetime) -> int:
        """Older sets are removed when new sheets are made."""
        return 0

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["recovery_set", "number"], name="one_sheet_a_number")
        ]

    def __str__(self) -> str:
        return f"Recovery sheet {self.number} of set {self.recovery_set_id}"


class RehearsalCapsule(models.Model):
    """Something that opens only with certain words of two sheets: what a rehearsal asks for."""

    recovery_set = models.ForeignKey(RecoverySet, on_delete=models.CASCADE, related_name="capsules")
    first = models.PositiveSmallIntegerField()
    second = models.PositiveSmallIntegerField()
    first_places = models.JSONField()
    second_places = models.JSONField()
    locked = models.BinaryField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Rehearsal of sheets {self.first} and {self.second}"


class Rehearsal(models.Model):
    """A proof, with a date, that recovery works (or that it did not)."""

    class Kind(models.TextChoices):
        A_FEW_WORDS = "few", "a few words of two sheets"
        WHOLE_SHEETS = "whole", "two whole sheets"

    EVERY = timedelta(days=182)

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=Kind)
    succeeded = models.BooleanField()
    sheets = models.CharField(max_length=10, help_text="Numbers of the two sheets.")

    def __str__(self) -> str:
        return f"Rehearsal {self.pk}"


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def waiting(self) -> "ConversationQuerySet":
        """Somebody wrote and has no answer yet."""
        return self.filter(state=Conversation.State.WAITING)

    def unread_since(self, moment: datetime) -> "ConversationQuerySet":
        return self.filter(unread_since__lte=moment)


class Conversation(models.Model):
    """What the house knows of one conversation without being able to read it."""

    class Purpose(models.TextChoices):
        ENQUIRY = "enquiry", "Enquiry"
        COMPLAINT = "complaint", "Complaint about data"
        BEREAVEMENT = "bereavement", "Somebody has died"

    class State(models.TextChoices):
        WAITING = "waiting", "waits for an answer"
        ANSWERED = "answered", "answered"
        CLOSED = "closed", "closed"

    class Origin(models.TextChoices):
        FORM = "form", "by the form"
        PHONE = "phone", "by telephone"
        PAPER = "paper", "on paper"

    MONTHS_KEPT = 12

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.ENQUIRY)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.FORM)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    received_at = models.DateTimeField(default=timezone.now)
    last_word_at = models.DateTimeField(default=timezone.now)
    waiting_since = models.DateTimeField(null=True, default=timezone.now)
    unread_since = models.DateTimeField(null=True, default=timezone.now)
    first_opened_at = models.DateTimeField(null=True)
    first_answered_at = models.DateTimeField(null=True)
    answer_by = models.DateField(help_text="What was promised, or what the law asks for.")
    taken_by = models.ForeignKey(
        STAFF, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    follow_up_on = models.DateField(null=True, blank=True)
    erase_on = models.DateField()
    warned_at = models.DateTimeField(null=True, help_text="That it is erased soon.")
    consent_wording = models.CharField(max_length=20, blank=True)
    consented_at = models.DateTimeField(null=True)
    submission_mark = models.BinaryField(max_length=32, null=True, unique=True)

    objects = ConversationQuerySet.as_manager()
    kept_for = (
        "12 months after the last word; up to 30 days longer if this machine was off when the people "
        "had to be warned"
    )

    class Meta:
        ordering = ["waiting_since", "pk"]
        indexes = [
            models.Index(fields=["state", "waiting_since"]),
            models.Index(fields=["unread_since"]),
            models.Index(fields=["erase_on"]),
        ]

    @classmethod
    def purge(cls, now: datetime) -> int:
        from .actions import erase_what_is_over

        return erase_what_is_over(now=now)

    def __str__(self) -> str:
        return f"Conversation {self.pk}"

    @property
    def nudge_locked(self) -> bytes | None:
        """Where a note that there is a reply goes; it is kept with the keys, out of old backups."""
        keys: ConversationKey | None = getattr(self, "keys", None)
        return bytes(keys.nudge_locked) if keys and keys.nudge_locked else None

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.WAITING and self.answer_by < timezone.localdate()


class ConversationKey(models.Model):
    """The two copies of a conversation's secret half, and the address for notes that there is a reply.
    Apart from everything else, so that they can be left out of dated backups: see `docs/operating.md`."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="keys"
    )
    public = models.BinaryField()
    inbox_key = models.ForeignKey(InboxKey, on_delete=models.PROTECT, related_name="+")
    for_founders = models.BinaryField()
    for_receipt = models.BinaryField(null=True)
    receipt_mark = models.BinaryField(max_length=16, null=True, unique=True)
    nudge_locked = models.BinaryField(
        null=True, help_text="Address for “there is a reply”, under the installation's key."
    )

    kept_for = "destroyed first when its conversation is erased"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return 0

    def __str__(self) -> str:
        return f"Key of conversation {self.pk}"


class SealedText(models.Model):
    """One thing that was written: by the person, by a founder, or a founder's note for the founders."""

    class Kind(models.TextChoices):
        DETAILS = "details", "who she is and how to reach her"
        WORD = "word", "what she wrote"
        ANSWER = "answer", "what a founder answered"
        NOTE = "note", "what founders noted for themselves"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()
    submission_mark = models.BinaryField(max_length=32, null=True, unique=True)

    kept_for = "with its conversation"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return 0

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="one_text_a_number")
        ]

    def __str__(self) -> str:
        return f"Text {self.number} of conversation {self.conversation_id}"


class ShredCertificate(models.Model):
    """What is left of a conversation: that it was erased, when, why and how much. No content."""

    class Why(models.TextChoices):
        ASKED = "asked", "the person asked for it"
        OVER = "over", "its time was over"
        FOUNDER = "founder", "a founder erased it"
        DIED = "died", "somebody told us that the person has died"

    code = models.CharField(max_length=20, unique=True)
    purpose = models.CharField(max_length=12, choices=Conversation.Purpose)
    why = models.CharField(max_length=8, choices=Why)
    received_on = models.DateField()
    erased_at = models.DateTimeField(default=timezone.now)
    texts = models.PositiveIntegerField()
    key_fingerprint = models.CharField(max_length=64, help_text="BLAKE2b of the public half.")
    receipt_fingerprint = models.BinaryField(max_length=32, null=True, unique=True)

    class Meta:
        ordering = ["-erased_at"]

    def __str__(self) -> str:
        return f"Certificate {self.code}"


class SilenceAlarm(models.Model):
    """While a row has no end, somebody has waited too long and the public form says so."""

    AFTER = timedelta(hours=48)
    BACKUP_AFTER = timedelta(hours=12)

    class Cause(models.TextChoices):
        UNREAD = "unread", "a message that nobody has opened"
        NOT_TOLD = "not_told", "a notice to the founders that could not be delivered"

    cause = models.CharField(max_length=10, choices=Cause)
    began_at = models.DateTimeField(default=timezone.now)
    founders_told_at = models.DateTimeField(null=True)
    backup_told_at = models.DateTimeField(null=True)
    backup_failed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.ExpressionWrapper(
                    models.Q(ended_at__isnull=True), output_field=models.BooleanField()
                ),
                condition=models.Q(ended_at__isnull=True),
                name="one_alarm_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"Silence alarm {self.pk}"

    @classmethod
    def current(cls) -> "SilenceAlarm | None":
        return cls.objects.filter(ended_at=None).order_by("pk").first()


def inbox_settings() -> InboxSettings:
    """The one row; a migration makes it, with a random salt of its own."""
    return InboxSettings.objects.get(pk=1)


def first_sentences() -> list[str]:
    """To begin an answer with, in the founders' own words."""
    lines = inbox_settings().first_sentences.splitlines()
    return [line.strip() for line in lines if line.strip()]


def live_key() -> InboxKey | None:
    """The key that takes in conversations: sheets were read back, of it or of the one it came after.

    After an exchange there are no sheets until new ones are made, and the form stays open meanwhile.
    """
    return (
        InboxKey.objects.filter(retired_at=None, recovery_sets__confirmed_at__isnull=False)
        .order_by("-pk")
        .first()
    )


def next_number(conversation: Conversation) -> int:
    """The number of the next text."""
    last: Any = conversation.texts.aggregate(last=models.Max("number"))["last"]
    return (last or 0) + 1


from .help_numbers import HelpNumbers  # noqa: E402, F401  (a model: it is found here)
