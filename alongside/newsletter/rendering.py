"""What one letter says to somebody with these parts and content notes: subject, plain text, HTML."""

from dataclasses import dataclass
from html import escape
from typing import Any

from .letter_pages import LetterPage
from .parts import ContentNote, Part


@dataclass(frozen=True)
class Links:
    """Addresses in the foot of a letter; they may hold a placeholder."""

    leave: str
    preferences: str
    archive: str


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def has_anything(page: LetterPage, parts: Part, spared: ContentNote) -> bool:
    """False if no section of this letter is for her."""
    return any(True for _ in _sections(page, parts, spared))


def render(
    page: LetterPage, *, parts: Part, spared: ContentNote, links: Links, first_name: str = ""
) -> Rendered:
    words = [f"Hello {first_name}," if first_name else "Hello,"]
    for section in _sections(page, parts, spared):
        words += [section["heading"], *(str(block.value) for block in section["body"])]
    foot = [f"Change what you get: {links.preferences}", f"Leave: {links.leave}"]
    shown = [*(word for word in words if word), *foot, f"On the website: {links.archive}"]
    body = "".join(f"<p>{escape(word)}</p>\n" for word in shown)
    html = f'<!doctype html>\n<html lang="en"><title>{escape(page.title)}</title>\n{body}</html>\n'
    return Rendered(page.title, "\n\n".join(shown) + "\n", html)


def _sections(page: LetterPage, parts: Part, spared: ContentNote) -> Any:
    for section in page.sections:
        value = section.value
        notes = sum(int(note) for note in value["notes"] or [])
        wanted = not value["part"] or Part(int(value["part"])) in parts
        if wanted and not notes & spared:
            yield value
