"""The content pack's part of this room: places of spread and signs."""

from typing import Any

from alongside.core.content import Loader

from .heard_pages import BeingHeardPage, MethodPage
from .interlock import overlaps
from .models import PlacePage, SignPage, SignsPage

INTRODUCTION = (
    "What to look out for, whom to ring and how soon, by place of spread. "
    "These signs come from clinical sources. Most have harmless causes too."
)
MORE = (
    (
        "p-being-heard",
        BeingHeardPage,
        "What it took to be heard",
        "How long people waited before they told somebody, how many visits it took, and what it was "
        "first taken for. All of it comes from what patients told us.",
    ),
    (
        "p-method",
        MethodPage,
        "How we collate",
        "How we turn what people tell us into numbers: who is counted, who is missing, and how nobody "
        "can be picked out.",
    ),
)
"""Id, kind, title and first words of the pages around what patients told us."""


def outline(loader: Loader) -> None:
    """Every place and sign by name."""
    loader.outline(SignsPage, "p-signs", "home", title="Signs and symptoms", slug="signs")
    for key, model, title, _ in MORE:
        loader.outline(model, key, "p-signs", title=title, slug=key.removeprefix("p-"))
    for place in loader.pack.places:
        loader.outline(
            PlacePage,
            f"place-{place['id']}",
            "p-signs",
            title=place["name"],
            slug=place["id"],
            call_now=_call_now(_place_words(place)),
        )
    for sign in loader.pack.signs:
        loader.outline(
            SignPage,
            sign["id"],
            f"place-{sign['place']}",
            call_now=_call_now(_sign_words(sign)),
            title=sign["name"],
            slug=sign["id"].removeprefix("s-"),
            urgency=sign["urgency"],
            action=sign["action"],
            urgency_reason=sign["urgency_reason"],
            description=sign["description"],
        )


def fill(loader: Loader) -> None:
    """The words of places and signs."""
    loader.fill(
        SignsPage,
        "p-signs",
        INTRODUCTION,
        {
            "introduction": INTRODUCTION,
            "search_description": INTRODUCTION,
        },
    )
    for key, model, title, introduction in MORE:
        words = {
            "title": title,
            "introduction": introduction,
            "search_description": introduction,
        }
        loader.fill(model, key, words, words)
    for place in loader.pack.places:
        loader.fill(
            PlacePage,
            f"place-{place['id']}",
            place,
            {
                "title": place["name"],
                "introduction": place["intro"],
                "call_now": _call_now(_place_words(place)),
                "search_description": place["intro"],
                "sources": _sources(loader, place),
                "general_knowledge": place.get("general_knowledge", False),
                "asked": "\n".join(place.get("asked", [])),
            },
        )
    for sign in loader.pack.signs:
        loader.fill(SignPage, sign["id"], sign, _sign(loader, sign))


def _sources(loader: Loader, item: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "source", "value": pk} for pk in loader.source_ids(item.get("sources") or [])]


def _place_words(place: dict[str, Any]) -> list[str]:
    return [place["name"], place["intro"], *place.get("asked", [])]


def _sign_words(sign: dict[str, Any]) -> list[str]:
    parts = ("name", "action", "urgency_reason", "description", "also_common", "clinical_term")
    return [*(sign[part] for part in parts), *sign["lay_terms"], *sign.get("asked", [])]


def _call_now(words: list[str]) -> bool:
    """Whether the page has to carry the “call now” block."""
    return bool(overlaps("\n".join(words)))


def _sign(loader: Loader, sign: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": sign["name"],
        "call_now": _call_now(_sign_words(sign)),
        "hpo_id": sign.get("hpo_id", ""),
        "pro_ctcae": sign.get("pro_ctcae", ""),
        "terms_source": sign.get("terms_source", ""),
        "search_description": sign["description"],
        "urgency": sign["urgency"],
        "action": sign["action"],
        "urgency_reason": sign["urgency_reason"],
        "description": sign["description"],
        "also_common": sign["also_common"],
        "clinical_term": sign["clinical_term"],
        "lay_terms": "\n".join(sign["lay_terms"]),
        "sources": _sources(loader, sign),
        "general_knowledge": sign["general_knowledge"],
        "asked": "\n".join(sign.get("asked", [])),
        "next_review_on": loader.pack.next_review,
    }
