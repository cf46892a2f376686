"""Finding in an open inbox: in memory, and forgotten with the answer. Nothing is stored or indexed."""

import unicodedata
from collections.abc import Iterable, Iterator

from alongside.core.mail.addresses import normalised

from .emails import nudge_address
from .inbox_reading import Reading, read
from .models import Conversation, SealedText


def all_readings(inbox_secret: bytes) -> Iterator[Reading]:
    """Every conversation, opened whole, the newest first. Two queries."""
    texts: dict[int, list[SealedText]] = {}
    for row in SealedText.objects.select_related("by").order_by("number"):
        texts.setdefault(row.conversation_id, []).append(row)
    rows = Conversation.objects.select_related("keys", "taken_by").order_by("-last_word_at", "pk")
    for conversation in rows:
        yield read(conversation, inbox_secret, texts.get(conversation.pk, []))


def fold(text: str) -> str:
    """Without accents, capitals and differences of writing: `Zoë` and `zoe` are the same."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def find(readings: Iterable[Reading], asked: str) -> list[Reading]:
    """Those in which all words occur, in what anybody wrote or told of herself."""
    words = fold(asked).split()
    if not words:
        return []
    return [one for one in readings if all(word in _folded(one) for word in words)]


def _folded(reading: Reading) -> str:
    told = [value for _, value in reading.details.lines()] if reading.details else []
    return fold("\n".join([reading.title(), *told, *_contents(reading)]))


def _contents(reading: Reading) -> list[str]:
    return [text.content for text in reading.said() if text.content is not None]


def belongs_to(reading: Reading, address: str) -> bool:
    """Whether it is hers: her address is in the details, or a note that there is a reply goes there."""
    told = reading.details.email if reading.details else ""
    same = normalised(address)
    return same in (normalised(told), normalised(nudge_address(reading.conversation)))


def mentions(reading: Reading, words: str) -> bool:
    """Whether an address or a name occurs in what was written or told."""
    return bool(words.strip()) and fold(words.strip()) in _folded(reading)
