"""One thing to mend in the content pack."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`where`: file and part, or id. `is_error`: the pack must not be published like this."""

    where: str
    what: str
    is_error: bool = False

    def __str__(self) -> str:
        return f"{'error' if self.is_error else 'remark'}: {self.where}: {self.what}"
