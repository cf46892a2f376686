"""Questions and answers, and the words in clinic letters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock

from alongside.core import json_ld
from alongside.core.blocks import (
    FactBlock,
    NationBlock,
    RedFlagBlock,
    StatementBlock,
    numbers_of_facts,
)
from alongside.core.documents import Document
from alongside.core.freshness import Freshness
from alongside.core.models import ReviewedPage, SitePage, Source
from alongside.core.rich_text import to_html
from alongside.core.terms import mark_terms


class AnswerGroup(models.Model):
    """A heading under which questions stand, in the founders' order."""

    key = models.SlugField("short name", unique=True)
    name = models.CharField(max_length=80)
    sort_order = models.PositiveSmallIntegerField("place in the list", default=0)

    panels = [FieldPanel("name"), FieldPanel("sort_order"), FieldPanel("key")]

    class Meta:
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class AnswersPage(SitePage):
    """All questions, by group."""

    introduction = models.TextField(blank=True)
    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["answers.AnswerPage"]
    max_count = 1

    def answers(self) -> Iterable["AnswerPage"]:
        """Live answers that are not out of date, with group and reviews, in order."""
        pages = (
            AnswerPage.objects.child_of(self)
            .live()
            .public()
            .select_related("group")
            .prefetch_related("reviews")
            .order_by("path")
        )
        return (page for page in pages if page.is_findable)

    def groups(self) -> list[tuple[AnswerGroup, list["AnswerPage"]]]:
        """Groups that have answers, each with its answers."""
        grouped: dict[AnswerGroup, list[AnswerPage]] = defaultdict(list)
        for page in self.answers():
            grouped[page.group].append(page)
        return sorted(grouped.items(), key=lambda item: (item[0].sort_order, item[0].name))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "groups": self.groups()}

    def document(self) -> Document:
        return Document(
            self.brief_id or "p-answers",
            "page",
            self.url,
            self.title,
            self.introduction,
            self.asked_lines,
        )


@dataclass(frozen=True)
class Basis:
    """What a statement rests on, as the reader sees it: numbers of sources on this page."""

    numbers: tuple[int, ...]
    general_knowledge: bool
    about_this_site: bool = False

    @property
    def is_unsourced(self) -> bool:
        return not self.numbers and not self.about_this_site

    @property
    def words(self) -> str:
        """The basis where there are no links, as on paper: `[1, 2] (general knowledge, …)`."""
        if self.about_this_site:
            return "(about this site)"
        if not self.numbers:
            return "(general knowledge, not yet sourced)"
        numbers = f"[{', '.join(map(str, self.numbers))}]"
        partly = " (part of it is general knowledge, not yet sourced)"
        return numbers + (partly if self.general_knowledge else "")


