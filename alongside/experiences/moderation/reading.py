"""What a moderator sees of one experience when its words are open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alongside.experiences.actions import last_part, published_of, shown_by_number, signature
from alongside.experiences.identifiers import Piece, pieces
from alongside.experiences.models import Experience, SealedPart
from alongside.experiences.opening import Opened, Part, open_with_moderation_key
from alongside.experiences.told import Contact, Story
from alongside.signs.releases import PublishedQuote
from alongside.signs.suggesting import Suggestion, suggest

MOST_SUGGESTED = 6


@dataclass(frozen=True)
class Text:
    """Something that she wrote, with what may show who she is marked in it."""

    asked: str
    pieces: list[Piece] = field(repr=False)


@dataclass(frozen=True)
class Said:
    """A question of a moderator, or her answer. `pieces` is None if it cannot be opened."""

    kind: str
    at: datetime
    by: Any
    pieces: list[Piece] | None = field(repr=False)


@dataclass(frozen=True)
class Quote:
    """Words that she agreed to be quoted with. `shown`: what stands on the website of them."""

    number: int
    words: str = field(repr=False)
    pieces: list[Piece] = field(repr=False)
    shown: PublishedQuote | None = None

    @property
    def to_look_at(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.what]


@dataclass(frozen=True)
class Reading:
    """An experience as it stands on the screen. `seen` names this state of it."""

    experience: Experience
    story: Story = field(repr=False)
    contact: Contact = field(repr=False)
    texts: list[Text] = field(repr=False)
    said: list[Said] = field(repr=False)
    quotes: list[Quote] = field(repr=False)
    orphans: list[PublishedQuote] = field(repr=False)
    seen: int
    is_whole: bool
    has_words: bool

    @property
    def signed(self) -> str:
        return signature(self.experience, self.story)

    def published(self) -> list[PublishedQuote]:
        """All that stands on the website of her words."""
        return [quote.shown for quote in self.quotes if quote.shown] + self.orphans


def read(experience: Experience, moderation_secret: bytes) -> Reading:
    """Open what can be opened. Raises sealing.CannotOpen if the key is not the one, or was destroyed."""
    opened = open_with_moderation_key(experience, moderation_secret)
    parts, story = opened.parts(), opened.story()
    published = published_of(experience)
    quotes = _quotes(experience, story, published)
    there = [quote.shown.uid for quote in quotes if quote.shown]
    return Reading(
        experience=experience,
        story=story,
        contact=opened.contact(),
        texts=[Text(asked, pieces(words)) for asked, words in story.texts()],
        said=[_said(part) for part in parts if part.row.kind in _SAID],
        quotes=quotes,
        orphans=[one for one in published if one.uid not in there],
        seen=last_part(experience),
        is_whole=_is_whole(opened, parts),
        has_words=opened.secrets.words is not None,
    )


_SAID = (SealedPart.Kind.QUESTION, SealedPart.Kind.ANSWER)


def _said(part: Part) -> Said:
    marked = None if part.content is None else pieces(part.content)
    return Said(part.row.kind, part.row.at, part.row.by, marked)


def _quotes(experience: Experience, story: Story, published: Sequence[Any]) -> list[Quote]:
    if not experience.quote_me:
        return []
    there = shown_by_number(story, published)
    return [
        Quote(number, words, pieces(words), there.get(number))
        for number, words in enumerate(story.quotes)
        if words.strip()
    ]


def _is_whole(opened: Opened, parts: Sequence[Part]) -> bool:
    """Nothing was altered; what was erased in time is not missed."""
    return opened.secrets.words is None or all(part.content is not None for part in parts)


def suggestions(story: Story, *, besides: Sequence[str]) -> list[Suggestion]:
    """Signs of the catalogue that her own words may describe, the likeliest first, each with why."""
    lines = [line for line in story.own_signs.splitlines() if line.strip()]
    best: dict[str, Suggestion] = {}
    for phrase in lines:
        for one in suggest(phrase, limit=MOST_SUGGESTED):
            if one.code not in best or one.score > best[one.code].score:
                best[one.code] = one
    ranked = sorted(best.values(), key=lambda one: -one.score)
    return [one for one in ranked if one.code not in besides][:MOST_SUGGESTED]
