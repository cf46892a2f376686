"""The content pack's part of this room: places of spread and signs."""

from typing import Any

from alongside.core.content import Loader

from .models import PlacePage, SignPage, SignsPage

INTRODUCTION = (
    "What to look out for, whom to ring and how soon, by place of spread. "
    "These signs come from clinical sources. Most have harmless causes too."
)


def outline(loader: Loader) -> None:
    """Every place and sign by name."""
    loader.outline(SignsPage, "p-signs", "home", title="Signs and symptoms", slug="signs")
    for place in loader.pack.places:
        loader.outline(
            PlacePage, f"place-{place['id']}", "p-signs", title=place["name"], slug=place["id"]
        )
    for sign in loader.pack.signs:
        loader.outline(
            SignPage,
            sign["id"],
            f"place-{sign['place']}",
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
    for place in loader.pack.places:
        loader.fill(
            PlacePage,
            f"place-{place['id']}",
            place,
            {
                "title": place["name"],
                "introduction": place["intro"],
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


def _sign(loader: Loader, sign: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": sign["name"],
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
