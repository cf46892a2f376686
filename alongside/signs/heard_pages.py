"""“What it took to be heard”, and how we collate."""

from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.panels import FieldPanel

from alongside.core import json_ld
from alongside.core.documents import Document
from alongside.core.models import SitePage

from . import citing, heard
from .call_now import blocks
from .dataset import dataset
from .figures import Figures, Table
from .methods import METHODS
from .picture import alternative_text
from .releases import Release, current_release, quotes_about

BEING_HEARD = "being-heard"
"""What a quote is about that is about no sign."""
PICTURE_OF_THE_PAGE = "taken_for-all"


class _FiguresPage(SitePage):
    """A page around the current release."""

    introduction = models.TextField(blank=True)
    content_panels = [*SitePage.content_panels, FieldPanel("introduction"), FieldPanel("asked")]
    settings_panels = [FieldPanel("brief_id"), *SitePage.settings_panels]
    parent_page_types = ["signs.SignsPage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        abstract = True

    @cached_property
    def release(self) -> Release | None:
        return current_release()

    @cached_property
    def figures(self) -> Figures:
        return self.release.read() if self.release else Figures(people=None, tables=())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "release": self.release,
            "licence": citing.LICENCE,
            "licence_address": citing.LICENCE_ADDRESS,
            "cite": citing.how_to_cite(self.release) if self.release else "",
        }

    def structured_data(self) -> dict[str, Any]:
        """Whoever takes the summary takes the label with it."""
        if not self.release:
            return json_ld.web_page(self, summary=self.introduction)
        label = self.release.label
        page = json_ld.web_page(self, summary=f"{self.introduction} {label}")
        return page | {"creditText": label}

    def linked_data(self) -> list[dict[str, Any]]:
        """The page, the way to it, and the figures as a data set."""
        things = super().linked_data()
        return [*things, dataset(self.release, self.figures)] if self.release else things

    def document(self) -> Document:
        return Document(
            self.brief_id or f"p-{self.slug}",
            "page",
            self.url,
            self.title,
            self.introduction,
            self.asked_lines,
        )


class BeingHeardPage(_FiguresPage):
    """What it took to be heard: how long, how many visits, what it was first taken for."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        quotes = quotes_about(BEING_HEARD)
        return {
            **super().get_context(request, *args, **kwargs),
            "chapters": heard.chapters(self.figures),
            "quotes": quotes,
            "call_now": blocks(*(quote.words for quote in quotes)),
            "og": self._picture(),
        }

    def _picture(self) -> dict[str, str] | None:
        """What social media show of this page."""
        pictured = heard.tables_with_a_picture(self.figures)
        if not (self.release and pictured):
            return None
        table = self.figures.by_slug(PICTURE_OF_THE_PAGE)
        shown: Table = table if table in pictured and table else pictured[0]
        return {
            "address": citing.full_address(reverse("figures-picture", args=[shown.slug])),
            "words": alternative_text(shown, self.release),
            "label": self.release.label,
        }

    def file_paths(self) -> list[str]:
        """The files, cards and pictures of the current release."""
        if not self.release:
            return []
        cards = heard.tables_with_a_card(self.figures)
        pictures = heard.tables_with_a_picture(self.figures)
        return [
            reverse("figures-json"),
            reverse("figures-csv"),
            *(reverse("figures-card", args=[table.slug]) for table in cards),
            *(reverse("figures-picture", args=[table.slug]) for table in pictures),
        ]


class MethodPage(_FiguresPage):
    """How we collate: who is counted, who is missing, the rules, the releases."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "counted": heard.who_is_counted(self.figures),
            "methods": METHODS,
            "releases": list(Release.objects.defer("figures")),
        }

    def file_paths(self) -> list[str]:
        return [reverse("releases-feed")]
