"""The facts of an experience in words, as a moderator reads them."""

from collections.abc import Mapping

from alongside.experiences.models import Experience
from alongside.experiences.questions import VISITS, WEEKS, Place, Teller, visits_band, weeks_band

TOLD_BY = {
    Teller.SELF.value: "Herself or himself",
    Teller.DIED.value: "Somebody close to her or him, who has died",
    Teller.CANNOT_WRITE.value: "Somebody close to her or him, who cannot write it",
}


def in_short(one: Experience) -> str:
    """One line for a list: how it was found out, and where."""
    parts = [one.get_route_display(), ", ".join(_places(one))]
    if one.is_on_behalf:
        parts.append("told by somebody close")
    return " · ".join(part for part in parts if part) or "No facts chosen"


def in_words(one: Experience, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """(what was asked, what she chose), without what she skipped. names: code of a sign → its name."""
    found = [
        ("Who tells it", TOLD_BY.get(one.teller, "")),
        ("How it was found out", _route(one)),
        ("Where it has spread to", ", ".join(_places(one))),
        ("Found first in", one.get_first_place_display() if len(one.place_codes) > 1 else ""),
        ("What she noticed first", ", ".join(names.get(code, code) for code in one.sign_codes)),
        ("Until she told somebody", _weeks(one)),
        ("Whom she told first", one.get_told_first_display()),
        ("Visits before somebody referred her", _visits(one)),
        ("What it was first taken for", one.get_taken_for_display()),
        ("How it was found in the end", one.get_found_by_display()),
        ("Year", str(one.year or "")),
        ("Nation", one.get_nation_display()),
        ("Age then", one.get_age_band_display()),
        ("Gender", one.get_gender_display()),
    ]
    return [(asked, told) for asked, told in found if told]


def consents_in_words(one: Experience) -> list[tuple[str, bool]]:
    """(what she was asked, whether she agreed)."""
    return [
        ("Count her", one.count_me),
        ("Quote her", one.quote_me),
        ("Write back to her", one.write_back),
    ]


def _places(one: Experience) -> list[str]:
    return [str(Place(code).label) for code in one.place_codes if code in Place.values]


def _route(one: Experience) -> str:
    if one.years_since_primary is None:
        return str(one.get_route_display())
    years = one.years_since_primary
    later = "within a year" if years == 0 else f"{years} year{'' if years == 1 else 's'} later"
    return f"{one.get_route_display()}, {later}"


def _weeks(one: Experience) -> str:
    return "" if one.weeks_until_told is None else WEEKS[weeks_band(one.weeks_until_told)][1]


def _visits(one: Experience) -> str:
    return "" if one.visits is None else VISITS[visits_band(one.visits)][1]
