"""The living book: paper that goes on on the website. Written by `actions.living_book` alone.

Public words, no personal data; the one name here is that of a member of staff who checked a mistake,
as she wants it shown.
"""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alongside.core.models import NOT_YET_CHECKED, Source

from .stock import Printing


class Chapter(models.Model):
    """A chapter of the printed book. Its number stands on paper: it never changes and is never deleted.

    `answers` are the `translation_key`s of pages: no table of this room points to one of the website.
    """

    number = models.PositiveSmallIntegerField(
        unique=True, help_text="As in the printed book; 0 for what stands before chapter 1."
    )
    title = models.CharField(max_length=120)
    answers = models.JSONField(default=list, blank=True)
    retired_on = models.DateField(
        null=True, blank=True, help_text="Since then it is in the book no more. Its page stays."
    )
    is_made_up = models.BooleanField(default=False, editable=False)

    class Meta:
        default_permissions = ()
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Chapter {self.number}: {self.title}"


class ErratumQuerySet(models.QuerySet["Erratum"]):
    def online(self) -> "ErratumQuerySet":
        """Those that everybody reads, with all that is shown of them."""
        shown = self.exclude(online_at=None).select_related("chapter", "source")
        return shown.prefetch_related("printings")


class Erratum(models.Model):
    """A mistake in the book: what it says, what it should say, and who says so (promise 6)."""

    class Basis(models.TextChoices):
        SOURCE = "source", "a named source"
        PATIENTS = "patients", "what patients told us"
        GENERAL = "general", "general knowledge, not yet sourced"
        BOOK = "book", "it is not about health: a misprint, a name, an address"

    feed_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    printings = models.ManyToManyField(Printing, blank=True, related_name="+")
    chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.PROTECT, related_name="errata"
    )
    place = models.CharField("where in the book", max_length=80)
    says = models.TextField("it says", max_length=1_000)
    should_say = models.TextField("it should say", max_length=1_000)
    why = models.TextField("why", max_length=500, blank=True)
    basis = models.CharField("it rests on", max_length=8, choices=Basis)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_on = models.DateField(default=timezone.localdate)
    online_at = models.DateTimeField(null=True, blank=True, help_text="Empty: a draft.")
    changed_at = models.DateTimeField(default=timezone.now)
    withdrawn_on = models.DateField(
        null=True, blank=True, help_text="We were wrong: the book was right."
    )
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        help_text="Who wrote words of it that nobody has checked: they may not check it.",
    )
    checked_on = models.DateField(null=True, blank=True)
    shown_name = models.CharField(max_length=120, blank=True)
    shown_role = models.CharField(max_length=120, blank=True)
    is_made_up = models.BooleanField(default=False, editable=False)

    objects = ErratumQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-noted_on", "-pk"]
        verbose_name_plural = "errata"
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis="source") | Q(source__isnull=False),
                name="erratum_names_its_source",
                violation_error_message="Please choose the source.",
            )
        ]

    def __str__(self) -> str:
        return f"Erratum {self.pk}"

    @property
    def is_about_health(self) -> bool:
        return self.basis != self.Basis.BOOK

    @property
    def basis_label(self) -> str:
        if self.basis == self.Basis.SOURCE:
            return f"From {self.source}."
        return {
            self.Basis.PATIENTS.value: "From what patients told us.",
            self.Basis.GENERAL.value: "General knowledge, not yet sourced.",
        }.get(self.basis, "About the book itself.")

    @property
    def review_label(self) -> str:
        if self.checked_on:
            return (
                f"Checked by {self.shown_name}, {self.shown_role}, on {self.checked_on:%-d %B %Y}."
            )
        return NOT_YET_CHECKED if self.is_about_health else ""

    @property
    def label(self) -> str:
        """What it rests on, who checked it and since when it is known. It travels with the words."""
        made_up = "Made up for demonstration." if self.is_made_up else ""
        noted = f"Noted on {self.noted_on:%-d %B %Y}."
        gone = f"Withdrawn on {self.withdrawn_on:%-d %B %Y}." if self.withdrawn_on else ""
        return " ".join(filter(None, (made_up, self.basis_label, self.review_label, noted, gone)))

    def concerns(self, printing: Printing) -> bool:
        """Whether it is in copies of `printing`. None named: in all that were printed by then."""
        named = [one.pk for one in self.printings.all()]
        return printing.pk in named if named else printing.printed_on <= self.noted_on

    def is_new_since(self, day: date) -> bool:
        return self.noted_on > day
