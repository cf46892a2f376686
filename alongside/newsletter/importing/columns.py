"""Which column of a file says what: guessed from its heading, then chosen by the founder."""

import re
from enum import Enum

from alongside.newsletter.models import PeopleImport


class Field(Enum):
    """What a column can say."""

    address = "E-mail address"
    first_name = "First name"
    parts = "What she asked for"
    asked_on = "The day on which she asked"
    how = "How and where she asked"
    confirmed_on = "The day on which she said yes a second time (pressed a link in a mail)"


_HEADINGS = {
    Field.address: "email emailaddress mail mailaddress address subscriberemail",
    Field.first_name: "firstname fname forename givenname name subscribername",
    Field.parts: "parts tags groups interests topics lists list askedfor",
    Field.asked_on: "askedon optintime optindate signupdate signedup subscribedon subscribed "
    "subscribedat consentdate dateofconsent dateadded joined joinedon createdat date",
    Field.how: "how howandwhere source optinsource signupsource consent consentsource proof where form",
    Field.confirmed_on: "saidyeson confirmtime confirmed confirmedon confirmedat confirmdate "
    "doubleoptin optinconfirmed confirmationtime",
}  # fmt: skip


def guess(headings: list[str]) -> dict[str, int]:
    """Field name → number of the column. What a founder chose for a heading before comes first."""
    chosen = _remembered()
    found: dict[str, int] = {}
    for number, heading in enumerate(headings):
        plain = _plain(heading)
        name = chosen.get(plain) or next(
            (field.name for field, known in _HEADINGS.items() if plain in known.split()), None
        )
        if name and name not in found:
            found[name] = number
    return found


def by_heading(headings: list[str], columns: dict[str, int]) -> dict[str, str]:
    """What is remembered of a choice: headings name nobody."""
    return {_plain(headings[number])[:60]: name for name, number in columns.items()}


def _remembered() -> dict[str, str]:
    known: dict[str, str] = {}
    for one in PeopleImport.objects.order_by("-pk")[:20]:
        known = {**one.columns.get("headings", {}), **known}
    return known


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.lower())
