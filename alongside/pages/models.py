"""Home, plain pages, the "Today was…" door, the menu and the footer."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import DraftStateMixin, Page, RevisionMixin
from wagtail.search import index

from alongside.core import json_ld
from alongside.core.documents import Document
from alongside.core.models import NOT_YET_CHECKED, SitePage

_OUR_PATH_OR_HTTPS = re.compile(r"https://\w|/(?![/\\])")
"""Browsers read two slashes, or a slash and a backslash, as the beginning of another site."""

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "document-link"]


class HomePage(SitePage):
    """The first page: who this is for, and the doors to everything else."""

    introduction = RichTextField(features=["bold", "italic", "link"])
    most_asked = StreamField(
        [("page", blocks.PageChooserBlock(page_type="answers.AnswerPage"))],
        blank=True,
        verbose_name="questions most asked",
    )
    signs_to_know = StreamField(
        [("page", blocks.PageChooserBlock(page_type="signs.SignPage"))],
        blank=True,
        verbose_name="signs to know",
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("most_asked"),
        FieldPanel("signs_to_know"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    def linked_data(self) -> list[dict[str, Any]]:
        """The page, the site and who runs it."""
        name = getattr(self.get_site(), "site_name", "") or self.title
        return [
            self.structured_data(),
            json_ld.website(name, description=self.search_description),
            json_ld.organisation(name),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        days = DayPage.objects.descendant_of(self).live().public().order_by("path")
        return {**super().get_context(request, *args, **kwargs), "days": days}


class PlainPage(SitePage):
    """A page of text and pictures: About, Contact, Privacy and whatever else the founders need."""

    sentence = models.CharField(
        "in one sentence", max_length=255, help_text="For search and previews."
    )
    body = StreamField(
        [
            ("text", blocks.RichTextBlock(features=TEXT_FEATURES)),
            ("picture", ImageBlock()),
            ("quote", blocks.BlockQuoteBlock()),
        ],
        blank=True,
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("sentence"),
        FieldPanel("body"),
        FieldPanel("asked"),
    ]
    settings_panels = [FieldPanel("brief_id"), *Page.settings_panels]
    search_fields = [*Page.search_fields, index.SearchField("sentence"), index.SearchField("body")]
    subpage_types = ["pages.PlainPage"]
    parent_page_types = ["pages.HomePage", "pages.PlainPage", "signs.SignsPage"]

    def document(self) -> Document:
        return Document(
            id=self.brief_id or f"p-{self.slug}",
            kind="page",
            url=self.url,
            title=self.title,
            one_sentence=self.sentence,
            asked=self.asked_lines,
            body=" ".join(" ".join(b.block.get_searchable_content(b.value)) for b in self.body),
        )


class DaysPage(SitePage):
    """The "Today was…" door: what kind of day it is."""

    introduction = models.TextField(blank=True)
    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.DayPage"]
    max_count = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        days = DayPage.objects.child_of(self).live().public().order_by("path")
        return {**super().get_context(request, *args, **kwargs), "days": days}

    def document(self) -> Document:
        return Document(
            "p-today", "page", self.url, self.title, self.introduction, self.asked_lines
        )


class DayPage(SitePage):
    """One kind of day, and what helps on it. Nothing is stored of who came through this door."""

    begins = models.CharField(
        "the title finishes the words",
        max_length=40,
        default="Today was",
        help_text="“Today was” or “Today I am”.",
    )
    sentence = models.CharField("in one sentence", max_length=255)
    body = RichTextField(features=TEXT_FEATURES)
    helps = StreamField(
        [
            (
                "page",
                blocks.PageChooserBlock(
                    page_type=["answers.AnswerPage", "signs.SignPage", "answers.WordPage"]
                ),
            )
        ],
        blank=True,
        verbose_name="what helps that day",
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("begins"),
        FieldPanel("sentence"),
        FieldPanel("body"),
        FieldPanel("helps"),
        FieldPanel("asked"),
    ]
    settings_panels = [FieldPanel("brief_id"), *Page.settings_panels]
    parent_page_types = ["pages.DaysPage"]
    subpage_types: list[str] = []

    @property
    def label(self) -> str:
        """The provenance label. A day page is a gentle way in; the facts stand on other pages."""
        return (
            "General knowledge, not yet sourced; the pages that this one leads to name their "
            f"sources. {NOT_YET_CHECKED}"
        )

    def structured_data(self) -> dict[str, Any]:
        return json_ld.labelled_page(self, summary=self.sentence, sources=[])

    def document(self) -> Document:
        return Document(
            id=self.brief_id or f"d-{self.slug}",
            kind="page",
            url=self.url,
            title=self.title,
            one_sentence=self.sentence,
            asked=self.asked_lines,
        )


class _EntryBlock(blocks.StructBlock):
    """A menu entry: a page of ours, or an address; its own name if the founders want one."""

    page = blocks.PageChooserBlock(required=False)
    address = blocks.CharBlock(
        required=False, max_length=255, help_text="Only if it is not a page of this site: /search/"
    )
    name = blocks.CharBlock(
        required=False, max_length=60, help_text="Empty: the title of the page."
    )
    hidden = blocks.BooleanBlock(required=False, help_text="Stays here, but readers do not see it.")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        problems = {}
        if not value["page"] and not value["address"]:
            problems["page"] = "Choose a page, or write an address below."
        elif not value["page"] and not value["name"]:
            problems["name"] = "An address needs a name that readers can see."
        address = value["address"]
        if address and not _OUR_PATH_OR_HTTPS.match(address):
            problems["address"] = "An address begins with / or https://"
        if problems:
            raise blocks.StructBlockValidationError(
                block_errors={name: ValidationError(text) for name, text in problems.items()}
            )
        return value


class MenuEntryBlock(_EntryBlock):
    """A top entry with the entries under it."""

    under = blocks.ListBlock(
        _EntryBlock(label="Entry", label_format="{name} → {page}{address}", collapsed=True),
        default=[],
        label="Entries under it",
    )

    class Meta:
        icon = "link"
        label = "Menu entry"
        label_format = "{name} → {page}{address}"


class Menu(DraftStateMixin, RevisionMixin, models.Model):
    """The menu at the top, or the footer. Every published change is a revision that can be undone."""

    class Place(models.TextChoices):
        TOP = "top", "Menu at the top"
        FOOTER = "footer", "Footer"

    place = models.CharField(max_length=10, choices=Place.choices, unique=True, editable=False)
    entries = StreamField([("entry", MenuEntryBlock())], blank=True, collapsed=True)

    panels = [FieldPanel("entries")]

    class Meta:
        ordering = ["-place"]

    def __str__(self) -> str:
        return self.get_place_display()
