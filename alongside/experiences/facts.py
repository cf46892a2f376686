"""What somebody told us, as (question, answer) in words: for moderators, and for herself."""

from collections.abc import Iterator

from .models import Experience
from .questions import VISITS, WEEKS, Place, visits_band, weeks_band


def facts_in_words(experience: Experience, names: dict[str, str]) -> list[tuple[str, str]]:
    """Without what she skipped. names: code of a sign → its name."""
    return [(asked, answer) for asked, answer in _facts(experience, names) if answer]


def _facts(experience: Experience, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    one = experience
    yield "Who tells", one.get_teller_display()
    yield "How it was found out", one.get_route_display()
    if one.years_since_primary is not None:
        yield "Years since primary", str(one.years_since_primary)
    yield "Places of spread", ", ".join(_place(code) for code in one.place_codes)
    yield "Found first in", one.get_first_place_display()
    yield "Noticed first", ", ".join(names.get(code, code) for code in one.sign_codes)
    if one.weeks_until_told is not None:
        yield "Told somebody", WEEKS[weeks_band(one.weeks_until_told)][1]
    yield "Told first", one.get_told_first_display()
    if one.visits is not None:
        yield "Visits before referral", VISITS[visits_band(one.visits)][1]
    yield "First taken for", one.get_taken_for_display()
    yield "How it was found", one.get_found_by_display()
    yield "Year", str(one.year or "")
    yield "Nation", one.get_nation_display()
    yield "Age then", one.get_age_band_display()
    yield "Gender", one.get_gender_display()


def _place(code: str) -> str:
    return str(Place(code).label) if code in Place.values else code
