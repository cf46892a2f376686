"""What people told of that the catalogue does not have, with what means the same written in one line."""

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass

from .models import UnlistedSign

SEVERAL = 2  # people


@dataclass(frozen=True)
class Unlisted:
    """words: as most wrote it. people: how many told of it, a number for staff only."""

    words: str
    people: int


def fold(words: str) -> str:
    """The same for spellings that differ only in capitals, accents, hyphens, full stops and spaces."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(re.findall(r"\w+", letters.replace("'", "").replace("’", "")))


def unlisted(*, fewest: int = 1) -> list[Unlisted]:
    """What no sign was made of yet and at least `fewest` people told of, the most frequent first."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    people: defaultdict[str, set[int]] = defaultdict(set)
    rows = UnlistedSign.objects.filter(code="").values_list("words", "experience")
    for words, experience in rows.order_by("pk"):
        spellings[fold(words)][words] += 1
        people[fold(words)].add(experience)
    found = [
        Unlisted(spellings[folded].most_common(1)[0][0], len(who)) for folded, who in people.items()
    ]
    several = [one for one in found if one.people >= fewest]
    return sorted(several, key=lambda one: (-one.people, one.words))
