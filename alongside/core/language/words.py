"""Turns what people type, and what pages say, into the same words.

Both sides go through `read`: accents, apostrophes, capitals, British and American spelling, endings
and everyday synonyms no longer matter afterwards.
"""

import re
import unicodedata
from functools import lru_cache

import tantivy

from alongside.core.language.synonyms import PHRASES, SAME

_APOSTROPHES = re.compile(r"['’‘`´]")
_POSITIVE = re.compile(r"(?<=[a-z0-9])\+(?![a-z0-9])")
_NEGATIVE = re.compile(r"\b(er|pr|hr|her2)-(?![a-z0-9])")
_SHORT_CODE = re.compile(r"\b([a-z]{1,3})-([a-z0-9]{1,4})\b")  # t-dm1, pd-l1, x-ray, her-2
_WORD = re.compile(r"[a-z]+\d*[a-z0-9]*|\d+(?:\.\d+)?[a-z]*")
_KEY = re.compile(r"[^a-z0-9+#?/\-]+")

_stemmer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(
    tantivy.Filter.stemmer("english")
)
_analyser = _stemmer.build()


def fold(text: str) -> str:
    """Lower case, no accents, no apostrophes, one space between words: `Can’t` becomes `cant`."""
    text = unicodedata.normalize("NFKD", text.replace("\u00ad", ""))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return " ".join(_APOSTROPHES.sub("", text).split())


def key(text: str) -> str:
    """What two ways of writing one term share: `CA 15-3` and `ca15.3` → `ca153`, `ER +` → `er+`.

    A plus or minus at the end of a word and the doctors' marks `#`, `?` and `3/12` are kept.
    """
    text = _KEY.sub("", fold(text))
    if not any(c.isalnum() for c in text):
        return text
    return re.sub(r"[-](?=[a-z0-9])|[#?]", "", text)


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """One folded word without its ending (British spelling gives way): `aching` and `aches` → `ach`."""
    if len(word) >= 6:
        word = word.replace("ae", "e").replace("oe", "e")
        word = re.sub(r"our(s?|ed|ing)$", r"or\1", word)
        word = re.sub(r"(?<=[a-z]{4})is(e[ds]?|ing|ations?)$", r"iz\1", word)
    return str(_analyser.analyze(word)[0]) if word else ""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """One folded word → the form in which it is compared: its root, or that of its synonym."""
    own = root(word)
    return SAME_STEMS.get(own, own)


def surface(text: str) -> list[str]:
    """The words of a text as they are looked up in the vocabulary: folded, phrases joined."""
    text = fold(text)
    text = _NEGATIVE.sub(r"\1 negative ", _POSITIVE.sub(" positive ", text))
    text = _SHORT_CODE.sub(r"\1\2", text)
    text = " ".join(_WORD.findall(text))
    if _ANY_PHRASE.search(text):  # most texts have none, and there are many patterns
        for pattern, replacement in _PHRASES:
            text = pattern.sub(replacement, text)
    return text.split()


def read(text: str) -> list[str]:
    """A text → its comparable words, in order."""
    return [stem(word) for word in surface(text)]


_PHRASES = [(re.compile(rf"\b(?:{pattern})\b"), to) for pattern, to in PHRASES]
_ANY_PHRASE = re.compile("|".join(rf"\b(?:{pattern})\b" for pattern, _ in PHRASES))


def _stem_groups() -> dict[str, str]:
    """Every member of a group of synonyms, stemmed → the stem of the group's first word."""
    same: dict[str, str] = {}
    for group in SAME:
        first, *others = [stem(fold(word)) for word in group.split()]
        for other in others:
            same.setdefault(other, first)
    return same


SAME_STEMS: dict[str, str] = {}
SAME_STEMS.update(_stem_groups())
stem.cache_clear()