class AnswerPage(ReviewedPage):
    """One question, answered in a sentence, in a minute and in full, each fact with its basis."""

    group = models.ForeignKey(AnswerGroup, on_delete=models.PROTECT, related_name="+")
    sentence = models.TextField("in one sentence")
    sentence_rests_on = models.CharField(
        "the sentence rests on facts", max_length=60, help_text="Numbers of facts below, like 1, 3."
    )
    minute = StreamField([("statement", StatementBlock())], verbose_name="in one minute")
    facts = StreamField([("fact", FactBlock())], verbose_name="in full")
    numbers = StreamField(
        [("fact", FactBlock())],
        blank=True,
        verbose_name="figures about how long people live",
        help_text="Shown only to a reader who asks for numbers; never in search, previews or feeds.",
    )
    red_flags = StreamField([("red_flag", RedFlagBlock())], blank=True, verbose_name="red flags")
    nations = StreamField([("nation", NationBlock())], blank=True, verbose_name="nations of the UK")
    related = StreamField(
        [("page", PageChooserBlock(page_type=["answers.AnswerPage", "signs.SignPage"]))],
        blank=True,
        verbose_name="related questions",
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("group"),
        FieldPanel("red_flags"),
        MultiFieldPanel(
            [FieldPanel("sentence"), FieldPanel("sentence_rests_on")], heading="In one sentence"
        ),
        FieldPanel("minute"),
        FieldPanel("facts"),
        FieldPanel("nations"),
        FieldPanel("numbers"),
        FieldPanel("related"),
        FieldPanel("asked"),
    ]
    settings_panels = [*ReviewedPage.review_panels, FieldPanel("brief_id"), *Page.settings_panels]
    search_fields = [*Page.search_fields, index.SearchField("sentence"), index.SearchField("asked")]
    parent_page_types = ["answers.AnswersPage"]
    subpage_types: list[str] = []
    document_kind = "answer"

    def file_paths(self) -> list[str]:
        if self.freshness is Freshness.WITHDRAWN:
            return []
        return [reverse("leaflet", args=[self.slug])]

    unread_fields = SitePage.unread_fields | {"sentence_rests_on"}

    def clean(self) -> None:
        super().clean()
        if self.is_unfinished:
            return
        errors: dict[str, list[str]] = defaultdict(list)
        claims = [("sentence_rests_on", self.sentence_rests_on)]
        claims += [("minute", block.value["rests_on"]) for block in self.minute]
        for field, text in claims:
            try:
                highest = max(numbers_of_facts(text or ""))
            except ValidationError as error:
                errors[field] += error.messages
            else:
                if highest > len(self.facts):
                    errors[field].append(f"There is no fact {highest} in “In full”.")
        if errors:
            raise ValidationError(dict(errors))

    @cached_property
    def sources(self) -> list[Source]:
        """The sources of all facts, each once, in the order in which the reader meets them."""
        found: dict[int, Source] = {}
        for block in [*self.facts, *self.nations, *self.numbers]:
            for source in block.value["sources"]:
                if source:
                    found.setdefault(source.pk, source)
        return list(found.values())

    def _basis(self, blocks: Iterable[Any]) -> Basis:
        places = {source.pk: i for i, source in enumerate(self.sources, 1)}
        values = [block.value for block in blocks]
        numbers = {places[s.pk] for value in values for s in value["sources"] if s}
        return Basis(
            tuple(sorted(numbers)),
            any(v.get("general_knowledge") or v.is_unsourced for v in values),
            bool(values) and all(v.get("about_this_site") for v in values),
        )

    def _basis_of_facts(self, rests_on: str) -> Basis:
        facts = list(self.facts)
        try:
            numbers = numbers_of_facts(rests_on or "")
        except ValidationError:  # the preview of a draft that is not finished
            numbers = ()
        return self._basis(facts[n - 1] for n in numbers if n <= len(facts))

    @cached_property
    def sentence_basis(self) -> Basis:
        return self._basis_of_facts(self.sentence_rests_on)

    @cached_property
    def minute_with_basis(self) -> list[tuple[Any, Basis]]:
        return [(b.value["text"], self._basis_of_facts(b.value["rests_on"])) for b in self.minute]

    @cached_property
    def facts_with_basis(self) -> list[tuple[Any, Basis]]:
        return [(b.value["text"], self._basis([b])) for b in self.facts]

    @cached_property
    def numbers_with_basis(self) -> list[tuple[Any, Basis]]:
        return [(b.value["text"], self._basis([b])) for b in self.numbers]

    @cached_property
    def nations_with_basis(self) -> list[tuple[str, Any, Basis]]:
        where = dict(NationBlock().child_blocks["where"].field.choices)
        return [(where[b.value["where"]], b.value["note"], self._basis([b])) for b in self.nations]

    @property
    def basis_label(self) -> str:
        """One line on what the page rests on, for print, feeds and JSON-LD."""
        unsourced = any(basis.general_knowledge for _, basis in self.facts_with_basis)
        count = len(self.sources)
        named = f"{count} named source{'s' if count != 1 else ''}" if count else ""
        if named and unsourced:
            return f"From {named}; part of it is general knowledge, not yet sourced."
        return f"From {named}." if named else "General knowledge, not yet sourced."

    def reading(self, *, with_marks: bool = True) -> dict[str, Any]:
        """The words of this answer as HTML with their basis, and the glossary words in them.

        Costs the same number of queries however many facts there are. Figures about how long
        people live are never marked.
        """
        where = dict(NationBlock().child_blocks["where"].field.choices)
        minute, facts, nations, numbers = (
            list(blocks) for blocks in (self.minute, self.facts, self.nations, self.numbers)
        )
        parts = [b.value["text"] for b in (*minute, *facts)] + [b.value["note"] for b in nations]
        html = to_html([*parts, *(b.value["text"] for b in numbers)])
        words = words_to_mark() if with_marks else []
        marked, terms = mark_terms(html[: len(parts)], words)
        texts = iter([*marked, *html[len(parts) :]])
        return {
            "minute": [(next(texts), self._basis_of_facts(b.value["rests_on"])) for b in minute],
            "facts": [(next(texts), self._basis([b])) for b in facts],
            "nations": [(where[b.value["where"]], next(texts), self._basis([b])) for b in nations],
            "numbers": [(next(texts), self._basis([b])) for b in numbers],
            "terms": terms,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            **self.reading(),
            "sources": self.sources,
            "sentence_basis": self.sentence_basis,
        }

    def structured_data(self) -> dict[str, Any]:
        """A page with one question and its answer. The figures in `numbers` are left out."""
        data = self.reviewed_data(summary=self.sentence, sources=self.sources)
        if "creditText" not in data:
            return data
        minute = [strip_tags(html) for html in to_html([b.value["text"] for b in self.minute])]
        answer = {
            "@type": "Answer",
            "text": " ".join([self.sentence, *map(unescape, minute), self.label]),
            "creditText": self.label,
            "url": data["url"],
        }
        question = {
            "@type": "Question",
            "name": self.title,
            "inLanguage": "en-GB",
            "acceptedAnswer": answer,
        }
        return data | {"@type": ["MedicalWebPage", "FAQPage"], "mainEntity": [question]}

    def related_pages(self) -> list[Page]:
        return [b.value for b in self.related if b.value and b.value.live]

    def document(self) -> Document:
        # Raw, because search reads all answers at once: no source and no link is looked up.
        texts = [b["value"]["text"] for b in (*self.minute.raw_data, *self.facts.raw_data)]
        texts += [f"{b['value']['do']} {b['value']['when']}" for b in self.red_flags.raw_data]
        texts += [b["value"]["note"] for b in self.nations.raw_data]
        return Document(
            id=self.brief_id or f"a-{self.slug}",
            kind="answer",
            url=self.url,
            title=self.title,
            one_sentence=self.sentence,
            asked=self.asked_lines,
            body=" ".join(unescape(strip_tags(text)) for text in texts),
        )


