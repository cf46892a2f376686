"""What somebody told us, in words, for herself."""

from alongside.signs.catalogue import catalogue, merged

from .models import Experience
from .questions import VISITS, WEEKS, Place, visits_band, weeks_band

Line = tuple[str, str]


def facts_in_words(experience: Experience) -> list[Line]:
    """(what was asked, what she chose), without what she skipped."""
    told = [
        ("Who it is about", experience.get_teller_display()),
        ("When it was found", experience.get_route_display()),
        ("Years after the first breast cancer", _number(experience.years_since_primary)),
        ("Where it had spread to", ", ".join(_place(code) for code in experience.place_codes)),
        ("Where it was found first", experience.get_first_place_display()),
        ("What you noticed first", ", ".join(sign_names(experience))),
        ("Until you told somebody", _weeks(experience.weeks_until_told)),
        ("Whom you told first", experience.get_told_first_display()),
        ("Visits until somebody sent you on", _visits(experience.visits)),
        ("What you were first told that it was", experience.get_taken_for_display()),
        ("How it was found", experience.get_found_by_display()),
        ("Year", _number(experience.year)),
        ("Where you lived", experience.get_nation_display()),
        ("Age", experience.get_age_band_display()),
        ("Gender", experience.get_gender_display()),
    ]
    return [(asked, answer) for asked, answer in told if answer]


def sign_names(experience: Experience) -> list[str]:
    names = {sign.code: sign.name for sign in catalogue()}
    into = merged()
    found = (names.get(into.get(code, code), code) for code in experience.sign_codes)
    return list(dict.fromkeys(found))


def _place(code: str) -> str:
    return str(Place(code).label) if code in Place.values else code


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _weeks(weeks: int | None) -> str:
    return "" if weeks is None else WEEKS[weeks_band(weeks)][1]


def _visits(visits: int | None) -> str:
    return "" if visits is None else VISITS[visits_band(visits)][1]
