"""Looks for problems in the content pack."""

from dataclasses import dataclass

from .pack import Pack


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `is_error`: the pack must not be published like this."""

    where: str
    what: str
    is_error: bool = False

    def __str__(self) -> str:
        return f"{'error' if self.is_error else 'remark'}: {self.where}: {self.what}"


def check(pack: Pack) -> list[Problem]:
    """All problems of `pack`. Raises PackError when a file cannot be read at all."""
    return []
