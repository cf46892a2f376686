"""Who ordered, and where the parcel goes. In the database it is only ever locked."""

import json
from dataclasses import asdict, dataclass

from django_countries import countries

from alongside.core import installation_key
from alongside.core.mail.addresses import normalised

PURPOSE = "orders"


@dataclass(frozen=True)
class Buyer:
    """lines: the address above town and postcode, one or more. country: two letters (ISO 3166-1).
    dedication: what she wants written into the book. Everything but country may be "" for what is not
    posted."""

    name: str = ""
    email: str = ""
    lines: tuple[str, ...] = ()
    town: str = ""
    postcode: str = ""
    country: str = "GB"
    dedication: str = ""

    def lock(self) -> bytes:
        return installation_key.lock(json.dumps(asdict(self)), purpose=PURPOSE)

    @classmethod
    def unlock(cls, locked: bytes) -> "Buyer":
        """Raises installation_key.Unreadable."""
        values = json.loads(installation_key.unlock(locked, purpose=PURPOSE))
        return cls(**values | {"lines": tuple(values["lines"])})

    def mark(self) -> bytes | None:
        """What finds her orders by her address for her rights; no other room has this hash."""
        return (
            installation_key.mark(normalised(self.email), purpose=PURPOSE) if self.email else None
        )

    @property
    def label(self) -> list[str]:
        """The lines of an address label, as her country's post reads them: the country only abroad."""
        end = [self.town, self.postcode] if self.country == "GB" else [self._town_abroad()]
        country = "" if self.country == "GB" else str(countries.name(self.country)).upper()
        return [line for line in (self.name, *self.lines, *end, country) if line]

    def _town_abroad(self) -> str:
        """Most countries write the postcode before the town; these write it after (UPU S42)."""
        after = self.country in {
            "US",
            "CA",
            "AU",
            "IN",
            "NZ",
            "IE",
            "ZA",
            "SG",
            "JE",
            "GG",
            "IM",
            "GI",
        }
        both = (self.town, self.postcode) if after else (self.postcode, self.town)
        return " ".join(part for part in both if part)


def marks_of(address: str) -> list[bytes]:
    """Also under older secret keys: to find, never to write."""
    return installation_key.marks(normalised(address), purpose=PURPOSE)
