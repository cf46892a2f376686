"""Places of spread and signs: what clinical sources say. Patients' own voice comes with a release."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock

from alongside.core import json_ld
from alongside.core.documents import Document
from alongside.core.models import NOT_YET_CHECKED, ReviewedPage, SitePage, Source

NOT_YET_COLLECTED = (
    "Experiences of patients are not yet collected. When they are, they will stand here, "
    "apart from what clinical sources say."
)


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
    subpage_types = ["signs.PlacePage", "signs.BeingHeardPage", "signs.MethodPage"]
    max_count = 1

    def places(self) -> list["PlacePage"]:
        return list(PlacePage.objects.child_of(self).live().public().order_by("path"))

    def emergencies(self) -> list["SignPage"]:
        signs = SignPage.objects.descendant_of(self).live().public()
        return _by_urgency(signs.filter(urgency=Urgency.EMERGENCY).prefetch_related("reviews"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "places": self.places(),
            "emergencies": self.emergencies(),
            "not_yet_collected": NOT_YET_COLLECTED,
        }

    def document(self) -> Document:
        return Document(
            self.brief_id or "p-signs",
            "page",
            self.url,
            self.title,
            self.introduction,
            self.asked_lines,
        )


class PlacePage(SitePage):
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
        return {
            **super().get_context(request, *args, **kwargs),
            "signs": self.signs(),
            "not_yet_collected": NOT_YET_COLLECTED,
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


class SignPage(ReviewedPage):
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
    unread_fields = SitePage.unread_fields | {"lay_terms", "hpo_id", "pro_ctcae", "merged_into"}
    """What people say is theirs: nobody is asked about their words."""

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        super().full_clean(*args, **kwargs)
        self.brief_id = self.brief_id or f"s-{self.slug}"[:60]

    @property
    def code(self) -> str:
        """Its name in the catalogue, in what people tell us and in every release. It never changes."""
        return self.brief_id or f"s-{self.slug}"

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
    def basis_label(self) -> str:
        return _clinical_basis(len(self.source_list), self.general_knowledge)

    def structured_data(self) -> dict[str, Any]:
        """A page about one sign: what it is like and what to do, never what a person has."""
        sign = {
            "@type": "MedicalSignOrSymptom",
            "name": self.title,
            "alternateName": list(self.lay_term_lines),
        }
        summary = f"{self.action} {self.description}" if self.is_emergency else self.description
        return self.reviewed_data(summary=summary, sources=self.source_list, about=[sign])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "place": self.get_parent().specific,
            "not_yet_collected": NOT_YET_COLLECTED,
        }

    def document(self) -> Document:
        return Document(
            id=self.code,
            kind="sign",
            url=self.url,
            title=self.title,
            one_sentence=f"{self.get_urgency_display()}. {self.description}",
            asked=self.asked_lines,
            lay_terms=self.lay_term_lines,
            body=f"{self.clinical_term} {self.description} {self.urgency_reason} {self.also_common}",
            what_to_do_now=self.action if self.is_emergency else "",
        )


# Models: they are found here.
from .heard_pages import BeingHeardPage, MethodPage  # noqa: E402, F401
from .releases import PublishedQuote, Release  # noqa: E402, F401
