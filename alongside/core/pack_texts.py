"""All texts of the content pack that a reader will read, each with the place where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .pack import Answer, MarkdownFile, Pack

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_MARKUP = re.compile(
    r"^\s*(?:#+|[-*>]|\d+\.)\s+|[*_]{1,2}(?=\w)|(?<=[\w.!?’”])[*_]{1,2}", re.MULTILINE
)


@dataclass(frozen=True)
class PackText:
    """One text of the pack. `page` is its file or entry, `part` the piece of it.

    `is_figures`: it stands under `# Numbers`, which a reader opens of her own wish.
    """

    page: str
    part: str
    markdown: str
    is_figures: bool = False

    @property
    def where(self) -> str:
        return f"{self.page}, {self.part}" if self.part else self.page

    @cached_property
    def text(self) -> str:
        """The words without Markdown, a line for each paragraph or item."""
        return _MARKUP.sub("", LINK.sub(r"\1", self.markdown)).replace("**", "").strip()

    @property
    def links(self) -> list[str]:
        return [address for _, address in LINK.findall(self.markdown)]


def texts_of_answer(answer: Answer) -> Iterator[PackText]:
    """The title, the depths, red flags and notes of one answer, in the order of the page."""
    page, head = f"answers/{answer.file.path.name}", answer.file.head
    yield PackText(page, "title", str(head["title"]))
    yield PackText(page, "In one sentence", answer.sentence.text)
    for number, flag in enumerate(head.get("red_flags") or [], 1):
        yield PackText(page, f"red flag {number}, do", flag["do"])
        yield PackText(page, f"red flag {number}, when", flag["when"])
    for number, statement in enumerate(answer.minute, 1):
        yield PackText(page, f"In one minute, {number}", statement.text)
    for number, fact in enumerate(answer.facts, 1):
        yield PackText(page, f"In full, {number}", fact.text)
    for note in head.get("nations") or []:
        yield PackText(page, f"note for {note['where']}", note["note"])
    for number, fact in enumerate(answer.numbers, 1):
        yield PackText(page, f"Numbers, {number}", fact.text, is_figures=True)


def _texts_of_entry(page: str, entry: dict[str, Any], *parts: str) -> Iterator[PackText]:
    for part in parts:
        if text := entry.get(part):
            yield PackText(page, part, str(text))


def _texts_of_file(page: str, file: MarkdownFile) -> Iterator[PackText]:
    yield from _texts_of_entry(page, file.head, "title", "sentence")
    yield PackText(page, "", file.body)


def texts_of_pack(pack: Pack, answers: list[Answer]) -> Iterator[PackText]:
    """Every text of `pack`; `answers` are those that could be read."""
    for answer in answers:
        yield from texts_of_answer(answer)
    for sign in pack.signs:
        yield from _texts_of_entry(
            sign["id"], sign, "name", "action", "urgency_reason", "description", "also_common"
        )
    for place in pack.places:
        yield from _texts_of_entry(f"place-{place['id']}", place, "name", "intro")
    for word in pack.glossary:
        yield from _texts_of_entry(word["id"], word, "meaning")
    for folder, files in (("pages", pack.pages), ("days", pack.days), ("letters", pack.letters)):
        for file in files:
            yield from _texts_of_file(f"{folder}/{file.path.name}", file)
    yield from _texts_of_file("home.md", pack.home)
