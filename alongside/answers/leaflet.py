"""The PDF leaflet of an answer: tagged for screen readers (PDF/UA-1, ISO 14289-1), made by Typst.

The words travel to Typst as JSON, never as Typst source, so nothing in them can be a command.
Figures about how long people live stay on the page, behind the reader's own wish.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from alongside.core.json_ld import address_of
from alongside.core.models import SiteSettings
from alongside.core.typesetting import accessible_pdf

from .models import AnswerPage, Basis

TEMPLATE = Path(__file__).with_suffix(".typ")


@dataclass
class Run:
    """A piece of text with how it looks and the address that it leads to."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""


class _Runs(HTMLParser):
    """Rich text as paragraphs of runs. Only the tags that our editor offers inline are looked at."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[list[Run]] = [[]]
        self._bold = self._italic = 0
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._bold += tag in ("b", "strong")
        self._italic += tag in ("i", "em")
        if tag == "a" and (href := dict(attrs).get("href")):
            self._address = urljoin(settings.WAGTAILADMIN_BASE_URL, href)
        if tag == "p" and self.paragraphs[-1]:
            self.paragraphs.append([])

    def handle_endtag(self, tag: str) -> None:
        self._bold -= tag in ("b", "strong")
        self._italic -= tag in ("i", "em")
        if tag == "a":
            self._address = ""

    def handle_data(self, data: str) -> None:
        run = Run(data, self._bold > 0, self._italic > 0, self._address)
        self.paragraphs[-1].append(run)


def paragraphs_of(html: str) -> list[list[dict[str, Any]]]:
    """Rich text as HTML → its paragraphs, each a list of runs for the template."""
    runs = _Runs()
    runs.feed(html)
    runs.close()
    return [[asdict(run) for run in paragraph] for paragraph in runs.paragraphs if paragraph]


def _runs_of(html: str) -> list[dict[str, Any]]:
    return [run for paragraph in paragraphs_of(html) for run in paragraph]


def _statement(html: str, basis: Basis) -> dict[str, Any]:
    return {"text": _runs_of(html), "basis": basis.words}


def leaflet_data(page: AnswerPage, words: SiteSettings, site: str) -> dict[str, Any]:
    """What the template is given: text only, in the order of the page."""
    reading = page.reading(with_marks=False)
    changed = timezone.localtime(page.last_published_at or timezone.now())
    return {
        "title": page.title,
        "site": site,
        "label": page.label,
        "notice": page.freshness_label if page.freshness.needs_banner else "",
        "address": address_of(page),
        "changed": [changed.year, changed.month, changed.day],
        "written_by": words.written_by,
        "worried": paragraphs_of(expand_db_html(words.worried_today)),
        "sentence": {"text": page.sentence, "basis": page.sentence_basis.words},
        "red_flags": [{"do": b.value["do"], "when": b.value["when"]} for b in page.red_flags],
        "minute": [_statement(html, basis) for html, basis in reading["minute"]],
        "facts": [_statement(html, basis) for html, basis in reading["facts"]],
        "nations": [
            {"where": where, **_statement(html, basis)} for where, html, basis in reading["nations"]
        ],
        "sources": [
            {
                "organisation": source.organisation,
                "title": source.title,
                "url": source.url,
                "read": f"{source.read_on:%B %Y}",
            }
            for source in page.sources
        ],
    }


def make_leaflet(page: AnswerPage, request: HttpRequest) -> bytes:
    """The leaflet of `page` as a PDF. The same words make the same bytes."""
    site = Site.find_for_request(request)
    words = SiteSettings.for_request(request)
    data = leaflet_data(page, words, site.site_name if site else "")
    return compile_leaflet(data)


def compile_leaflet(data: dict[str, Any]) -> bytes:
    """PDF/UA-1 of `data` as made by `leaflet_data`. Raises typst.TypstError if it cannot conform."""
    year, month, day = data["changed"]
    made = datetime(year, month, day, tzinfo=UTC)
    return accessible_pdf(TEMPLATE, data, changed=made)
