"""The narrow door from `experiences`: a release comes in, a quote comes in, a quote goes."""

import uuid

from django.db import transaction

from alongside.core.edition import raise_edition

from .figures import Figures
from .releases import PublishedQuote, Release


@transaction.atomic
def publish_release(*, figures: Figures, method: str, is_made_up: bool) -> Release:
    """Show these figures from now on, and keep of the last ones only date, method and total."""
    last = Release.objects.select_for_update().first()
    if last is not None:
        last.figures = {}
        last.save(update_fields=["figures"])
    release = Release.objects.create(
        number=last.number + 1 if last else 1,
        method=method,
        people=figures.people,
        figures=figures.as_json(),
        is_made_up=is_made_up,
    )
    raise_edition()
    return release


@transaction.atomic
def publish_quote(
    *, about: str, words: str, signed_as: str, on_behalf: bool, is_made_up: bool = False
) -> uuid.UUID:
    """Show words of a patient on the page of a sign, or on “What it took to be heard”."""
    quote = PublishedQuote.objects.create(
        about=about, words=words, signed_as=signed_as, on_behalf=on_behalf, is_made_up=is_made_up
    )
    raise_edition()
    return quote.uid


@transaction.atomic
def take_names_away(*uids: uuid.UUID) -> int:
    """The quotes stay and stand without a name. Returns how many there are."""
    changed = PublishedQuote.objects.filter(uid__in=uids).update(signed_as="")
    if changed:
        raise_edition()
    return changed


@transaction.atomic
def take_away_quotes(*uids: uuid.UUID) -> int:
    """Gone from the next second on: every process drops what it kept. Returns how many there were."""
    gone = PublishedQuote.objects.filter(uid__in=uids).delete()[0]
    if gone:
        raise_edition(withdrawn=True)
    return gone
