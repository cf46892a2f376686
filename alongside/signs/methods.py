"""Every version of the method by which figures are made, for the page that explains it.

The rules themselves are in `alongside/experiences/collation/`; docs/method.md explains them to researchers.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Method:
    version: str
    since: date
    what_changed: str


METHODS = (
    Method(
        "1.0",
        date(2026, 11, 25),
        "The first. Counts under 8 are hidden, all others are rounded to the nearest 5, and hundredths "
        "come from rounded counts. A table whose change would tell of fewer than 8 newcomers stays as it "
        "was.",
    ),
)
"""The newest first."""
