"""What machines read about a page: schema.org in JSON-LD. Why so: docs/decisions/0005-json-ld.md.

The provenance label stands in `creditText` and again at the end of every description and answer, so
that whoever takes only one sentence takes the label with it. Figures about how long people live are
never given to this module.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from .models import ReviewedPage, SitePage, Source

Thing = dict[str, Any]

CONDITION: Thing = {
    "@type": "MedicalCondition",
    "name": "Secondary breast cancer",
    "alternateName": [
        "metastatic breast cancer",
        "stage 4 breast cancer",
        "advanced breast cancer",
    ],
}
AUDIENCE: Thing = {
    "@type": "Patient",
    "audienceType": "People with secondary breast cancer, and the people close to them",
}
_ESCAPES = {
    ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
}


def as_script(things: Iterable[Thing]) -> SafeString:
    """The text of a `<script type="application/ld+json">`. Nothing in `things` can end it early."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # safe: no "<", ">" or "&" is left in it


def address_of(page: Any) -> str:
    """The public address of `page`, or of the site while the page has none."""
    parts = page.get_url_parts()
    return settings.WAGTAILADMIN_BASE_URL + (parts[2] if parts else "/")


def _site_address(fragment: str = "") -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}/{fragment}"


def organisation(name: str) -> Thing:
    return {
        "@type": "Organization",
        "@id": _site_address("#organisation"),
        "name": name,
        "url": _site_address(),
    }


def website(name: str, *, description: str) -> Thing:
    return {
        "@type": "WebSite",
        "@id": _site_address("#website"),
        "url": _site_address(),
        "name": name,
        "description": description,
        "inLanguage": "en-GB",
        "publisher": {"@id": _site_address("#organisation")},
        "about": CONDITION,
        "audience": AUDIENCE,
        "potentialAction": {
            "@type": "SearchAction",
            "target": _site_address("search/?q={search_term_string}"),
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(page: "SitePage") -> Thing:
    """The way from home to `page`. One query."""
    way = page.get_ancestors(inclusive=False).filter(depth__gte=2)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": step.title, "item": address_of(step)}
            for place, step in enumerate([*way, page], 1)
        ],
    }


def web_page(page: "SitePage", *, summary: str = "") -> Thing:
    """Any page of ours. `summary`: one or two sentences, without figures about survival."""
    data: Thing = {
        "@type": "WebPage",
        "@id": address_of(page),
        "url": address_of(page),
        "name": page.title,
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "isPartOf": {"@id": _site_address("#website")},
        "publisher": {"@id": _site_address("#organisation")},
    }
    if summary:
        data["description"] = summary
    if page.first_published_at:
        data["datePublished"] = page.first_published_at.date().isoformat()
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.date().isoformat()
    return data


def citation(source: "Source") -> Thing:
    cited: Thing = {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.organisation},
    }
    return cited | ({"url": source.url} if source.url else {})


def labelled_page(
    page: Any, *, summary: str, sources: Iterable["Source"], about: Iterable[Thing] = ()
) -> Thing:
    """A page with health statements and a `label`, which goes wherever the summary goes."""
    return web_page(page, summary=f"{summary} {page.label}") | {
        "@type": "MedicalWebPage",
        "creditText": page.label,
        "about": [CONDITION, *about],
        "audience": AUDIENCE,
        "citation": [citation(source) for source in sources],
    }


def reviewed_page(
    page: "ReviewedPage", *, summary: str, sources: Iterable["Source"], about: Iterable[Thing] = ()
) -> Thing:
    """The same for a page that somebody may have reviewed: said only of a real review."""
    data = labelled_page(page, summary=summary, sources=sources, about=about)
    if review := page.review:
        data["lastReviewed"] = review.reviewed_on.isoformat()
        data["reviewedBy"] = {
            "@type": "Person",
            "name": review.shown_name,
            "jobTitle": review.shown_role,
        }
    return data
