"""What somebody may ask for, and what she may ask to be spared. Both are kept as bits of one number."""

from collections.abc import Iterator
from enum import IntFlag


class Part(IntFlag):
    """What a section of a letter is about. A section without a part goes to everybody."""

    CAMPAIGN = 1
    TREATMENTS = 2
    EVENTS = 4
    BOOK = 8

    @property
    def label(self) -> str:
        return _PARTS[self]


class ContentNote(IntFlag):
    """What a section speaks of that not everybody can bear to read today."""

    DEATHS = 1
    SCANS = 2
    HOSPICE = 4

    @property
    def label(self) -> str:
        return _NOTES[self]


_PARTS = {
    Part.CAMPAIGN: "News of our campaign",
    Part.TREATMENTS: "New treatments and trials",
    Part.EVENTS: "Events",
    Part.BOOK: "The book",
}
_NOTES = {
    ContentNote.DEATHS: "Somebody has died",
    ContentNote.SCANS: "Scans and waiting for results",
    ContentNote.HOSPICE: "Hospice and the end of life",
}

ALL_PARTS = Part(15)


def labels_of(flags: Part | ContentNote) -> Iterator[str]:
    """One label for each bit, in the order of the form."""
    return (one.label for one in type(flags) if one in flags)
