"""What machines read of the figures about one sign: a thing of its own, never part of the medical page.

Quotes are not handed to machines: they must be gone everywhere when their writer takes them back.
"""

from typing import TYPE_CHECKING

from django.utils import timezone

from alongside.core.json_ld import Thing, address_of

from . import citing

if TYPE_CHECKING:
    from .models import SignPage
    from .patients import Noticed, Voice


def noticed_data(sign: "SignPage", voice: "Voice") -> Thing | None:
    """How many people noticed this sign first, with the label in every sentence. None: no figures."""
    release = voice.release
    if not (release and voice.noticed):
        return None
    address = address_of(sign)
    made_up = f"{citing.MADE_UP}: " if release.is_made_up else ""
    return {
        "@type": "Dataset",
        "@id": f"{address}#release-{release.number}",
        "url": address,
        "name": f"{made_up}What patients noticed first: {sign.title}",
        "description": release.label,
        "creditText": release.label,
        "version": str(release.number),
        "datePublished": timezone.localtime(release.published_at).date().isoformat(),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "license": citing.LICENCE_ADDRESS,
        "creator": {"@id": citing.full_address("/#organisation")},
        "isPartOf": {"@id": f"{citing.heard_address()}#release-{release.number}"},
        "variableMeasured": [_measured(told, release.label) for told in voice.noticed],
    }


def _measured(told: "Noticed", label: str) -> Thing:
    whom = "" if told.is_everybody else f" ({told.group_label})"
    return {
        "@type": "PropertyValue",
        "name": f"People who noticed this first{whom}",
        "value": told.count,
        "unitText": "people, rounded to the nearest 5",
        "description": f"{told.words[:1].upper()}{told.words[1:]} noticed this first{whom}. {label}",
    }
