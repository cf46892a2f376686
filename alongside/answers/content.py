"""The content pack's part of this room: sources, groups, answers and words."""

import datetime
from typing import Any

from alongside.core.blocks import Nation
from alongside.core.content import Loader
from alongside.core.models import Source
from alongside.core.pack import Answer, Fact

from .models import AnswerGroup, AnswerPage, AnswersPage, GlossaryPage, WordPage

NATIONS = {label: value for value, label in Nation.choices}


def outline(loader: Loader) -> None:
    """Sources and groups first, then every page of this room by name."""
    for source in loader.pack.sources:
        row = loader.record(Source.objects, f"source:{source['id']}", source, _source(source))
        if row:
            loader.sources[source["id"]] = row.pk
    for place, group in enumerate(loader.pack.groups):
        loader.record(
            AnswerGroup.objects,
            f"group:{group['id']}",
            group,
            {"name": group["name"], "sort_order": place},
        )
    loader.outline(AnswersPage, "p-answers", "home", title="Answers", slug="answers")
    groups = {group.key: group for group in AnswerGroup.objects.all()}
    for answer in loader.pack.answers:
        head = answer.file.head
        loader.outline(
            AnswerPage,
            answer.id,
            "p-answers",
            title=head["title"],
            slug=head["slug"],
            group=groups[head["group"]],
            sentence=answer.sentence.text,
        )
    loader.outline(GlossaryPage, "p-words", "home", title="Words in your letters", slug="words")
    for word in loader.pack.glossary:
        loader.outline(
            WordPage,
            word["id"],
            "p-words",
            title=word["term"],
            slug=word["id"].removeprefix("g-"),
            meaning=word["meaning"],
            category=word["category"],
        )


def fill(loader: Loader) -> None:
    """The words of answers and glossary."""
    text = "Real questions, each answered in one sentence, in one minute and in full."
    loader.fill(AnswersPage, "p-answers", text, {"introduction": text, "search_description": text})
    for answer in loader.pack.answers:
        source = [answer.file.head, answer.file.body]
        loader.fill(AnswerPage, answer.id, source, _answer(loader, answer))
    text = "What the words and letters in clinic letters and reports mean, in plain English."
    loader.fill(GlossaryPage, "p-words", text, {"introduction": text, "search_description": text})
    for word in loader.pack.glossary:
        loader.fill(WordPage, word["id"], word, _word(word))


def _month(text: str) -> datetime.date:
    year, month = str(text).split("-")[:2]
    return datetime.date(int(year), int(month), 1)


def _source(source: dict[str, Any]) -> dict[str, Any]:
    return {
        "organisation": source["organisation"],
        "title": source["title"],
        "url": source.get("url", ""),
        "read_on": _month(source["read"]),
        "recheck_on": _month(source["recheck"]) if source.get("recheck") else None,
        "note": source.get("note", ""),
    }


def _fact(loader: Loader, fact: Fact) -> dict[str, Any]:
    return {
        "type": "fact",
        "value": {
            "text": loader.rich(fact.text, inline=True),
            "sources": loader.source_ids(fact.sources),
            "general_knowledge": fact.general_knowledge,
            "about_this_site": fact.about_this_site,
        },
    }


def _numbers(rests_on: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in rests_on)


def _answer(loader: Loader, answer: Answer) -> dict[str, Any]:
    head = answer.file.head
    return {
        "title": head["title"],
        "sentence": answer.sentence.text,
        "sentence_rests_on": _numbers(answer.sentence.rests_on),
        "search_description": answer.sentence.text,
        "minute": [
            {
                "type": "statement",
                "value": {
                    "text": loader.rich(statement.text, inline=True),
                    "rests_on": _numbers(statement.rests_on),
                },
            }
            for statement in answer.minute
        ],
        "facts": [_fact(loader, fact) for fact in answer.facts],
        "numbers": [_fact(loader, fact) for fact in answer.numbers],
        "red_flags": [
            {
                "type": "red_flag",
                "value": {
                    "do": flag["do"],
                    "when": flag["when"],
                    "signs": loader.page_ids(flag.get("signs") or []),
                },
            }
            for flag in head.get("red_flags", [])
        ],
        "nations": [
            {
                "type": "nation",
                "value": {
                    "where": NATIONS[nation["where"]],
                    "note": loader.rich(nation["note"], inline=True),
                    "sources": loader.source_ids(nation.get("sources") or []),
                },
            }
            for nation in head.get("nations", [])
        ],
        "related": loader.stream_of_pages(head.get("related", [])),
        "asked": "\n".join(head.get("asked", [])),
        "for_editors": head.get("for_editors", ""),
        "next_review_on": head.get("next_review", loader.pack.next_review),
        "review_every_months": head.get("review_every_months", 12),
    }


def _word(word: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": word["term"],
        "meaning": word["meaning"],
        "search_description": word["meaning"],
        "category": word["category"],
        "variants": "\n".join(word["variants"]),
        "other_senses": "\n".join(word["ambiguous_senses"]),
        "asked": "\n".join(word.get("asked", [])),
        "mark_in_answers": word.get("mark_in_answers", True),
    }
