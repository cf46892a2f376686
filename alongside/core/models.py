"""What every room stands on: the edition, sources, reviews, the base of every page."""

import datetime
from collections.abc import Iterable
from itertools import chain, count
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page, Revision, RevisionMixin
from wagtail.search import index

from . import json_ld
from .documents import Document
from .forms import SitePageForm
from .freshness import Freshness, add_months, freshness
from .mail.models import OutboxMessage, Suppression  # noqa: F401  (models: they are found here)
from .panels import QuestionsPanel, ReadingPanel
from .publishing import Published
from .review import ReviewTask, follow, is_settled  # noqa: F401  (a model: it is found here)

NOT_YET_CHECKED = "Not yet checked by a clinician."


class Edition(models.Model):
    """One row. Read and raised by `core.edition` only."""

    number = models.PositiveBigIntegerField(default=1)
    withdrawn = models.PositiveBigIntegerField(
        default=0, help_text="The last that took words away."
    )
    day = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="edition_is_one_row")]

    def __str__(self) -> str:
        return f"Edition {self.number}"


class Source(index.Indexed, RevisionMixin, models.Model):
    """A page or paper that facts rest on. `read_on` is when somebody of us read a copy of it."""

    key = models.SlugField(
        "short name",
        unique=True,
        max_length=80,
        blank=True,
        help_text="Used in the content pack. Never changes. Left empty, it is made from the title.",
    )
    organisation = models.CharField(max_length=160)
    title = models.CharField(max_length=255)
    url = models.URLField("address", max_length=500, blank=True)
    read_on = models.DateField("date read", help_text="Shown as month and year.")
    recheck_on = models.DateField("re-check on", null=True, blank=True)
    note = models.CharField(
        "note for editors", max_length=500, blank=True, help_text="Not shown to readers."
    )

    panels = [
        FieldPanel(name)
        for name in ("organisation", "title", "url", "read_on", "recheck_on", "note", "key")
    ]
    search_fields = [
        index.SearchField("organisation"),
        index.SearchField("title"),
        index.SearchField("key"),
        index.AutocompleteField("organisation"),
        index.AutocompleteField("title"),
        index.FilterField("recheck_on"),
    ]

    class Meta:
        ordering = ["organisation", "title"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.title}"

    def clean(self) -> None:
        super().clean()
        self.key = self.key or self._free_key()

    def _free_key(self) -> str:
        """A short name that no other source has."""
        stem = slugify(f"{self.organisation} {self.title}")[:70].strip("-") or "source"
        taken = set(Source.objects.filter(key__startswith=stem).values_list("key", flat=True))
        names = chain([stem], (f"{stem}-{number}" for number in count(2)))
        return next(name for name in names if name not in taken)


