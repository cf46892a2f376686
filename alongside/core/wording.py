"""What people agree to: words that are never changed, only followed by another version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """version: at most 20 letters. tick: beside the box. says: what it means, a sentence each."""

    version: str
    tick: str
    says: tuple[str, ...]
