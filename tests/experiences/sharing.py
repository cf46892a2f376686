"""Somebody in front of the form, and of the door for her six words."""

from typing import Any

from tests.enquiries.conftest import Visitor

DOOR, BACK = "/signs/share/", "/signs/share/yours/"
LITTLE = {"teller": "self", "route": "de_novo", "count_me": "on"}
EVERYTHING = {
    "teller": "self",
    "route": "after_primary",
    "years_since_primary": "6",
    "places": ["bone", "liver"],
    "first_place": "bone",
    "signs": ["s-bone-pain", "s-back-pain"],
    "own_signs": "My hip hurt like a toothache",
    "weeks_until_told": "5",
    "told_first": "gp",
    "told_first_words": "the nice one",
    "visits": "3",
    "taken_for": "strain",
    "taken_for_words": "wear and tear",
    "found_by": "emergency",
    "found_by_words": "after a fall",
    "wish_known": "That it is worth a scan",
    "year": "2021",
    "nation": "wales",
    "age_band": "45_54",
    "gender": "woman",
    "quote_1": "It felt like toothache in my hip.",
    "quote_2": "Ask, and ask again.",
    "signed_as": "pen_name",
    "name": "Wren",
    "count_me": "on",
    "quote_me": "on",
    "write_back": "on",
    "email": "wren@example.org",
    "contact_name": "Wren B.",
    "wish": "ask",
    "ask_name": "My sister",
    "ask_reach": "07700 900123",
}


class Contributor(Visitor):
    def share(self, page: Any = None, **words: Any) -> Any:
        return self.send(DOOR, words or LITTLE, page=page)

    def come_back(self, words: str) -> Any:
        return self.send(BACK, {"receipt": words})

    def do(self, page: Any, step: str, **words: Any) -> Any:
        """Press the button `step` on a page behind the door."""
        return self.send(BACK, {"do": step, **words}, page=page)