class Review(models.Model):
    """A named person, who wrote none of it, checked exactly this revision of a page.

    Written by `core.actions.record_review` alone. A page is shown as checked only while the
    revision that is live is the one that was checked: see `ReviewedPage.review`.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reviews")
    revision = models.ForeignKey(
        Revision,
        on_delete=models.CASCADE,
        related_name="reviews",
        help_text="The same words can be checked again a year later.",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    shown_name = models.CharField(max_length=120)
    shown_role = models.CharField(max_length=120)
    reviewed_on = models.DateField(default=timezone.localdate)
    next_review_on = models.DateField()

    class Meta:
        ordering = ["-reviewed_on", "-pk"]

    def __str__(self) -> str:
        return f"Review {self.pk} of page {self.page_id}"


class SitePage(Published, Page):
    """The base of every public page: an id of the brief, and the ways people type it."""

    brief_id = models.CharField(
        "id",
        max_length=60,
        blank=True,
        db_index=True,
        help_text="The name by which the content pack and the search address know this page.",
    )
    asked = models.TextField(
        "ways people type it",
        blank=True,
        help_text="One a line, as people really type it: short, misspelt, in their own words. "
        "Used by search; never shown.",
    )
    document_kind: ClassVar[str] = "page"
    unread_fields: ClassVar[frozenset[str]] = frozenset({"brief_id", "asked", "for_editors"})
    """Fields that are no text for readers: neither the word list nor the reading age looks there."""

    is_unfinished = False
    """Set by the editor's form while it saves a draft: half a fact may be saved, never published."""

    base_form_class = SitePageForm
    content_panels = [
        QuestionsPanel(heading="Please look at these words"),
        *Page.content_panels,
        ReadingPanel(heading="How it reads"),
    ]

    class Meta:
        abstract = True

    @transaction.atomic
    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Save the words as a revision; one that somebody relied on is never written over."""
        if overwrite_revision and is_settled(self, overwrite_revision):
            overwrite_revision = None
        revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
        follow(self, revision)
        return revision

    @property
    def asked_lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.asked.splitlines() if line.strip())

    @property
    def is_findable(self) -> bool:
        return True

    def file_paths(self) -> list[str]:
        """Paths of the files that belong to this page and are published with it."""
        return []

    @classmethod
    def read_together(cls, pages: Iterable[Any]) -> None:
        """Read what the documents of all these pages of this type need: one query, not one each."""

    def document(self) -> Document | None:
        """What search knows of this page, or None if search must not find it."""
        return None

    def structured_data(self) -> dict[str, Any]:
        """What machines read about this page (schema.org)."""
        return json_ld.web_page(self, summary=self.search_description)

    def linked_data(self) -> list[dict[str, Any]]:
        """All that machines read on this page: itself, and the way to it."""
        return [self.structured_data(), json_ld.breadcrumbs(self)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "json_ld": json_ld.as_script(self.linked_data())}


class ReviewedPage(SitePage):
    """A page with health statements: it says who checked it, and goes out of date."""

    next_review_on = models.DateField(
        "next review",
        null=True,
        blank=True,
        help_text="On the editors' list 30 days before; an amber banner after; withdrawn a year after.",
    )
    review_every_months = models.PositiveSmallIntegerField(
        "review every … months",
        default=12,
        help_text="When somebody approves the page, the next review is set this many months later.",
    )
    for_editors = models.TextField(
        "note for editors", blank=True, help_text="What is unsure. Never shown to readers."
    )

    review_panels = [
        MultiFieldPanel(
            [
                FieldPanel("next_review_on"),
                FieldPanel("review_every_months"),
                FieldPanel("for_editors"),
            ],
            heading="Review",
        )
    ]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.next_review_on is None:
            self.next_review_on = add_months(timezone.localdate(), self.review_every_months)
        super().save(*args, **kwargs)

    @cached_property
    def last_review(self) -> Review | None:
        """The newest review of these words or of older ones: not of words that are yet to go live."""
        if not self.pk:  # a preview may not be saved yet
            return None
        live = self.live_revision_id
        return next((r for r in self.reviews.all() if not live or r.revision_id <= live), None)

    @property
    def review(self) -> Review | None:
        """The review of the words that are live now, if they were reviewed."""
        review = self.last_review
        return review if review and review.revision_id == self.live_revision_id else None

    @property
    def due_on(self) -> datetime.date | None:
        return self.review.next_review_on if self.review else self.next_review_on

    @property
    def freshness(self) -> Freshness:
        return freshness(due_on=self.due_on, today=timezone.localdate())

    @property
    def is_findable(self) -> bool:
        return self.freshness.is_findable

    @property
    def review_label(self) -> str:
        """The words that say who checked this page. They travel with every copy of it."""
        if self.review:
            return (
                f"Checked by {self.review.shown_name}, {self.review.shown_role}, "
                f"on {self.review.reviewed_on:%-d %B %Y}."
            )
        if self.last_review:
            return (
                "Changed since it was last checked by a clinician "
                f"({self.last_review.reviewed_on:%-d %B %Y}). The change is not yet checked."
            )
        return NOT_YET_CHECKED

    @property
    def freshness_label(self) -> str:
        """The words that say how fresh this page is."""
        if self.due_on is None:
            return ""
        if self.freshness in (Freshness.FRESH, Freshness.DUE):
            return f"Next review: {self.due_on:%-d %B %Y}."
        return f"Its review was due on {self.due_on:%-d %B %Y}: it may be out of date."

    @property
    def basis_label(self) -> str:
        """The words that say what this page rests on. Every kind of page says its own."""
        raise NotImplementedError

    @property
    def label(self) -> str:
        """The provenance label: from what, who checked it, how fresh it is."""
        return " ".join(filter(None, (self.basis_label, self.review_label, self.freshness_label)))

    def reviewed_data(self, **words: Any) -> dict[str, Any]:
        """What machines read about a health page; of a withdrawn one no more than its name."""
        if self.freshness is Freshness.WITHDRAWN:
            return json_ld.web_page(self)
        return json_ld.reviewed_page(self, **words)


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Words and addresses that stand on every page."""

    tagline = models.CharField(
        max_length=160, default="By and for people with secondary breast cancer", blank=True
    )
    written_by = models.CharField(
        "who writes the pages",
        max_length=255,
        default="The first words came with the software, from published sources. "
        "The founders make them their own.",
    )
    contact_email = models.EmailField("address for readers", blank=True)
    security_email = models.EmailField("address for security reports", blank=True)
    exit_url = models.URLField(
        "where “Leave this page” goes",
        default="https://www.bbc.co.uk/weather",
        help_text="Somewhere ordinary that nobody would wonder about.",
    )
    worried_today = RichTextField(
        "if you are worried today",
        features=["bold", "link"],
        default=(
            "<p>If you are worried today: on treatment, ring the 24-hour helpline on your alert card. "
            "In an emergency ring 999. Otherwise ring your breast care nurse, your GP, or 111 "
            "(England, Scotland and Wales). In Northern Ireland ring your GP or GP out-of-hours.</p>"
        ),
    )
    about_the_organisation = RichTextField(
        "about the organisation, at the foot", features=["bold", "link"], blank=True
    )

    class Meta:
        verbose_name = "words on every page"


class PackItem(models.Model):
    """What the content pack last put into a page or source: how we know that an editor changed it."""

    key = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    revision = models.ForeignKey(
        Revision,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The revision that the pack made. Any newer one is an editor's.",
    )

    def __str__(self) -> str:
        return self.key
