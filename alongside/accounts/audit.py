"""The log of who did what to which number: `record`, the only way into it. (For the time being empty.)"""

from typing import Any


def record(*, actor: Any, action: str, target: str = "") -> None:
    """Write one line, in the transaction of what it tells about."""
