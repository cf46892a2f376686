"""What one mail says, and to whom. In the database it is only ever locked."""

import json
from dataclasses import asdict, dataclass, replace

from alongside.core import installation_key

PURPOSE = "mail"
HIDDEN = "somebody@hidden.invalid"  # RFC 2606 §2: `.invalid` never exists


@dataclass(frozen=True)
class Letter:
    """Recipient, subject, and the same words as plain text and as HTML."""

    to: str
    subject: str
    text: str
    html: str

    def lock(self) -> bytes:
        """For the database: without the key of this installation it shows nothing."""
        return installation_key.lock(json.dumps(asdict(self)), purpose=PURPOSE)

    @classmethod
    def unlock(cls, locked: bytes) -> "Letter":
        """Raises installation_key.Unreadable, also for a letter that was blanked."""
        return cls(**json.loads(installation_key.unlock(locked, purpose=PURPOSE)))

    def without_address(self) -> "Letter":
        """The same letter to nobody in particular, for a file that stays on this machine."""
        return replace(
            self,
            to=HIDDEN,
            subject=self.subject.replace(self.to, HIDDEN),
            text=self.text.replace(self.to, HIDDEN),
            html=self.html.replace(self.to, HIDDEN),
        )
