"""The word list: words that an editor is asked about before a page is published. See `docs/words.md`.

It asks and never forbids. The list is `words_to_avoid.yaml` of the content pack: `word` is matched
whole and in any case; inside one of the phrases under `allowed` it is no word to avoid.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from .pack import Pack

_CURLY = str.maketrans("‘’", "''")


@dataclass(frozen=True)
class Avoided:
    """An entry of the list."""

    word: str
    instead: str
    why: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A word of the list as it stands in a text: `text[start:end]`."""

    avoided: Avoided
    start: int
    end: int


class WordList:
    """The list, made ready to look for all of its words at once."""

    def __init__(self, entries: Iterable[Avoided]) -> None:
        self._meanings: dict[str, Avoided | None] = {}
        for entry in entries:
            self._meanings[_plain_case(entry.word)] = entry
            for phrase in entry.allowed:
                self._meanings.setdefault(_plain_case(phrase), None)
        longest_first = sorted(self._meanings, key=len, reverse=True)
        spellings = (r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(spellings)})(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> list[Found]:
        """Every word of the list in `text`, in order. The longest entry wins: "lost her battle"."""
        if not self._meanings:
            return []
        found = []
        for match in self._pattern.finditer(text.translate(_CURLY)):
            if entry := self._meanings[_plain_case(match.group())]:
                found.append(Found(entry, match.start(), match.end()))
        return found


def _plain_case(phrase: str) -> str:
    return " ".join(phrase.translate(_CURLY).casefold().split())


def read_words(entries: Iterable[dict[str, Any]]) -> WordList:
    """The list from its YAML entries."""
    return WordList(
        Avoided(entry["word"], entry["instead"], entry["why"], tuple(entry.get("allowed", ())))
        for entry in entries
    )


def words_to_avoid() -> WordList:
    """The list of the content pack of this installation; empty if it has none."""
    path = Path(settings.CONTENT) / "words_to_avoid.yaml"
    return _read(path, path.stat().st_mtime) if path.exists() else WordList(())


@lru_cache(maxsize=2)
def _read(path: Path, changed: float) -> WordList:
    return read_words(Pack(path.parent).words_to_avoid)
