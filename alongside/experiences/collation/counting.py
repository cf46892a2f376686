"""One pass over everybody who is counted: how many said what, in true numbers that nobody sees.

A million people are read in chunks and counted by `Counter.update`, which runs in C. Codes of places and
signs are split here; a sign that was merged counts under what it was merged into, and a code that the
catalogue does not know counts nowhere.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, compress, islice, repeat
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat

from alongside.experiences.models import Experience
from alongside.experiences.questions import MOST_VISITS, MOST_WEEKS, visits_band, weeks_band

CHUNK = 1_000  # people: they fit into the cache of the processor
WHO = ("first_place", "teller", "year", "nation", "age_band", "gender")
"""What is counted among everybody only."""
COLUMNS = (
    "group",
    "signs",
    "weeks_until_told",
    "visits",
    "taken_for",
    "told_first",
    "found_by",
    *WHO,
)

Group = str
"""Her route and her places of spread, in one text: the database makes it, and it is hashed once."""
Row = tuple[Any, ...]
Band = int | None
_WEEKS: dict[Band, Band] = {None: None, **{n: weeks_band(n) for n in range(MOST_WEEKS + 1)}}
_VISITS: dict[Band, Band] = {None: None, **{n: visits_band(n) for n in range(MOST_VISITS + 1)}}


def read_group(group: Group) -> tuple[str, list[str]]:
    """Her route, and her places of spread."""
    route, _, places = group.partition("|")
    return route, places.split()


@dataclass
class Counts:
    """True counts. The keys of each counter are said beside it; None or "" is: skipped."""

    people: int = 0
    groups: Counter[Group] = field(default_factory=Counter)
    weeks: Counter[Row] = field(default_factory=Counter)  # group, band
    visits: Counter[Row] = field(default_factory=Counter)  # group, band
    taken_for: Counter[Row] = field(default_factory=Counter)  # group, code
    told_first: Counter[Row] = field(default_factory=Counter)  # group, code
    found_by: Counter[Row] = field(default_factory=Counter)  # group, code
    named_signs: Counter[Group] = field(default_factory=Counter)  # people with a sign
    signs: Counter[Row] = field(default_factory=Counter)  # sign, group
    of_sign: Counter[Row] = field(default_factory=Counter)  # sign, (weeks, visits, taken_for)
    who: dict[str, Counter[Any]] = field(default_factory=lambda: {name: Counter() for name in WHO})


def count_people(known: Collection[str], merged: Mapping[str, str]) -> Counts:
    """Count everybody who is accepted and agreed to be counted.

    known: codes of the catalogue. merged: code → the code under which it is counted now.
    """
    counts, read = Counts(), _reader(frozenset(known), merged)
    group = Concat(F("route"), Value("|"), F("places"))
    rows = Experience.objects.counted().order_by().annotate(group=group).values_list(*COLUMNS)
    for chunk in _chunks(rows.iterator(chunk_size=CHUNK)):
        _add(counts, chunk, read)
    return counts


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _reader(known: frozenset[str], merged: Mapping[str, str]) -> Callable[[str], tuple[str, ...]]:
    """What a text of codes counts for; the same text is read once only."""
    kept: dict[str, tuple[str, ...]] = {}

    def read(codes: str) -> tuple[str, ...]:
        if codes not in kept:
            if len(kept) > 100_000:  # memory has an end
                kept.clear()
            meant = dict.fromkeys(merged.get(code, code) for code in codes.split())
            kept[codes] = tuple(code for code in meant if code in known)
        return kept[codes]

    return read


def _add(counts: Counts, chunk: list[Row], read: Callable[[str], tuple[str, ...]]) -> None:
    """No loop of ours inside: `zip`, `map`, `chain` and `Counter.update` count in C."""
    column = dict(zip(COLUMNS, zip(*chunk, strict=True), strict=True))
    groups, taken_for = column["group"], column["taken_for"]
    weeks = list(map(_WEEKS.get, column["weeks_until_told"]))
    visits = list(map(_VISITS.get, column["visits"]))
    signs = list(map(read, column["signs"]))
    counts.people += len(chunk)
    counts.groups.update(groups)
    counts.weeks.update(zip(groups, weeks, strict=True))
    counts.visits.update(zip(groups, visits, strict=True))
    counts.taken_for.update(zip(groups, taken_for, strict=True))
    counts.told_first.update(zip(groups, column["told_first"], strict=True))
    counts.found_by.update(zip(groups, column["found_by"], strict=True))
    counts.named_signs.update(compress(groups, signs))
    counts.signs.update(_each_sign_with(signs, groups))
    counts.of_sign.update(_each_sign_with(signs, zip(weeks, visits, taken_for, strict=True)))
    for name, counter in counts.who.items():
        counter.update(column[name])


def _each_sign_with(signs: list[tuple[str, ...]], what: Iterable[Any]) -> Iterator[Row]:
    return chain.from_iterable(map(zip, signs, map(repeat, what)))
