"""What rooms put at the foot of every public page, from `AppConfig.ready`. `core` knows no room.

The pages are kept in memory and are the same for everybody, so a piece may hold nothing that changes
from visit to visit: no ticket, no time. Pages with a private form of their own have none: nothing may
stand beside such a form that can be taken for a part of it.
"""

_pieces: list[str] = []


def register(template: str) -> None:
    """template: its name. It is included with the context of the page."""
    if template not in _pieces:
        _pieces.append(template)


def pieces() -> list[str]:
    return list(_pieces)
