"""A quote comes onto the website, and goes again. She agreed to exactly these words; they may only be cut."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.experiences.cutting import is_only_cut, problem_with, tidy
from alongside.experiences.models import Experience, QuoteShown
from alongside.experiences.questions import SignedAs
from alongside.experiences.told import Story
from alongside.signs.actions import publish_quote, take_away_quotes
from alongside.signs.releases import PublishedQuote

from .taking_in import locked, target


class NotAgreed(Exception):
    """She has not agreed to be quoted, or not any more."""


class NotOnlyCut(Exception):
    """The words are not hers word for word. Its text says what has to be changed."""


@dataclass(frozen=True)
class QuoteToShow:
    """number: which of `Story.quotes`. about: code of a sign, or `being-heard`."""

    number: int
    words: str
    about: str
    with_name: bool = True


def show_quotes(
    *, experience: Experience, story: Story, quotes: Sequence[QuoteToShow], by: User
) -> None:
    """Show these on the website. A quote that stands there already is not shown twice.

    In the caller's transaction, which holds the row of an accepted experience. Raises NotAgreed,
    NotOnlyCut.
    """
    if quotes and not experience.quote_me:
        raise NotAgreed
    there = shown_by_number(story, published_of(experience))
    for quote in quotes:
        if quote.number not in there:
            _show(experience, story, quote, by)


def _show(experience: Experience, story: Story, quote: QuoteToShow, by: User) -> None:
    original = story.quotes[quote.number]
    if problem := problem_with(original, quote.words):
        raise NotOnlyCut(problem)
    uid = publish_quote(
        about=quote.about,
        words=tidy(quote.words),
        signed_as=signature(experience, story) if quote.with_name else "",
        on_behalf=experience.is_on_behalf,
        is_made_up=experience.is_made_up,
    )
    QuoteShown.objects.create(experience=experience, published=uid)
    audit.record(actor=by, action="experience.quote_shown", target=target(experience))


def signature(experience: Experience, story: Story) -> str:
    """How she wished it to be signed; empty for no name."""
    return "" if experience.signed_as == SignedAs.NONE else story.name.strip()[:60]


@transaction.atomic
def hide_quote(*, shown: QuoteShown, by: User) -> None:
    """Gone from every page within two seconds."""
    experience = locked(shown.experience)
    take_away_quotes(shown.published)
    shown.delete()
    audit.record(actor=by, action="experience.quote_hidden", target=target(experience))


def published_of(experience: Experience) -> list[PublishedQuote]:
    """What stands on the website of her words."""
    uids = list(experience.quotes.values_list("published", flat=True))
    return list(PublishedQuote.objects.filter(uid__in=uids))


def shown_by_number(story: Story, published: Sequence[PublishedQuote]) -> dict[int, PublishedQuote]:
    """Which of her quotes stands there already: number → what is shown of it."""
    there: dict[int, PublishedQuote] = {}
    for one in published:
        for number, original in enumerate(story.quotes):
            if number not in there and is_only_cut(original, one.words):
                there[number] = one
                break
    return there
