"""Somebody has died: which other conversations may have been hers. Found in memory, in an open inbox."""

import re
from dataclasses import dataclass, field

from alongside.core.mail.addresses import normalised

from .inbox_reading import Reading
from .models import SealedText
from .search import all_readings, belongs_to, fold, mentions
from .words import Details

_ADDRESS = re.compile(r"[^\s@<>(),;:“”\"]+@[^\s@<>(),;:“”\"]+\.\w[\w-]*")


@dataclass(frozen=True)
class Matches:
    """The conversations that have an address that a relative named, or the name."""

    same_address: list[Reading] = field(repr=False)
    same_name: list[Reading] = field(repr=False)


def matches(told: Reading, inbox_secret: bytes) -> Matches:
    """What a relative wrote names addresses; a conversation may also have a name that she wrote."""
    addresses = addresses_in(told)
    words = fold(" ".join([told.details.died_name if told.details else "", *_words(told)]))
    same_address, same_name = [], []
    for reading in all_readings(inbox_secret):
        if reading.conversation.pk == told.conversation.pk:
            continue
        if any(belongs_to(reading, one) or mentions(reading, one) for one in addresses):
            same_address.append(reading)
        elif _is_named(reading, words):
            same_name.append(reading)
    return Matches(same_address, same_name)


def addresses_in(told: Reading) -> list[str]:
    """The addresses that were given as hers or stand in the text, without the relative's own."""
    details = told.details or Details()
    found = {normalised(one) for words in _words(told) for one in _ADDRESS.findall(words)}
    found |= {normalised(one) for one in details.died_emails}
    return sorted(found - {normalised(details.email)})


def _words(told: Reading) -> list[str]:
    return [
        text.content
        for text in told.texts
        if text.kind == SealedText.Kind.WORD and text.content is not None
    ]


def _is_named(reading: Reading, words: str) -> bool:
    """Whether her whole name, as she gave it, stands in these words."""
    name = fold(reading.details.name).strip() if reading.details else ""
    return len(name) > 1 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None
