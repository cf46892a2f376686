"""The log of who did what to which number: `record`, the only way into it.

OWASP ASVS 5.0, chapter V16: what, who, when, and nothing that is secret or personal.
"""

import re
from typing import Any

from .models import AuditEntry

_ACTION = re.compile(r"[a-z][a-z_-]*(\.[a-z][a-z_-]*)+")
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TARGET = re.compile(rf"[a-z][a-z_-]*:([0-9]{{1,19}}|{_UUID})")


def record(*, actor: Any, action: str, target: str = "") -> AuditEntry:
    """Write one line, in the transaction of what it tells about.

    `actor` is the member of staff, or None for the system or somebody who is not signed in.
    `action` is a dotted verb (`conversation.opened`), `target` is `word:id` (`conversation:12`) or "".
    Raises ValueError for anything else: a name, an address or free text cannot get in.
    """
    if not _ACTION.fullmatch(action):
        raise ValueError("An action is a short dotted verb, such as conversation.opened")
    if target and not _TARGET.fullmatch(target):
        raise ValueError("A target is word:id, such as conversation:12")
    if actor is not None and not actor.is_authenticated:
        actor = None
    number = actor.pk if actor is not None else None
    return AuditEntry.objects.create(actor=actor, actor_number=number, action=action, target=target)
