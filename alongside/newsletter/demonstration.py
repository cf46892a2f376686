"""Made-up subscribers and one letter, to show the site. Every row says so (`is_made_up`).

Their addresses end in `.invalid`, which no mail server can reach (RFC 2606, section 2), and the letter is
one that `letter_checks.what_stops` lets nobody send.
"""

import random
import secrets
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from alongside.core.demo import Advance, Demonstration

from .contact import Contact
from .letter_pages import LetterPage, LettersPage
from .models import Subscriber
from .parts import ContentNote, Part

AT_ONCE = 2_000  # rows
SLUG = "made-up-letter"
WHAT = "made-up subscribers, and one letter with all its parts"
_NAMES = ("", "", "Ann", "Bea", "Cath", "Dilys", "Esme")


def demonstration() -> Demonstration:
    return Demonstration("letters", WHAT, make, clear, counted="subscribers")


def make(number: int, advance: Advance) -> None:
    """So many subscribers who have all said yes, and the letter if it is not there yet."""
    rows = _subscribers(number)
    while chunk := list(islice(rows, AT_ONCE)):
        Subscriber.objects.bulk_create(chunk)
        advance(len(chunk))
    _letter()


def _subscribers(number: int) -> Iterator[Subscriber]:
    draw = random.Random(secrets.randbits(32))  # noqa: S311  (nothing is kept secret with it)
    now, series = timezone.now(), secrets.token_hex(4)
    for place in range(number):
        contact = Contact(f"made-up-{series}-{place}@example.invalid", draw.choice(_NAMES))
        at = now - timedelta(days=draw.randrange(300))
        yield Subscriber(
            mark=contact.mark(),
            locked=contact.lock(),
            state=Subscriber.State.ACTIVE,
            parts=draw.choice((15, 15, 15, *range(1, 15))),
            spared=draw.choice((0, 0, 0, *range(1, 8))),
            asked_at=at,
            confirmed_at=at,
            is_made_up=True,
        )


@transaction.atomic
def _letter() -> None:
    archive = LettersPage.objects.first()
    if archive is None or LetterPage.objects.filter(slug=SLUG).exists():
        return
    letter = LetterPage(
        title="Made up: our news for the winter",
        slug=SLUG,
        sentence="What a letter can hold, shown with things that never happened.",
        sections=example_sections(archive),
        is_made_up=True,
    )
    archive.add_child(instance=letter)
    letter.save_revision(clean=False).publish()


def example_sections(archive: Page) -> list[dict[str, Any]]:
    """A section for each part, with every kind of block but a picture."""
    answers = apps.get_model("answers", "AnswerPage").objects.live().public().order_by("path")
    answer = answers.filter(brief_id="Q27").first() or answers.first()
    soon = (timezone.now() + timedelta(days=21)).replace(
        hour=18, minute=30, second=0, microsecond=0
    )
    words = [
        _block("text", "<p>This letter was <b>made up</b> to show what a letter looks like. "
               "Nothing in it has happened.</p>")
    ]  # fmt: skip
    campaign = [
        _block("text", "<p>We took three things to the people who decide:</p><ul><li>tell everybody the "
               "signs when primary treatment ends</li><li>count us</li><li>a named nurse for each of us"
               "</li></ul>"),
        _block("quote", {"words": "They read my letter out, and then nobody spoke.",
                         "who": "Somebody made up"}),
        _block("button", {"words": "All our letters", "page": archive.pk, "address": ""}),
    ]  # fmt: skip
    treatments = [
        _block("fact", {"text": "<p>A trial tests a treatment. It can help you or not.</p>",
                        "sources": [], "general_knowledge": True, "about_this_site": False}),
        *([_block("answer", answer.pk)] if answer else []),
    ]  # fmt: skip
    event = {
        "what": "Tea and talk, online", "begins": soon.isoformat(),
        "ends": (soon + timedelta(minutes=90)).isoformat(), "where": "Online",
        "about": "Come as you are. You need not say anything.", "address": "",
    }  # fmt: skip
    friend = "<p>A friend who was never there has died. We miss her, and she was made up, too.</p>"
    return [
        _section("", [], None, words),
        _section("Our campaign", [], Part.CAMPAIGN, campaign),
        _section("About trials", [ContentNote.SCANS], Part.TREATMENTS, treatments),
        _section("Come and join us", [], Part.EVENTS, [_block("event", event)]),
        _section("Somebody we remember", [ContentNote.DEATHS], None, [_block("text", friend)]),
    ]


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def _section(
    heading: str, notes: list[ContentNote], part: Part | None, body: list[dict[str, Any]]
) -> dict[str, Any]:
    value = {
        "heading": heading,
        "part": str(part.value) if part else "",
        "notes": [str(note.value) for note in notes],
        "body": body,
    }
    return _block("section", value)


def clear() -> int:
    """The people and the letters. How many people there were."""
    number = 0
    made_up = Subscriber.objects.filter(is_made_up=True)
    while some := list(made_up.values_list("pk", flat=True)[:AT_ONCE]):
        number += len(some)
        Subscriber.objects.filter(pk__in=some).delete()
    for letter in LetterPage.objects.filter(is_made_up=True):
        letter.mailings.all().delete()  # made up, too: nothing of it went anywhere
        letter.delete()
    return number
