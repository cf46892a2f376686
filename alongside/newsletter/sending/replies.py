"""What the mail server answers (RFC 5321 §4.2, RFC 3463), and what it means for one letter."""

import re
from dataclasses import dataclass

from .jobs import State

_ENHANCED = re.compile(rb"([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True)
class Reply:
    """stage: sender, recipient, data, end. The server's words are not kept: they hold addresses."""

    stage: str
    code: int
    enhanced: str = ""

    @classmethod
    def of(cls, stage: str, code: int, words: bytes) -> "Reply":
        found = _ENHANCED.match(words)
        return cls(stage, code, found[1].decode() if found else "")

    @property
    def why(self) -> str:
        return f"{self.stage} {self.code} {self.enhanced}".strip()

    @property
    def is_good(self) -> bool:
        return self.code == 354 if self.stage == "data" else 200 <= self.code < 300

    @property
    def state(self) -> State:
        """4yz: later; 5yz: never (RFC 5321 §4.2.1)."""
        if self.is_good:
            return State.SENT
        return State.FAILED if self.code >= 500 else State.DEFERRED
