"""Looks for problems in the content pack: `alongside content check`. Touches no database.

An error is something that the reader would meet: a link that leads nowhere, a fact whose source does
not exist, a figure about survival out of its place. A remark is for the writer to weigh.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from .blocks import Nation
from .content_language import check_language
from .pack import Answer, Pack, PackError, read_answer
from .pack_texts import PackText, texts_of_pack
from .problems import Problem

FEWEST_ASKED = 8
LONGEST_MEANING = 35
URGENCIES = ("emergency-now", "same-day", "within-2-weeks", "next-appointment")
OWN_PATHS = (
    *("/", "/answers/", "/signs/", "/words/", "/today/", "/search/", "/feed.xml", "/trust/"),
    *("/join-us/conversation/", "/privacy/complaint/", "/signs/share/yours/", "/letters/leave/"),
    *("/signs/being-heard/", "/signs/method/", "/signs/card.pdf", "/letters/"),
    *("/book/order/", "/book/free-copy/", "/book/cancel/"),
)
OWN_PAGES = (
    *("home", "p-answers", "p-signs", "p-words", "p-today", "p-being-heard", "p-method"),
    "p-letters",
)
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|TBC|XXX)\b|lorem ipsum", re.IGNORECASE)


def check(pack: Pack) -> list[Problem]:
    """All problems of `pack`, errors first. Raises PackError when a YAML file cannot be read at all."""
    answers, problems = _read_answers(pack)
    texts = list(texts_of_pack(pack, answers))
    known = _known_ids(pack, answers)
    problems += [
        *_check_unfinished(pack),
        *_check_names(pack, answers),
        *_check_sources(pack, answers),
        *_check_ids(pack, answers, known),
        *_check_links(pack, answers, texts, known),
        *_check_answers(pack, answers),
        *_check_signs_and_words(pack),
        *check_language(pack, texts),
    ]
    return sorted(problems, key=lambda p: (not p.is_error, p.where, p.what))


def _error(where: str, what: str) -> Problem:
    return Problem(where, what, is_error=True)


def _read_answers(pack: Pack) -> tuple[list[Answer], list[Problem]]:
    """The answers that are in the right form, and one error for each that is not."""
    answers, problems = [], []
    for path in sorted((pack.root / "answers").glob("*.md")):
        try:
            answers.append(read_answer(path))
        except PackError as error:
            problems.append(
                _error(f"answers/{path.name}", str(error).removeprefix(f"{path.name}: "))
            )
    return answers, problems


def _check_unfinished(pack: Pack) -> Iterator[Problem]:
    for path in sorted([*pack.root.rglob("*.md"), *pack.root.rglob("*.yaml")]):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _UNFINISHED.search(line):
                yield _error(f"{path.relative_to(pack.root)}, line {number}", line.strip())


def _known_ids(pack: Pack, answers: list[Answer]) -> frozenset[str]:
    return frozenset(
        [
            *OWN_PAGES,
            *(answer.id for answer in answers),
            *(entry["id"] for entry in (*pack.signs, *pack.glossary)),
            *(f"place-{place['id']}" for place in pack.places),
            *(f"p-{file.slug}" for file in pack.pages),
            *(f"d-{file.slug}" for file in pack.days),
            *(f"l-{file.slug}" for file in pack.letters),
        ]
    )


def _check_names(pack: Pack, answers: list[Answer]) -> Iterator[Problem]:
    """No two pages or sources have the same id, no two answers the same address."""
    ids = [answer.id for answer in answers]
    ids += [entry["id"] for entry in (*pack.signs, *pack.glossary, *pack.sources)]
    slugs = [f"/answers/{answer.file.slug}/" for answer in answers]
    for name, count in Counter(ids + slugs).items():
        if count > 1:
            yield _error(name, f"there are {count} of it")


def _check_sources(pack: Pack, answers: list[Answer]) -> Iterator[Problem]:
    known = {source["id"] for source in pack.sources}
    used: set[str] = set()
    for where, names in _uses_of_sources(pack, answers):
        used.update(names)
        yield from (_error(where, f"there is no source {n}") for n in names if n not in known)
    yield from (
        Problem(f"sources.yaml, {name}", "no fact uses it") for name in sorted(known - used)
    )


def _uses_of_sources(pack: Pack, answers: list[Answer]) -> Iterator[tuple[str, Iterable[str]]]:
    for answer in answers:
        where = f"answers/{answer.file.path.name}"
        for part, facts in (("In full", answer.facts), ("Numbers", answer.numbers)):
            for number, fact in enumerate(facts, 1):
                yield f"{where}, {part}, {number}", fact.sources
        for note in answer.file.head.get("nations") or []:
            yield f"{where}, note for {note['where']}", note.get("sources") or []
    for entry in (*pack.signs, *pack.places, *pack.glossary):
        yield entry["id"], entry.get("sources") or []


def _check_ids(pack: Pack, answers: list[Answer], known: frozenset[str]) -> Iterator[Problem]:
    """Pages that are named by their id exist."""
    for where, names in _uses_of_ids(pack, answers):
        yield from (
            _error(where, f"there is no page {name}") for name in names if name not in known
        )


def _uses_of_ids(pack: Pack, answers: list[Answer]) -> Iterator[tuple[str, Iterable[str]]]:
    for answer in answers:
        where, head = f"answers/{answer.file.path.name}", answer.file.head
        yield f"{where}, related", head.get("related") or []
        for flag in head.get("red_flags") or []:
            yield f"{where}, red_flags", flag.get("signs") or []
    for file in pack.days:
        yield f"days/{file.path.name}, helps", file.head.get("helps") or []
    yield "home.md, most_asked", pack.home.head.get("most_asked") or []
    yield "home.md, signs_to_know", pack.home.head.get("signs_to_know") or []
    for place, entries in pack.menu.items():
        yield f"menu.yaml, {place}", [entry["page"] for entry in _flat(entries) if "page" in entry]


def _flat(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        yield entry
        yield from _flat(entry.get("under") or [])


def _check_links(
    pack: Pack, answers: list[Answer], texts: list[PackText], known: frozenset[str]
) -> Iterator[Problem]:
    """Links in the text lead to an id, to a path of ours, or out of the site over https."""
    paths = {
        *OWN_PATHS,
        *(f"/answers/{answer.file.slug}/" for answer in answers),
        *(f"/signs/{place['id']}/" for place in pack.places),
        *(f"/signs/{sign['place']}/{sign['id'].removeprefix('s-')}/" for sign in pack.signs),
        *(f"/words/{word['id'].removeprefix('g-')}/" for word in pack.glossary),
        *(file.address for file in pack.pages),
        *(f"/today/{file.slug}/" for file in pack.days),
        *(f"/letters/{file.slug}/" for file in pack.letters),
    }
    for text in texts:
        for address in text.links:
            if address not in known | paths and not address.startswith(
                ("https://", "tel:", "mailto:")
            ):
                yield _error(text.where, f"the link to {address} leads nowhere")


def _check_answers(pack: Pack, answers: list[Answer]) -> Iterator[Problem]:
    groups, nations = {group["id"] for group in pack.groups}, set(Nation.labels)
    for answer in answers:
        where, head = f"answers/{answer.file.path.name}", answer.file.head
        if head.get("group") not in groups:
            yield _error(where, f"there is no group {head.get('group')}")
        for note in head.get("nations") or []:
            if note["where"] not in nations:
                yield _error(
                    where, f"there is no nation {note['where']}; {', '.join(Nation.labels)}"
                )
        asked = head.get("asked") or []
        if len(set(asked)) < FEWEST_ASKED:
            yield _error(where, f"{len(set(asked))} ways people type it, fewer than {FEWEST_ASKED}")
        if not answer.facts or any(
            not (f.sources or f.general_knowledge or f.about_this_site)
            for f in (*answer.facts, *answer.numbers)
        ):
            yield _error(where, "a fact has no basis")


def _check_signs_and_words(pack: Pack) -> Iterator[Problem]:
    places = {place["id"] for place in pack.places}
    for sign in pack.signs:
        if sign["place"] not in places:
            yield _error(sign["id"], f"there is no place {sign['place']}")
        if sign["urgency"] not in URGENCIES:
            yield _error(sign["id"], f"there is no urgency {sign['urgency']}")
        if not (sign.get("sources") or sign.get("general_knowledge")):
            yield _error(sign["id"], "it says neither a source nor general_knowledge: true")
    for word in pack.glossary:
        length = len(word["meaning"].split())
        if length > LONGEST_MEANING:
            yield _error(word["id"], f"its meaning has {length} words, more than {LONGEST_MEANING}")
