"""What in a text could identify somebody: marked for a moderator, who decides. Nothing is removed by itself.

Simple patterns, no list of names: rather one mark too many. Capital letters at the beginning of a sentence
do not count, except after a title or a relation ("Dr", "my husband").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_NAME = r"[A-Z][a-zà-ÿ'’-]+(?:\s+[A-Z][a-zà-ÿ'’-]+)*"
_PLACES_OF_CARE = (
    r"Hospital|Infirmary|Hospice|Surgery|Clinic|Medical (?:Centre|Practice)|Health Centre|Practice"
    r"|Trust|Centre"
)
_RELATIONS = (
    r"husband|wife|partner|son|daughter|sister|brother|mum|mother|dad|father|friend|boss|GP|nurse"
    r"|oncologist|consultant|surgeon"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("e-mail address", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("web address", r"(?:https?://|www\.)\S+"),
    ("social media name", r"(?<![\w@])@\w{3,30}"),
    (
        "telephone number",
        r"(?<!\w)(?:\+\d{1,3}[\s.-]?)?(?:\(?\d{3,5}\)?[\s.-]?)\d{3}[\s.-]?\d{3,4}(?!\w)",
    ),
    ("NHS number", r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{4}(?!\d)"),
    ("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"),
    ("date", rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b(?:,?\s+\d{{2,4}})?"),
    ("date", rf"\b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"),
    ("date", r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b"),
    ("hospital or surgery", rf"\b{_NAME}\s+(?:{_PLACES_OF_CARE})\b"),
    (
        "hospital or surgery",
        r"\b(?:[Tt]he\s+)?(?:Royal|St\.?|Saint|Queen|King|Princess)\s+(?:[A-Z][\w'’.]*\s*)+",
    ),
    (
        "hospital or surgery",
        r"\b(?:Marsden|Christie|Clatterbridge|Velindre|Beatson|Addenbrooke['’]?s)\b",
    ),
    ("name", rf"\b(?:Dr|Doctor|Mr|Mrs|Ms|Miss|Prof(?:essor)?|Nurse|Sister)\.?\s+{_NAME}"),
    ("name", rf"\b(?:[Mm]y|[Hh]er|[Hh]is|[Oo]ur)\s+(?:{_RELATIONS})\s+{_NAME}"),
    ("name", rf"\b(?:called|named|name is|name was|I am|I['’]m)\s+{_NAME}"),
    ("place", rf"\b(?:in|near|from|to|at|outside)\s+{_NAME}"),
    ("age", r"\b(?:aged|age)\s+\d{1,3}\b|\b\d{2}[- ]years?[- ]old\b"),
    (
        "place of work or street",
        rf"\b{_NAME}\s+(?:Street|Road|Lane|Avenue|School|College|University|Church|Ltd)\b",
    ),
)
_COMPILED = tuple((why, re.compile(pattern)) for why, pattern in _PATTERNS)
_NO_NAME = re.compile(
    r"GP|NHS|MRI|Christmas|Easter|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Covid|Google|English|British"
)
_CAPITAL = re.compile(r"(?<![.!?…\n:“\"(]\s)(?<![.!?…\n:“\"(])(?<!^)\b[A-Z][a-zà-ÿ]{2,}\b")


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `why` is empty for what identifies nobody."""

    text: str
    why: str = ""


def find_identifiers(text: str) -> list[tuple[int, int, str]]:
    """(from, to, why) of everything that may identify somebody, in order, none within another."""
    found = [
        (m.start(), m.end(), why) for why, pattern in _COMPILED for m in pattern.finditer(text)
    ]
    found += [
        (m.start(), m.end(), "name or place")
        for m in _CAPITAL.finditer(text)
        if not _NO_NAME.fullmatch(m.group())
    ]
    kept: list[tuple[int, int, str]] = []
    for begin, end, why in sorted(found, key=lambda one: (one[0], -one[1])):
        if not kept or begin >= kept[-1][1]:
            kept.append((begin, end, why))
    return kept


def in_pieces(text: str) -> Iterator[Piece]:
    """The whole text, cut where marks begin and end."""
    at = 0
    for begin, end, why in find_identifiers(text):
        if begin > at:
            yield Piece(text[at:begin])
        yield Piece(text[begin:end], why)
        at = end
    if at < len(text):
        yield Piece(text[at:])
