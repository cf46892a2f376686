"""The plain text of a letter: all that the HTML says, in lines of at most 72 letters."""

from collections.abc import Iterator, Mapping
from typing import Any

from .letter_content import Button, Card, Event, Item, Picture, Quote, Section, Text
from .letter_words import wrap

_RULE = "-" * 40


def text_of(letter: Mapping[str, Any]) -> str:
    """The text of what `rendering.render` gives to its HTML template."""
    pieces = [letter["greeting"]]
    for section in letter["sections"]:
        pieces += _section(section)
    pieces += _foot(letter)
    return "\n\n".join(pieces) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        heading = wrap(section.heading)
        yield f"{heading}\n{'=' * min(72, max(map(len, heading.splitlines())))}"
    if section.speaks_of:
        yield wrap(f"This part speaks of {section.speaks_of}.")
    for item in section.items:
        if text := _item(item):
            yield text


def _item(item: Item) -> str:
    match item:
        case Text():
            return f"{item.text}\n{wrap(f'({item.basis})')}" if item.basis else item.text
        case Picture():
            return wrap(f"[Picture: {item.alt}]") if item.alt else ""
        case Card():
            lines = [item.question, item.sentence, item.label]
            shown = [_indented(line) for line in (*lines, "Read the whole answer:")]
            return "\n".join([*shown, f"  {item.address}"])
        case Quote():
            who = f"\n  — {item.who}" if item.who else ""
            return _indented(f"“{item.words}”") + who
        case Button():
            return f"{item.words}:\n{item.address}"
        case Event():
            lines = [item.what, f"When: {item.when}", f"Where: {item.where}", item.about]
            shown = [_indented(line) for line in lines if line and line != "Where: "]
            more = ["  More about it:", f"  {item.address}"] if item.address else []
            return "\n".join(shown + more)


def _indented(text: str) -> str:
    return wrap(text, first="  ", then="  ")


def _foot(letter: Mapping[str, Any]) -> Iterator[str]:
    foot, links = letter["foot"], letter["links"]
    yield _RULE
    if letter["is_cut"]:
        yield wrap(CUT)
    yield f"Read this letter on the website:\n{links.archive}"
    yield f"Change what you get, or pause:\n{links.preferences}"
    yield f"Leave, no more letters:\n{links.leave}"
    yield wrap(f"You get this letter because you asked for it at {foot.host}.")
    lines = [f"{foot.name}. {foot.tagline}." if foot.tagline else foot.name, foot.about]
    yield "\n".join(wrap(line) for line in lines if line)


CUT = (
    "We left out a part of this letter, because you asked us to spare you what it speaks of. "
    "The whole letter is on the website."
)
