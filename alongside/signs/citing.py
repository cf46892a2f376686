"""What stands with every figure that leaves the site: where it is from, how to cite it, who may use it."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from alongside.core.json_ld import address_of
from alongside.core.mail.writing import site_name

from .releases import Release

LICENCE = "Creative Commons Attribution 4.0 (CC BY 4.0)"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_LINE = (
    f"{LICENCE}: anybody may use these figures who names us and leaves their label with them. "
    f"{LICENCE_ADDRESS}"
)
MADE_UP = "Made up for demonstration"


def full_address(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def heard_address() -> str:
    """Of “What it took to be heard”."""
    return _address_of_the("BeingHeardPage")


def method_address() -> str:
    return _address_of_the("MethodPage")


def _address_of_the(name: str) -> str:
    """The public address of the one page of this type, or of all signs while there is none."""
    page = apps.get_model("signs", name).objects.live().public().first()
    return address_of(page) if page else full_address("/signs/")


def day_of(release: Release) -> str:
    return f"{timezone.localtime(release.published_at):%-d %B %Y}"


def how_to_cite(release: Release) -> str:
    """One line for a list of sources. It names the number of the release: figures change."""
    made_up = f"{MADE_UP.upper()}. " if release.is_made_up else ""
    return (
        f"{made_up}{site_name()}. What people with secondary breast cancer told us about being "
        f"heard. Release {release.number}, {day_of(release)}, method {release.method}. "
        f"{method_address()}#release-{release.number}"
    )


def provenance(release: Release) -> dict[str, Any]:
    """The head of every file."""
    return {
        "label": release.label,
        "release": release.number,
        "date": timezone.localtime(release.published_at).date().isoformat(),
        "people": release.people,
        "method": release.method,
        "made_up": release.is_made_up,
        "method_page": method_address(),
        "page": heard_address(),
        "licence": LICENCE_LINE,
        "cite": how_to_cite(release),
    }
