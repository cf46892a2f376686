"""What machines read about a release: a schema.org Dataset, never a medical page.

Nobody's clinic made these figures, so nothing here says so. The label is in the description and in
`creditText`, so that whoever takes one of them takes it along.
"""

from django.urls import reverse
from django.utils import timezone

from alongside.core.json_ld import Thing

from . import citing
from .figures import Figures
from .releases import Release


def dataset(release: Release, figures: Figures) -> Thing:
    """The current release, with where its files lie."""
    day = timezone.localtime(release.published_at).date().isoformat()
    page = citing.heard_address()
    headings = dict.fromkeys(table.heading for table in figures.tables if table.is_shown)
    return {
        "@type": "Dataset",
        "@id": f"{page}#release-{release.number}",
        "url": page,
        "name": _name(release),
        "description": f"{release.label} People told us themselves; they were not drawn by lot. "
        "Counts under 8 are hidden, all others are rounded to the nearest 5.",
        "creditText": release.label,
        "version": str(release.number),
        "datePublished": day,
        "dateModified": day,
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "license": citing.LICENCE_ADDRESS,
        "creator": {"@id": citing.full_address("/#organisation")},
        "citation": citing.how_to_cite(release),
        "measurementTechnique": "Told by patients themselves on this website, or by somebody close "
        f"to them; collated by method {release.method}: {citing.method_address()}",
        "variableMeasured": list(headings),
        "distribution": [
            _download("figures-csv", "text/csv"),
            _download("figures-json", "application/json"),
        ],
    }


def _name(release: Release) -> str:
    made_up = f"{citing.MADE_UP}: " if release.is_made_up else ""
    return f"{made_up}What it took to be heard, release {release.number}"


def _download(name: str, encoding: str) -> Thing:
    return {
        "@type": "DataDownload",
        "contentUrl": citing.full_address(reverse(name)),
        "encodingFormat": encoding,
    }