class GlossaryPage(SitePage):
    """A–Z of the words and abbreviations in clinic letters."""

    introduction = models.TextField(blank=True)
    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["answers.WordPage"]
    max_count = 1

    def words(self) -> list["WordPage"]:
        pages = WordPage.objects.child_of(self).live().public().prefetch_related("reviews")
        return sorted(
            (page for page in pages if page.is_findable), key=lambda page: page.title.casefold()
        )

    def letters(self) -> list[tuple[str, list["WordPage"]]]:
        """Words by first letter, A to Z."""
        letters: dict[str, list[WordPage]] = defaultdict(list)
        for word in self.words():
            letters[word.title[0].upper()].append(word)
        return sorted(letters.items())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "letters": self.letters()}

    def document(self) -> Document:
        return Document(
            self.brief_id or "p-words",
            "page",
            self.url,
            self.title,
            self.introduction,
            self.asked_lines,
        )


class WordPage(ReviewedPage):
    """One word, what else people write for it, and what else the same letters can mean."""

    class Category(models.TextChoices):
        DIAGNOSIS = "diagnosis", "Diagnosis"
        PATHOLOGY = "pathology", "Lab report"
        SCAN = "scan-report", "Scan report"
        TEST = "test", "Test"
        TREATMENT = "treatment", "Treatment"
        PROCEDURE = "procedure", "Procedure"
        SIDE_EFFECT = "side-effect", "Side effect"
        SYMPTOM = "symptom", "Symptom"
        EMERGENCY = "emergency", "Emergency"
        AIM = "aim", "Aim of treatment"
        TEAM = "team", "People and teams"
        PLANNING = "planning", "Planning ahead"
        RESEARCH = "research", "Research"
        MONEY = "money", "Money"
        ABBREVIATION = "abbreviation", "Abbreviation"

    meaning = models.TextField(help_text="At most 35 words.")
    category = models.CharField(max_length=20, choices=Category.choices)
    variants = models.TextField(
        blank=True, help_text="Other ways it is written, one a line: abbreviations, brand names."
    )
    other_senses = models.TextField(
        "double meanings", blank=True, help_text="What else the same letters can mean, one a line."
    )
    sources = StreamField(
        [("source", SnippetChooserBlock("core.Source"))],
        blank=True,
        help_text="Without a source the page says “general knowledge, not yet sourced”.",
    )
    mark_in_answers = models.BooleanField(
        default=True, help_text="Its first use on an answer opens the meaning."
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("meaning"),
        FieldPanel("category"),
        FieldPanel("variants"),
        FieldPanel("other_senses"),
        FieldPanel("sources"),
        FieldPanel("mark_in_answers"),
        FieldPanel("asked"),
    ]
    settings_panels = [*ReviewedPage.review_panels, FieldPanel("brief_id"), *Page.settings_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("variants"),
        index.SearchField("meaning"),
    ]
    parent_page_types = ["answers.GlossaryPage"]
    subpage_types: list[str] = []
    document_kind = "word"
    unread_fields = SitePage.unread_fields | {"variants"}

    @property
    def variant_lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.variants.splitlines() if line.strip())

    @property
    def other_sense_lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.other_senses.splitlines() if line.strip())

    @property
    def source_list(self) -> list[Source]:
        return [block.value for block in self.sources if block.value]

    @property
    def basis_label(self) -> str:
        if self.source_list:
            return "From " + "; ".join(str(source) for source in self.source_list) + "."
        return "General knowledge, not yet sourced."

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"sources": self.source_list}

    def structured_data(self) -> dict[str, Any]:
        """A page about one word of the glossary."""
        data = self.reviewed_data(summary=self.meaning, sources=self.source_list)
        if "creditText" not in data:
            return data
        term = {
            "@type": "DefinedTerm",
            "name": self.title,
            "alternateName": list(self.variant_lines),
            "description": f"{self.meaning} {self.label}",
            "inDefinedTermSet": json_ld.address_of(self.get_parent()),
        }
        return data | {"mainEntity": term}

    def same_letters(self) -> list["WordPage"]:
        """Other words that share a spelling with this one: the reader must look at the sentence."""
        mine = {spelling.casefold() for spelling in (self.title, *self.variant_lines)}
        others = WordPage.objects.live().exclude(pk=self.pk)
        same = [
            pk
            for pk, title, variants in others.values_list("pk", "title", "variants")
            if mine & {line.strip().casefold() for line in (title, *variants.splitlines())}
        ]
        return list(others.filter(pk__in=same).order_by("title")) if same else []

    def document(self) -> Document:
        return Document(
            id=self.brief_id or f"w-{self.slug}",
            kind="word",
            url=self.url,
            title=self.title,
            one_sentence=self.meaning,
            asked=self.asked_lines,
            lay_terms=self.variant_lines,
            body=" ".join(self.other_sense_lines),
        )


def words_to_mark() -> list[WordPage]:
    """Words whose meaning a reader may open. Three queries."""
    words = WordPage.objects.live().public().filter(mark_in_answers=True)
    return [word for word in words.prefetch_related("reviews") if word.is_findable]
