"""Three sheets on their way from the screen onto paper.

Their words are kept nowhere: they travel with the page itself, in a field that only this installation
can read, from the moment they are made until one word of each was read back from paper.
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field

from alongside.accounts.models import User
from alongside.core import installation_key

from .keys import current_key
from .models import RecoverySet
from .sheets import SHEETS, WORDS_A_SHEET

PURPOSE = "sheets"


class Spent(Exception):
    """These sheets are not the ones that are being made now, or not hers, or were read back."""


@dataclass(frozen=True)
class Printed:
    recovery_set: RecoverySet
    words: list[list[str]] = field(repr=False)
    places: list[int]  # of the word that is asked for, on each sheet, from 1

    def lock(self, user: User) -> str:
        """For a hidden field."""
        inside = {
            "set": self.recovery_set.pk, "user": user.pk, "words": self.words, "places": self.places
        }  # fmt: skip
        locked = installation_key.lock(json.dumps(inside), purpose=PURPOSE)
        return base64.urlsafe_b64encode(locked).decode()


def just_made(words: list[str]) -> Printed:
    """`words` as `keys.make_sheets` returns them, in the same transaction."""
    newest = RecoverySet.objects.filter(key=current_key(), confirmed_at=None).latest("pk")
    # Not the first four words, which all three sheets share: they would not tell them apart.
    places = [5 + secrets.randbelow(WORDS_A_SHEET - 5) for _ in range(SHEETS)]
    return Printed(newest, [sheet.split() for sheet in words], places)


def read(locked: str, user: User) -> Printed:
    """What `Printed.lock` wrote for the same person. Raises Spent."""
    try:
        opened = installation_key.unlock(base64.urlsafe_b64decode(locked), purpose=PURPOSE)
    except (installation_key.Unreadable, binascii.Error, ValueError) as error:
        raise Spent from error
    inside = json.loads(opened)
    newest = RecoverySet.objects.filter(
        pk=inside["set"], key=current_key(), confirmed_at=None
    ).first()
    if newest is None or inside["user"] != user.pk:
        raise Spent
    return Printed(newest, inside["words"], inside["places"])
