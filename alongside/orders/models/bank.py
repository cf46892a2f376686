"""Statements of the bank that a founder brings in, and what she says each line is. Written by
`actions.statements` and `actions.matching` alone."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alongside.core import installation_key

from .ledger import Entry
from .order import LAW, Order

PURPOSE = "orders bank"
FILE = timedelta(days=1)
WORDS = timedelta(days=90)
UNSETTLED = timedelta(days=366)
STAFF = settings.AUTH_USER_MODEL


class BankStatement(models.Model):
    """A file from the bank: locked until its lines are taken in. What its columns mean is kept for the
    next one with the same headings (`signature`)."""

    kept_for: ClassVar[str] = (
        "the file until its lines are taken in, one day at the most; what its columns mean six years"
    )

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    locked = models.BinaryField(blank=True, help_text="The file; empty once it is taken in.")
    signature = models.CharField(max_length=64, db_index=True, help_text="Hash of its headings.")
    columns = models.JSONField(default=dict, help_text="What a column says → its number.")
    taken_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0, help_text="Lines that were new.")
    known = models.PositiveIntegerField(default=0, help_text="Lines that were here already.")

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"BankStatement {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        left_lying = cls.objects.filter(taken_at=None, at__lt=now - FILE).delete()[0]
        return left_lying + int(cls.objects.filter(at__lt=now - LAW).delete()[0])


class BankLineQuerySet(models.QuerySet["BankLine"]):
    def waiting(self) -> "BankLineQuerySet":
        """Lines of which nobody has said what they are, the oldest first."""
        return self.filter(state=BankLine.State.NEW).order_by("on", "pk")


class BankLine(models.Model):
    """One line of a statement. Its words say who paid and why: they are locked, and go first.

    `fingerprint` is a keyed hash of day, pence, words and “the how manieth such line of its file”: the
    same line in two files is one, two equal payments on one day are two.
    """

    kept_for: ClassVar[str] = (
        "what the payer wrote until 90 days after it is settled, or a year if nobody settles it; "
        "day and pence six years after the end of that year (tax law)"
    )

    class State(models.TextChoices):
        NEW = "new", "waits for you"
        MATCHED = "matched", "is matched"
        SPLIT = "split", "is divided between several orders"
        NOT_OURS = "not_ours", "has nothing to do with the book"

    statement = models.ForeignKey(
        BankStatement, null=True, on_delete=models.SET_NULL, related_name="lines"
    )
    on = models.DateField()
    pence = models.BigIntegerField(help_text="Less than 0: it went out.")
    locked = models.BinaryField(blank=True, help_text="Who paid, and the reference.")
    fingerprint = models.BinaryField(max_length=16, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    settled_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = BankLineQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["state", "on"], name="bank_line_state")]
        constraints = [
            models.CheckConstraint(
                name="bank_line_settled_has_a_time",
                condition=Q(state="new", settled_at=None)
                | (~Q(state="new") & Q(settled_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"BankLine {self.pk}"

    @property
    def words(self) -> str:
        """ "" once they are erased, or if this installation cannot read them any more."""
        try:
            locked = bytes(self.locked)
            return installation_key.unlock(locked, purpose=PURPOSE) if locked else ""
        except installation_key.Unreadable:
            return ""

    @property
    def is_settled(self) -> bool:
        return self.state != self.State.NEW

    @classmethod
    def purge(cls, now: datetime) -> int:
        over = Q(settled_at__lt=now - WORDS) | Q(settled_at=None, at__lt=now - UNSETTLED)
        erased = cls.objects.filter(over).exclude(locked=b"").update(locked=b"")
        return erased + int(cls.objects.filter(at__lt=now - LAW).delete()[0])


class BankMatch(models.Model):
    """A founder said that (a part of) a line is this. Undone, it stays: the ledger has its correction."""

    class What(models.TextChoices):
        ORDER = "order", "paid an order"
        REFUND = "refund", "was given back"
        PAYOUT = "payout", "came from Stripe"

    line = models.ForeignKey(BankLine, on_delete=models.CASCADE, related_name="matches")
    what = models.CharField(max_length=6, choices=What)
    order = models.ForeignKey(Order, null=True, on_delete=models.CASCADE, related_name="+")
    pence = models.BigIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="bank_matches")
    is_known = models.BooleanField(
        default=False, help_text="The entry was there before: undoing does not correct it."
    )
    by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(undone_at=None), name="one_line_an_entry"
            )
        ]

    def __str__(self) -> str:
        return f"BankMatch {self.pk}"


def lock_words(words: str) -> bytes:
    return installation_key.lock(words, purpose=PURPOSE)


def fingerprints_of(*facts: Any) -> list[bytes]:
    """Today's first; then those under older secret keys, to find what was taken in under them."""
    return installation_key.marks("|".join(map(str, facts)), purpose=PURPOSE)
