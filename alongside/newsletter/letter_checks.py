"""What a founder should know before a letter goes out. Some of it stops publishing, most only tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from alongside.core.forms import questions_about
from alongside.core.freshness import Freshness

from . import rendering
from .letter_blocks import part_of
from .letter_content import is_shown
from .letter_links import dead_links
from .parts import Part, labels_of

LONGEST_SUBJECT = 60  # letters; phones cut the rest


@dataclass(frozen=True)
class Finding:
    """stops: it cannot be published, nor sent, like this."""

    words: str
    stops: bool = False


def findings(page: Any) -> list[Finding]:
    """All that is to be said about these words, what stops first. page: a LetterPage as typed."""
    found = [
        *_sections(page),
        *_pictures(page),
        *_answers(page),
        *_links(page),
        *_subject(page),
        *_words(page),
        *_parts(page),
        *_size(page),
    ]
    return sorted(found, key=lambda finding: not finding.stops)


def what_stops(page: Any) -> list[str]:
    """Why this letter must not be sent, in words for the founder; nothing: it may go."""
    stops = [finding.words for finding in findings(page) if finding.stops]
    if page.is_made_up:
        stops.append("This letter was made up for demonstration. It goes to nobody.")
    if not page.live:
        stops.append(
            "Publish the letter first: its link “Read this letter on the website” must work."
        )
    return stops


def _sections(page: Any) -> Iterator[Finding]:
    if not len(page.sections):
        yield Finding("There is no text yet: add a section.", stops=True)
    for number, block in enumerate(page.sections, 1):
        if not len(block.value.get("body") or ()):
            yield Finding(f"Section {number} is empty: write in it, or delete it.", stops=True)


def _blocks(page: Any) -> Iterator[tuple[int, Any]]:
    for number, section in enumerate(page.sections, 1):
        for block in section.value.get("body") or ():
            yield number, block


def _pictures(page: Any) -> Iterator[Finding]:
    for number, block in _blocks(page):
        image = block.value if block.block_type == "picture" else None
        if image is not None and not (image.contextual_alt_text or image.decorative):
            yield Finding(
                f"A picture in section {number} has no words for people who cannot see it: write them, "
                "or mark it as decorative.",
                stops=True,
            )


def _answers(page: Any) -> Iterator[Finding]:
    for number, block in _blocks(page):
        if block.block_type != "answer":
            continue
        answer = block.value.specific if block.value else None
        if answer is None:
            yield Finding(f"An answer card in section {number} leads to no page.", stops=True)
            continue
        name = f"The answer “{answer.title}” in section {number}"
        if not is_shown(answer):
            words = f"{name} is not on the website now, so its card would be missing."
            yield Finding(words, stops=True)
        elif answer.freshness in (Freshness.OVERDUE, Freshness.STALE):
            yield Finding(
                f"{name} may be out of date: its review was due on {answer.due_on:%-d %B %Y}."
            )
        elif answer.review is None:
            yield Finding(f"{name} is not yet checked by a clinician. The letter says so.")


def _links(page: Any) -> Iterator[Finding]:
    for link in dead_links(page):
        yield Finding(f"The link “{link.words}” {link.where} leads nowhere.", stops=True)


def _subject(page: Any) -> Iterator[Finding]:
    length = len(page.title)
    if length > LONGEST_SUBJECT:
        yield Finding(
            f"The subject has {length} letters. Phones cut it after about {LONGEST_SUBJECT}: "
            f"“{page.title[:LONGEST_SUBJECT]}…”"
        )


def _words(page: Any) -> Iterator[Finding]:
    for question in questions_about(page):
        yield Finding(f"A word to look at. {question}")


def _parts(page: Any) -> Iterator[Finding]:
    asked = [part_of(section.value) for section in page.sections]
    if not asked or not all(asked):
        return  # a section for everybody
    without = Part(15) & ~reduce(or_, asked, Part(0))
    if without:
        labels = "; ".join(labels_of(without))
        yield Finding(f"Who asked only for this gets no letter, as no section is for it: {labels}.")


def _size(page: Any) -> Iterator[Finding]:
    size = rendering.preview(page).size
    if size > rendering.LARGEST:
        yield Finding(
            f"The letter is too long: {size // 1000} KB. Gmail cuts it at 100 KB and hides the rest, "
            "with the way to leave. Move some of it to a page and link there."
        )
