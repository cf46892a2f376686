"""The content pack as search documents, for benchmarks and tests that need no database."""

import re
from collections.abc import Iterator
from pathlib import Path

from alongside.core.documents import Document
from alongside.core.pack import Answer, MarkdownFile, Pack

# As the site says it (`signs.models.Urgency`); one room does not import another.
URGENCY = {
    "emergency-now": "Emergency: act now",
    "same-day": "Ring the same day",
    "within-2-weeks": "Get it checked within two weeks",
    "next-appointment": "Say it at your next appointment",
}
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`#>]|^\s*[-\d]+[.)]?\s", re.MULTILINE)


def read_pack_documents(root: Path) -> list[Document]:
    """Every page of the content pack. Raises PackError on a broken file."""
    pack = Pack(root)
    return [
        *map(_answer, pack.answers),
        *map(_sign, pack.signs),
        *map(_word, pack.glossary),
        *map(_place, pack.places),
        *_plain(pack.pages, "p-"),
        *_plain(pack.days, "d-", "/today"),
    ]


def plain_text(markdown: str) -> str:
    """Markdown → its words only, on one line."""
    return " ".join(_MARKS.sub(" ", _LINK.sub(r"\1", markdown)).split())


def first_sentence(text: str) -> str:
    """The first sentence of a text, with its full stop."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text.strip(), maxsplit=1)[0]


def _answer(answer: Answer) -> Document:
    head = answer.file.head
    flags = [f"{flag['do']} {flag['when']}" for flag in head.get("red_flags") or []]
    body = [s.text for s in answer.minute] + [f.text for f in answer.facts] + flags
    return Document(
        id=answer.id,
        kind="answer",
        url=f"/answers/{answer.file.slug}/",
        title=str(head["title"]),
        one_sentence=plain_text(answer.sentence.text),
        asked=tuple(map(str, head.get("asked") or ())),
        body=plain_text(" ".join(body)),
    )


def _sign(sign: dict[str, object]) -> Document:
    action = str(sign["action"])
    parts = ("description", "clinical_term", "also_common", "urgency_reason")
    return Document(
        id=str(sign["id"]),
        kind="sign",
        url=f"/signs/{sign['place']}/{str(sign['id']).removeprefix('s-')}/",
        title=str(sign["name"]),
        one_sentence=f"{URGENCY[str(sign['urgency'])]}. {sign['description']}",
        asked=_texts(sign.get("asked")),
        lay_terms=_texts(sign.get("lay_terms")),
        body=" ".join(str(sign.get(part) or "") for part in parts),
        what_to_do_now=action if sign["urgency"] == "emergency-now" else "",
    )


def _word(term: dict[str, object]) -> Document:
    senses = " ".join(_texts(term.get("ambiguous_senses")))
    return Document(
        id=str(term["id"]),
        kind="word",
        url=f"/words/{str(term['id']).removeprefix('g-')}/",
        title=str(term["term"]),
        one_sentence=str(term["meaning"]),
        asked=_texts(term.get("asked")),
        lay_terms=_texts(term.get("variants")),
        body=senses,
    )


def _place(place: dict[str, object]) -> Document:
    return Document(
        id=f"place-{place['id']}",
        kind="page",
        url=f"/signs/{place['id']}/",
        title=str(place["name"]),
        one_sentence=str(place["intro"]),
        asked=_texts(place.get("asked")),
    )


def _plain(files: list[MarkdownFile], prefix: str, under: str = "") -> Iterator[Document]:
    for file in files:
        body = plain_text(file.body)
        yield Document(
            id=prefix + file.slug,
            kind="page",
            url=under + file.address,
            title=str(file.head["title"]),
            one_sentence=str(file.head.get("sentence") or first_sentence(body)),
            asked=_texts(file.head.get("asked")),
            body=body,
        )


def _texts(values: object) -> tuple[str, ...]:
    return tuple(str(value) for value in values) if isinstance(values, list) else ()
