"""Reads the content pack: the first content of a new site, in files that a nurse can read in a diff.

    content/en-GB/
        pack.yaml             groups of questions, date of the next review
        sources.yaml          where facts come from
        answers/*.md          one question each: a YAML head and three depths
        signs.yaml told.yaml places.yaml glossary.yaml
        pages/*.md days/*.md letters/*.md home.md menu.yaml words_to_avoid.yaml

A statement ends with the numbers of the facts that it rests on, `(1, 3)`. A fact is followed by its
basis, `[source-id] [general knowledge]`. Nothing here touches the database.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

GENERAL_KNOWLEDGE = "general knowledge"
ABOUT_THIS_SITE = "about this site"

_STATEMENT = re.compile(r"^(?P<text>.*?)\s*\((?P<facts>\d+(?:,\s*\d+)*)\)$")
_FACT = re.compile(r"^(?P<number>\d+)\.\s+(?P<text>.+)$")
_BASIS = re.compile(r"\[([^\]]+)\]")


# The same as yaml.safe_load, ten times as fast where PyYAML was built with libyaml.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read_yaml(text: str) -> Any:
    return yaml.load(text, Loader=_LOADER)  # noqa: S506  (the loader is a safe one)


class PackError(ValueError):
    """A file of the content pack is not in the form that this module describes."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or paragraph, and the numbers (from 1) of the facts that it rests on."""

    text: str
    rests_on: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with its basis: ids of sources, and whether part of it is not yet sourced."""

    text: str
    sources: tuple[str, ...] = ()
    general_knowledge: bool = False
    about_this_site: bool = False


@dataclass(frozen=True)
class MarkdownFile:
    """A Markdown file with a YAML head. `parts` are the texts under its `# ` headings."""

    path: Path
    head: dict[str, Any]
    body: str
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return str(self.head["slug"])

    @property
    def address(self) -> str:
        """Of a plain page: `/about/`, or `/signs/share/` if it says `under: signs`."""
        under = self.head.get("under")
        return f"/{under}/{self.slug}/" if under else f"/{self.slug}/"

    @property
    def page_fields(self) -> dict[str, str]:
        """What its head says, as fields of a page."""
        return {
            "title": self.head["title"],
            "sentence": self.head["sentence"],
            "search_description": self.head["sentence"],
            "asked": "\n".join(self.head.get("asked", [])),
        }


@dataclass(frozen=True)
class Answer:
    """One question of the pack with its three depths."""

    file: MarkdownFile
    sentence: Statement
    minute: tuple[Statement, ...]
    facts: tuple[Fact, ...]
    numbers: tuple[Fact, ...]

    @property
    def id(self) -> str:
        return str(self.file.head["id"])


def read_markdown(path: Path) -> MarkdownFile:
    """Split a file into YAML head, body and `# ` parts. Raises PackError if the head is broken."""
    text = path.read_text(encoding="utf-8")
    match = re.match(r"\A---\n(.*?)\n---\n(.*)\Z", text, re.DOTALL)
    if not match:
        raise PackError(f"{path.name}: it must begin with a head between two lines of ---")
    try:
        head = _read_yaml(match[1])
    except yaml.YAMLError as error:
        raise PackError(f"{path.name}: the head is not valid YAML: {error}") from error
    pieces = re.split(r"^# (.+)$", match[2], flags=re.MULTILINE)
    parts = {pieces[i].strip(): pieces[i + 1].strip() for i in range(1, len(pieces), 2)}
    return MarkdownFile(path, head, match[2].strip(), parts)


def read_statement(text: str, where: str) -> Statement:
    """`It is … . (1, 2)` → Statement. Raises PackError when it names no fact."""
    match = _STATEMENT.match(" ".join(text.split()))
    if not match:
        raise PackError(
            f"{where}: end with the numbers of the facts it rests on, like (1, 3): {text}"
        )
    return Statement(match["text"], tuple(int(n) for n in match["facts"].split(",")))


def read_facts(text: str, where: str) -> tuple[Fact, ...]:
    """Numbered facts, each with a line of `[basis]`. Raises PackError on a fact without a basis."""
    facts: list[Fact] = []
    for block in re.split(r"\n(?=\d+\.\s)", text.strip()):
        if not block.strip():
            continue
        first, *rest = [line.strip() for line in block.strip().splitlines()]
        match, basis = _FACT.match(first), _BASIS.findall(" ".join(rest))
        if not match or int(match["number"]) != len(facts) + 1:
            raise PackError(f"{where}: expected fact number {len(facts) + 1}: {first}")
        if not basis or _BASIS.sub("", " ".join(rest)).strip():
            raise PackError(f"{where}: fact {match['number']} needs one line of [basis] under it")
        marks = {GENERAL_KNOWLEDGE, ABOUT_THIS_SITE}
        facts.append(
            Fact(
                match["text"],
                tuple(b for b in basis if b not in marks),
                GENERAL_KNOWLEDGE in basis,
                ABOUT_THIS_SITE in basis,
            )
        )
    return tuple(facts)


def read_answer(path: Path) -> Answer:
    """One file of `answers/`. Raises PackError when a depth is missing or a fact has no basis."""
    file = read_markdown(path)
    for part in ("In one sentence", "In one minute", "In full"):
        if not file.parts.get(part):
            raise PackError(f"{path.name}: the part “# {part}” is missing")
    facts = read_facts(file.parts["In full"], path.name)
    minute = tuple(
        read_statement(item, path.name)
        for item in re.split(r"^- ", file.parts["In one minute"], flags=re.MULTILINE)
        if item.strip()
    )
    sentence = read_statement(file.parts["In one sentence"], path.name)
    for statement in (sentence, *minute):
        if max(statement.rests_on) > len(facts):
            raise PackError(f"{path.name}: there is no fact {max(statement.rests_on)}")
    numbers = read_facts(file.parts.get("Numbers", ""), path.name)
    return Answer(file, sentence, minute, facts, numbers)


@dataclass(frozen=True)
class Pack:
    """A folder of content, read when asked for. Every property raises PackError on broken files."""

    root: Path

    def _yaml(self, name: str) -> Any:
        try:
            return _read_yaml((self.root / name).read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise PackError(f"{name}: not valid YAML: {error}") from error

    def _markdown(self, folder: str) -> Iterator[MarkdownFile]:
        for path in sorted((self.root / folder).glob("*.md")):
            yield read_markdown(path)

    @cached_property
    def _about(self) -> dict[str, Any]:
        return dict(self._yaml("pack.yaml"))

    @property
    def groups(self) -> list[dict[str, str]]:
        return list(self._about["groups"])

    @property
    def next_review(self) -> datetime.date:
        date: datetime.date = self._about["next_review"]
        return date

    @cached_property
    def sources(self) -> list[dict[str, Any]]:
        return list(self._yaml("sources.yaml")["sources"])

    @cached_property
    def answers(self) -> list[Answer]:
        return [read_answer(path) for path in sorted((self.root / "answers").glob("*.md"))]

    @cached_property
    def signs(self) -> list[dict[str, Any]]:
        return list(self._yaml("signs.yaml")["signs"])

    @cached_property
    def told(self) -> dict[str, list[str]]:
        """Code of a sign → how people tell of it. Empty in a pack that has no such file."""
        if not (self.root / "told.yaml").exists():
            return {}
        return dict(self._yaml("told.yaml")["told"])

    @cached_property
    def places(self) -> list[dict[str, Any]]:
        return list(self._yaml("places.yaml")["places"])

    @cached_property
    def glossary(self) -> list[dict[str, Any]]:
        return list(self._yaml("glossary.yaml")["terms"])

    @cached_property
    def shared_abbreviations(self) -> dict[str, list[str]]:
        return dict(self._yaml("glossary.yaml")["shared_abbreviations"])

    @cached_property
    def pages(self) -> list[MarkdownFile]:
        return list(self._markdown("pages"))

    @cached_property
    def days(self) -> list[MarkdownFile]:
        order = list(self._about["days"])
        return sorted(self._markdown("days"), key=lambda file: order.index(file.slug))

    @cached_property
    def letters(self) -> list[MarkdownFile]:
        return list(self._markdown("letters"))

    @cached_property
    def home(self) -> MarkdownFile:
        return read_markdown(self.root / "home.md")

    @cached_property
    def menu(self) -> dict[str, Any]:
        return dict(self._yaml("menu.yaml"))

    @cached_property
    def words_to_avoid(self) -> list[dict[str, str]]:
        return list(self._yaml("words_to_avoid.yaml")["words"])
