"""How to reach a subscriber. In the database it is only ever locked."""

import json
from dataclasses import asdict, dataclass

from alongside.core import installation_key
from alongside.core.mail.addresses import normalised

PURPOSE = "newsletter"


@dataclass(frozen=True)
class Contact:
    """Her address, and the first name that she may have given."""

    address: str
    first_name: str = ""

    def lock(self) -> bytes:
        return installation_key.lock(json.dumps(asdict(self)), purpose=PURPOSE)

    @classmethod
    def unlock(cls, locked: bytes) -> "Contact":
        """Raises installation_key.Unreadable."""
        return cls(**json.loads(installation_key.unlock(locked, purpose=PURPOSE)))

    @property
    def masked(self) -> str:
        """`a***@e***.org`: enough for her to know it, and not for whom a letter was forwarded to."""
        local, _, domain = self.address.rpartition("@")
        name, dot, end = domain.rpartition(".")
        return f"{local[:1]}***@{(name or end)[:1]}***{dot}{end if name else ''}"

    def mark(self) -> bytes:
        """What finds her row by her address; no other room has this hash."""
        return mark_of(self.address)


def mark_of(address: str) -> bytes:
    return installation_key.mark(normalised(address), purpose=PURPOSE)


def marks_of(address: str) -> list[bytes]:
    """Also under older secret keys: to find, never to write."""
    return installation_key.marks(normalised(address), purpose=PURPOSE)
