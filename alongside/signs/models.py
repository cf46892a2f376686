"""Places of spread and signs: what clinical sources say, and beside it what patients told us."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock

from alongside.core import json_ld
from alongside.core.documents import Document
from alongside.core.freshness import Freshness
from alongside.core.models import NOT_YET_CHECKED, ReviewedPage, SitePage, Source
from alongside.core.terms import mark_terms, words_to_mark

from .body_map import body_map
from .call_now import CallNow
from .codes import check_codes, counted_under_each, free_code, merged
from .interlock import emergency_of
from .patients import NOT_YET_COLLECTED, Voice, voice_of_place, voice_of_sign
from .releases import PublishedQuote, current_release, quotes_by_code
from .told_data import noticed_data

CALL_NOW = "carries the fixed “call now” block"


class Urgency(models.TextChoices):
    EMERGENCY = "emergency-now", "Emergency: act now"
    SAME_DAY = "same-day", "Ring the same day"
    TWO_WEEKS = "within-2-weeks", "Get it checked within two weeks"
    NEXT_APPOINTMENT = "next-appointment", "Say it at your next appointment"


URGENCY_ORDER = {urgency: place for place, urgency in enumerate(Urgency.values)}


def _by_urgency(signs: Iterable["SignPage"]) -> list["SignPage"]:
    return sorted(
        (sign for sign in signs if sign.is_findable),
        key=lambda sign: (URGENCY_ORDER[sign.urgency], sign.path),
    )


def _clinical_basis(count: int, general_knowledge: bool) -> str:
    """The words that say what a page rests on that has `count` sources."""
    if not count:
        return "General knowledge, not yet sourced."
    named = f"From {count} named clinical source{'s' if count != 1 else ''}"
    if general_knowledge:
        return f"{named}; part of it is general knowledge, not yet sourced."
    return f"{named}."


class SignsPage(SitePage):
    """All places of spread, and the emergencies first."""

    introduction = models.TextField(blank=True)
    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = [
        *("signs.PlacePage", "signs.BeingHeardPage", "signs.MethodPage"),
        "pages.PlainPage",  # the words around the form at /signs/share/
    ]
    max_count = 1

    def places(self) -> list["PlacePage"]:
        return list(PlacePage.objects.child_of(self).live().public().order_by("path"))

    def emergencies(self) -> list["SignPage"]:
        signs = SignPage.objects.descendant_of(self).live().public()
        return _by_urgency(signs.filter(urgency=Urgency.EMERGENCY).prefetch_related("reviews"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        places = self.places()
        return {
            **super().get_context(request, *args, **kwargs),
            "places": places,
            "body_map": body_map(places),
            "emergencies": self.emergencies(),
            "more": self.more(),
            "release": current_release(),
            "not_yet_collected": NOT_YET_COLLECTED,
        }

    def more(self) -> list[Page]:
        """The live pages under this one that are no places."""
        return list(self.get_children().live().public().not_type(PlacePage))

    def file_paths(self) -> list[str]:
        return [reverse("signs-card"), reverse("signs-feed")]

    def document(self) -> Document:
        return Document(
            self.brief_id or "p-signs",
            "page",
            self.url,
            self.title,
            self.introduction,
            self.asked_lines,
        )


class PlacePage(CallNow, SitePage):
    """One place of spread and its signs."""

    introduction = models.TextField(blank=True)
    sources = StreamField([("source", SnippetChooserBlock("core.Source"))], blank=True)
    general_knowledge = models.BooleanField(
        "part of it is general knowledge, not yet sourced", default=False
    )
    call_now = models.BooleanField(CALL_NOW, default=False)
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("call_now"),
        FieldPanel("sources"),
        FieldPanel("general_knowledge"),
        FieldPanel("asked"),
    ]
    settings_panels = [FieldPanel("brief_id"), *Page.settings_panels]
    parent_page_types = ["signs.SignsPage"]
    subpage_types = ["signs.SignPage"]
    own_word_fields = ("introduction",)

    @property
    def source_list(self) -> list[Source]:
        return [block.value for block in self.sources if block.value]

    @property
    def label(self) -> str:
        """The provenance label of the introduction. Each sign has its own."""
        return f"{_clinical_basis(len(self.source_list), self.general_knowledge)} {NOT_YET_CHECKED}"

    def structured_data(self) -> dict[str, Any]:
        return json_ld.labelled_page(self, summary=self.introduction, sources=self.source_list)

    def signs(self) -> list["SignPage"]:
        return _by_urgency(
            SignPage.objects.child_of(self).live().public().prefetch_related("reviews")
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        signs = self.signs()
        voice = voice_of_place(self.slug, [sign.code for sign in signs])
        emergencies = [sign.title for sign in signs if sign.is_emergency]
        return {
            **super().get_context(request, *args, **kwargs),
            **voice.context(),
            "signs": signs,
            "call_now": self.call_now_blocks(*emergencies, voice.words),
            "body_map": body_map(
                PlacePage.objects.sibling_of(self).live().public(), here=self.slug
            ),
        }

    def document(self) -> Document:
        return Document(
            self.brief_id or f"place-{self.slug}",
            "page",
            self.url,
            self.title,
            self.introduction,
            self.asked_lines,
        )


class SignPage(CallNow, ReviewedPage):
    """One sign: what to look for and whom to ring. It never says what a person has."""

    urgency = models.CharField(max_length=20, choices=Urgency.choices)
    action = models.TextField("what to do")
    urgency_reason = models.TextField("how soon, and why")
    description = models.TextField("what it is like")
    also_common = models.TextField("harmless causes that are also common", blank=True)
    clinical_term = models.CharField(max_length=255, blank=True)
    lay_terms = models.TextField(
        "words people use", blank=True, help_text="One a line. Shown, and used by search."
    )
    sources = StreamField([("source", SnippetChooserBlock("core.Source"))], blank=True)
    general_knowledge = models.BooleanField(
        "part of it is general knowledge, not yet sourced", default=False
    )
    call_now = models.BooleanField(CALL_NOW, default=False)
    hpo_id = models.CharField(
        "HPO number",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^HP:\d{7}\Z", "It looks like HP:0002653.")],
        help_text="Human Phenotype Ontology, for example HP:0002653.",
    )
    pro_ctcae = models.CharField(
        "PRO-CTCAE item", max_length=120, blank=True, help_text="Its symptom term, in their words."
    )
    terms_source = models.URLField(
        "where you read these", blank=True, help_text="The page on which the number or item stands."
    )
    merged_into = models.CharField(
        "is now part of",
        max_length=60,
        blank=True,
        help_text="Id of another sign. Whoever told us of this one is counted there.",
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("urgency"),
        FieldPanel("call_now"),
        FieldPanel("action"),
        FieldPanel("urgency_reason"),
        FieldPanel("description"),
        FieldPanel("also_common"),
        FieldPanel("clinical_term"),
        FieldPanel("lay_terms"),
        FieldPanel("sources"),
        FieldPanel("general_knowledge"),
        FieldPanel("asked"),
        MultiFieldPanel(
            [
                *(FieldPanel(name) for name in ("hpo_id", "pro_ctcae", "terms_source")),
                FieldPanel("merged_into", read_only=True),  # its circles: signs.actions.merge_sign
            ],
            heading="Catalogue",
        ),
    ]
    settings_panels = [*ReviewedPage.review_panels, FieldPanel("brief_id"), *Page.settings_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("description"),
        index.SearchField("lay_terms"),
        index.SearchField("clinical_term"),
    ]
    parent_page_types = ["signs.PlacePage"]
    subpage_types: list[str] = []
    document_kind = "sign"
    exclude_fields_in_copy = ["brief_id"]
    own_word_fields = (
        *("action", "urgency_reason", "description", "also_common", "clinical_term", "lay_terms"),
    )
    quotes: list[PublishedQuote] | None = None
    unread_fields = SitePage.unread_fields | {"lay_terms", "hpo_id", "pro_ctcae", "merged_into"}
    """What people say is theirs: nobody is asked about their words."""

    def clean(self) -> None:
        self.brief_id = self.brief_id or free_code(self)
        super().clean()
        check_codes(self)

    def minimal_clean(self) -> None:
        super().minimal_clean()
        self.brief_id = self.brief_id or free_code(self)

    @property
    def code(self) -> str:
        """Its name in the catalogue, in what people tell us and in every release. It never changes."""
        return self.brief_id or f"s-{self.slug}"

    @property
    def is_findable(self) -> bool:
        return not self.merged_into and super().is_findable

    @property
    def is_emergency(self) -> bool:
        return self.urgency == Urgency.EMERGENCY

    @property
    def lay_term_lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.lay_terms.splitlines() if line.strip())

    @property
    def source_list(self) -> list[Source]:
        return [block.value for block in self.sources if block.value]

    @property
    def hpo_address(self) -> str:
        return f"https://hpo.jax.org/browse/term/{self.hpo_id}" if self.hpo_id else ""

    @property
    def basis_label(self) -> str:
        return _clinical_basis(len(self.source_list), self.general_knowledge)

    @cached_property
    def voice(self) -> Voice:
        return voice_of_sign(self.code, self.get_parent().slug)

    @property
    def words_of_patients(self) -> str:
        """All quotes on this page, for search. `read_together` reads those of many pages at once."""
        quotes = self.quotes if self.quotes is not None else self.voice.quotes
        return " ".join(quote.words for quote in quotes)

    @classmethod
    def read_together(cls, pages: Iterable["SignPage"]) -> None:
        by_code, under = quotes_by_code(), counted_under_each()
        for page in pages:
            codes = (page.code, *under.get(page.code, ()))
            page.quotes = [quote for code in codes for quote in by_code.get(code, ())]

    def structured_data(self) -> dict[str, Any]:
        """A page about one sign: what it is like and what to do, never what a person has."""
        sign = {
            "@type": "MedicalSignOrSymptom",
            "name": self.title,
            "alternateName": list(self.lay_term_lines),
        }
        summary = f"{self.action} {self.description}" if self.is_emergency else self.description
        return self.reviewed_data(summary=summary, sources=self.source_list, about=[sign])

    def linked_data(self) -> list[dict[str, Any]]:
        """The page and the way to it; what patients said is a thing of its own."""
        things = super().linked_data()
        told = noticed_data(self, self.voice)
        return [*things, told] if told and self.freshness is not Freshness.WITHDRAWN else things

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        place = self.get_parent().specific
        own = emergency_of(self.code)
        own = own if own and own.do == self.action else None
        return {
            **super().get_context(request, *args, **kwargs),
            **self.voice.context(),
            "place": place,
            "own_emergency": own,
            "call_now": self.call_now_blocks(self.voice.words, leave_out=own),
            **self.marked(),
            "neighbours": [sign for sign in place.signs() if sign.pk != self.pk],
            "part_of": self.part_of(),
        }

    def marked(self) -> dict[str, Any]:
        """The clinical words with the words of the glossary marked, and these. What to do has no marks."""
        texts = [escape(text) for text in (self.description, self.also_common, self.clinical_term)]
        html, terms = mark_terms(texts, words_to_mark())
        return dict(zip(("description", "also_common", "clinical_term"), html, strict=True)) | {
            "terms": terms
        }

    def part_of(self) -> "SignPage | None":
        """The live sign that this one was merged into."""
        if not self.merged_into:
            return None
        signs = SignPage.objects.live().public()
        return signs.filter(brief_id=merged().get(self.code, self.merged_into)).first()

    def document(self) -> Document:
        parts = (self.clinical_term, self.description, self.urgency_reason, self.also_common)
        return Document(
            id=self.code,
            kind="sign",
            url=self.url,
            title=self.title,
            one_sentence=f"{self.get_urgency_display()}. {self.description}",
            asked=self.asked_lines,
            lay_terms=self.lay_term_lines,
            body=" ".join((*parts, self.words_of_patients)).strip(),
            what_to_do_now=self.action if self.is_emergency else "",
        )


# Models: they are found here.
from .heard_pages import BeingHeardPage, MethodPage  # noqa: E402, F401
from .releases import Release  # noqa: E402, F401
