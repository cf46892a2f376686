"""Finds words of the glossary in a query, however they are written: `ER +`, `ca15.3`, `20gy in 5#`."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from alongside.core.documents import Document
from alongside.core.language.vocabulary import QUIET
from alongside.core.language.words import fold, key, stem

LONGEST = 5  # words that are tried as one name
MOST_WORDS = 40  # of a query that are read

# "What does … mean?", "… on my letter": the asker wants a word explained.
_WANTS_MEANING = re.compile(
    r"\b(?:mean\w*|meens?|stand for|what(?: i|\W?)s (?:an? )?\w+$|what is (?:an? |the )?\S+(?: \S+)?$"
    r"|what(?: i|\W?)s \S+ (?:on|in|at|next to|after|written|doing)|definition|explain\w*"
    r"|on (?:my|the|her|his|mums) (?:letter|report|scan|notes|form|results?|biopsy))"
)
_AMOUNT = re.compile(r"(?<=\d)(?=[a-z#])")  # between the number and the unit in 20gy


class Names:
    """The terms and variants of the glossary, by their keys. Some share one."""

    def __init__(self, documents: Sequence[Document], mend: Callable[[str], str]) -> None:
        self._mend = mend
        self._pages: dict[str, set[int]] = defaultdict(set)
        for number, document in enumerate(documents):
            if document.kind == "word":
                parts = re.split(r"[()/,]", document.title)
                for name in (document.title, *parts, *document.lay_terms):
                    self._pages[key(name)].add(number)
        self._pages.pop("", None)

    def whole(self, query: str) -> set[int]:
        """Pages whose name is the query, and nothing else; perhaps with a typing mistake."""
        mended = " ".join(map(self._mend, fold(query).split()))
        return self._pages.get(key(query)) or self._pages.get(key(mended)) or set()

    def within(self, query: str) -> set[int]:
        """Pages that are named somewhere in the query, the longest names first."""
        words = fold(query).split()[:MOST_WORDS]
        return (
            self._named(words)
            | self._named(map(self._mend, words))
            | self._named(_AMOUNT.sub(" ", " ".join(words)).split())
        )

    def _named(self, these: Iterable[str]) -> set[int]:
        words, taken, found = list(these), set[int](), set[int]()
        for length in range(min(LONGEST, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                here = set(range(start, start + length))
                part = key(" ".join(words[start : start + length]))
                too_short = len(part) < 2 and part.isalnum()
                if here & taken or part not in self._pages or too_short or stem(part) in QUIET:
                    continue
                taken |= here
                found |= self._pages[part]
        return found


def wants_meaning(query: str) -> bool:
    """Whether the query asks what a word means."""
    return bool(_WANTS_MEANING.search(fold(query)))
