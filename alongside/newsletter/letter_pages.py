"""Letters are pages: written and published like any other, kept in the public archive at `/letters/`.

Publishing puts a letter on the website; sending mails the words that are published. So every letter that
goes out can be read on the website first, and the link in it leads somewhere.
"""

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from alongside.core import json_ld
from alongside.core.documents import Document
from alongside.core.models import NOT_YET_CHECKED, SitePage
from alongside.core.panels import QuestionsPanel, ReadingPanel
from alongside.core.publishing import count

from . import letter_checks, rendering
from .letter_blocks import SectionBlock, notes_of
from .letter_content import speaks_of
from .letter_panels import BeforeItGoesOutPanel

ON_ONE_PAGE = 20
OLDER = "older"  # /letters/older/2/


class LettersPage(SitePage):
    """The archive: every letter that was published, the newest first."""

    introduction = models.TextField(blank=True)
    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    settings_panels = [FieldPanel("brief_id"), *Page.settings_panels]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["newsletter.LetterPage"]
    max_count = 1

    def letters(self) -> Any:
        pages = LetterPage.objects.child_of(self).live().public()
        return pages.order_by("-first_published_at", "-pk")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Also `older/2/`: a path, not a query, so that it is answered from memory and exported."""
        if self.live and len(path_components) == 2 and path_components[0] == OLDER:
            return RouteResult(self, kwargs={"number": path_components[1]})
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """number: of the page of the archive, from 2. Raises Http404 if there is no such page."""
        pages, number = Paginator(self.letters(), ON_ONE_PAGE), kwargs.get("number", "1")
        if kwargs and not (number.isdecimal() and 1 < int(number) <= pages.num_pages):
            raise Http404
        context = super().get_context(request, *args, **kwargs)
        return {**context, "shown": pages.page(int(number)), "feed": reverse("letters-feed")}

    def file_paths(self) -> list[str]:
        pages = Paginator(self.letters(), ON_ONE_PAGE).num_pages
        older = [f"{self.url}{OLDER}/{number}/" for number in range(2, pages + 1)]
        return [reverse("letters-feed"), *older]

    def document(self) -> Document:
        return Document(
            self.brief_id or "p-letters",
            "page",
            self.url,
            self.title,
            self.introduction,
            self.asked_lines,
        )


class LetterPage(SitePage):
    """One letter. Its title is the subject of the mail."""

    sentence = models.CharField(
        "first words",
        max_length=140,
        help_text="Mail programs show this line beside the subject.",
    )
    sections = StreamField([("section", SectionBlock())], blank=True)
    is_made_up = models.BooleanField(
        default=False, editable=False, help_text="For demonstration: it is sent to nobody."
    )

    content_panels = [
        QuestionsPanel(heading="Please look at these words"),
        TitleFieldPanel(
            "title", help_text="The subject of the mail, and its title on the website."
        ),
        BeforeItGoesOutPanel(heading="Before it goes out"),
        FieldPanel("sentence"),
        FieldPanel("sections"),
        ReadingPanel(heading="How it reads"),
    ]
    settings_panels = [FieldPanel("brief_id"), *Page.settings_panels]
    search_fields = [*Page.search_fields, index.SearchField("sentence")]
    parent_page_types = ["newsletter.LettersPage"]
    subpage_types: list[str] = []

    preview_modes: ClassVar[list[tuple[str, str]]] = [
        ("", "On the website"),
        ("mail", "As a mail"),
        ("phone", "As a mail on a phone"),
        ("dark", "As a mail in the dark"),
        ("text", "As a mail in plain text"),
    ]

    def clean(self) -> None:
        """Raises ValidationError for what must not go live. What only wants a look is in the panel."""
        super().clean()
        if self.is_unfinished:
            return
        stops = [finding.words for finding in letter_checks.findings(self) if finding.stops]
        if stops:
            raise ValidationError({"sections": stops})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Counted without persons: the published site adds up how often it is asked for."""
        return count(super().serve(request, *args, **kwargs), f"letter:{self.pk}")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The website, or the mail as programs show it; the words are those that are being typed."""
        if not mode_name:
            return super().serve_preview(request, mode_name)
        mail = rendering.preview(self)
        if mode_name == "text":
            words = {"subject": mail.subject, "text": mail.text}
            return render(request, "newsletter/admin/preview_text.html", words)
        html = rendering.forced_dark(mail.html) if mode_name == "dark" else mail.html
        if mode_name == "phone":
            return render(request, "newsletter/admin/preview_phone.html", {"html": html})
        return HttpResponse(html)

    @property
    def written_on(self) -> datetime.date:
        return timezone.localdate(self.first_published_at or timezone.now())

    @property
    def states_facts(self) -> bool:
        kinds = {block.block_type for s in self.sections for block in s.value.get("body") or ()}
        return bool(kinds & {"fact", "answer"})

    @property
    def label(self) -> str:
        """The provenance label. A letter is not kept up to date: it is of its day."""
        day = f"A letter of {self.written_on:%-d %B %Y}: parts of it may be out of date."
        facts = f"Each fact in it says what it rests on. {NOT_YET_CHECKED}"
        return f"{day} {facts}" if self.states_facts else day

    @property
    def speaks_of(self) -> str:
        """Content notes of all its sections, as the archive says them beside its title."""
        notes = notes_of({})
        for section in self.sections:
            notes |= notes_of(section.value)
        return speaks_of(notes)

    def structured_data(self) -> dict[str, Any]:
        """An article (schema.org); the label goes with it (docs/decisions/0005-json-ld.md)."""
        data = json_ld.web_page(self, summary=f"{self.sentence} {self.label}")
        return data | {
            "@type": "Article",
            "headline": self.title,
            "author": data["publisher"],
            "creditText": self.label,
            "about": json_ld.CONDITION,
            "audience": json_ld.AUDIENCE,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "parts_of_letter": [_shown(block.value) for block in self.sections]}

    def document(self) -> Document:
        """No words of its sections: somebody may have asked to be spared them."""
        return Document(
            id=self.brief_id or f"l-{self.slug}",
            kind="page",
            url=self.url,
            title=self.title,
            one_sentence=self.sentence,
            asked=self.asked_lines,
        )


def _shown(section: Any) -> dict[str, Any]:
    """A section as the website shows it: to everybody, with a line before what is hard to read."""
    return {"value": section, "speaks_of": speaks_of(notes_of(section))}
