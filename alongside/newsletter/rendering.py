"""A letter as a mail: subject, HTML and plain text with the same words.

A letter is rendered once for each *combination*: who asked for which parts, and wants to be spared what.
Only `Links` differ from person to person; give `render` a placeholder of the same length in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import or_
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from mjml import mjml2html
from wagtail.models import Site

from alongside.core import json_ld
from alongside.core.mail.writing import one_line, site_name
from alongside.core.models import SiteSettings

from .letter_content import sections_of
from .letter_text import text_of
from .letter_words import plain_text
from .parts import ALL_PARTS, ContentNote, Part

LARGEST = 100_000  # bytes of HTML: Gmail cuts a mail at 102 KB and hides the rest, "leave" included
NOTHING = ContentNote(0)
PLACEHOLDER = f"{'token-of-one-person':-<32}"  # as long as a token (`tokens.LENGTH`)


@dataclass(frozen=True)
class Links:
    """Addresses in the foot. leave, preferences: with the token of one person, or a placeholder."""

    leave: str
    preferences: str
    archive: str


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str

    @property
    def size(self) -> int:
        """Bytes of the HTML, as Gmail counts."""
        return len(self.html.encode())


@dataclass(frozen=True)
class Foot:
    """Who writes, and why she gets it."""

    name: str
    tagline: str
    about: str
    host: str


def render(
    page: Any,
    *,
    parts: Part = ALL_PARTS,
    spared: ContentNote = NOTHING,
    links: Links,
    first_name: str = "",
) -> Rendered:
    """The mail for everybody who asked for these parts and is to be spared this.

    page: a LetterPage, or the object of a frozen revision. first_name: hers, or a placeholder for it;
    it is escaped in the HTML. Nothing is fetched from anywhere.
    """
    every = sections_of(page)
    sections = [section for section in every if section.is_for(parts, spared)]
    subject = one_line(page.title)
    context = {
        "subject": subject,
        "sentence": one_line(page.sentence),
        "greeting": f"Hello {first_name}," if first_name else "Hello,",
        "sections": sections,
        "is_cut": any(section.notes & spared for section in every),
        "links": links,
        "foot": _foot(),
    }
    source = render_to_string("newsletter/mail/letter.mjml", context)
    html = str(mjml2html(source, disable_comments=False, fonts={}))
    return Rendered(subject, text_of(context), html)


def has_anything(page: Any, parts: Part, spared: ContentNote) -> bool:
    """Whether anything is left of the letter for her. If not, she gets no mail."""
    return any(section.is_for(parts, spared) for section in sections_of(page))


def combination(page: Any, parts: Part, spared: ContentNote) -> tuple[Part, ContentNote]:
    """The same for everybody whose mail is the same but for the links: what to render once.

    For many people ask `bits_in_use` once, and mask what each of them chose with it.
    """
    used, notes = bits_in_use(page)
    return parts & used, spared & notes


def combinations(page: Any) -> Iterator[tuple[Part, ContentNote]]:
    """Every value that `combination` can have for this letter; at most 128."""
    used, notes = bits_in_use(page)
    all_parts = [Part(bits) for bits in range(ALL_PARTS + 1) if not bits & ~used]
    all_notes = [ContentNote(bits) for bits in range(8) if not bits & ~notes]
    return product(all_parts, all_notes)


def bits_in_use(page: Any) -> tuple[Part, ContentNote]:
    """The parts and notes that any section of this letter has; all others make no difference to it."""
    sections = sections_of(page)
    parts = reduce(or_, (section.part for section in sections), Part(0))
    return parts, reduce(or_, (section.notes for section in sections), NOTHING)


def preview_links(page: Any) -> Links:
    """For a preview and for measuring: as long as real ones, and nobody's."""
    base = settings.WAGTAILADMIN_BASE_URL
    return Links(
        leave=f"{base}/letters/leave/{PLACEHOLDER}/",
        preferences=f"{base}/letters/preferences/{PLACEHOLDER}/",
        archive=json_ld.address_of(page),
    )


def preview(page: Any, *, first_name: str = "") -> Rendered:
    """The mail with everything in it."""
    return render(page, links=preview_links(page), first_name=first_name)


def _foot() -> Foot:
    site = Site.objects.filter(is_default_site=True).first()
    words = SiteSettings.objects.filter(site=site).first() if site else None
    return Foot(
        name=site_name(),
        tagline=words.tagline if words else "",
        about=" ".join(plain_text(words.about_the_organisation).split()) if words else "",
        host=urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "",
    )


def forced_dark(html: str) -> str:
    """The mail as a program shows it that is set to dark, whatever the browser is set to."""
    dark = html.replace("(prefers-color-scheme: dark)", "all")
    return dark.replace("color-scheme: light dark;", "color-scheme: dark;")
