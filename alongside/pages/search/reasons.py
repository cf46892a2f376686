"""Says in plain words why a page was found, so that a reader can judge for herself."""

import re
from functools import lru_cache

from alongside.core.language.vocabulary import QUIET
from alongside.core.language.words import fold, read, stem
from alongside.pages.search.index import Found

LIKE_ENOUGH = 0.45
_WORD = re.compile(r"[\w’']+")
AROUND = 60  # characters of text on either side of the word that matched


def give_reason(query: str, found: Found) -> str:
    """`people also ask “…”`, `matches the word “…”` or `in the text: …`; "" if there is none."""
    phrase = found.phrase
    if found.named:
        return f"matches the word “{found.document.title}”"
    if phrase and phrase.source == "asked" and found.fit >= LIKE_ENOUGH:
        return f"people also ask “{phrase.text}”"
    if phrase and phrase.source == "lay" and found.fit >= LIKE_ENOUGH:
        return f"people also say “{phrase.text}”"
    if phrase and phrase.source == "name" and found.fit >= LIKE_ENOUGH:
        return "matches the title"
    return _in_the_text(query, found.document.body)


def _in_the_text(query: str, text: str) -> str:
    wanted = {word for word in read(query) if word not in QUIET}
    for match in _WORD.finditer(text):
        if _comparable(match[0]) in wanted:
            start, end = max(0, match.start() - AROUND), match.end() + AROUND
            shown = text[start:end]
            if start:
                shown = "…" + shown.partition(" ")[2]
            if end < len(text):
                shown = shown.rpartition(" ")[0] + "…"
            return f"in the text: {shown.strip()}"
    return ""


@lru_cache(maxsize=20_000)
def _comparable(word: str) -> str:
    return stem(fold(word))
