"""The founders' key, for rooms that seal something which the founders must be able to open.

The key lives in the room `enquiries`, which fills this door when it starts; `core` knows no room, and
private rooms do not know each other. A room seals a key of its own to `LiveKey.public`. So the founders'
passphrases, their recovery sheets and every exchange of their key cover it without anything more to learn.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

Exchanged = Callable[[bytes, bytes], None]


@dataclass(frozen=True)
class LiveKey:
    """`public` (32 bytes) seals for the founders. `id` names the key; it changes with an exchange."""

    id: int
    public: bytes


@dataclass(frozen=True)
class Keeper:
    """What the room that keeps the key offers.

    is_open: whether there is a key that takes things in; asking takes no lock. hold: that key, or None;
    it is not exchanged before the transaction of the caller ends. opened: the secret half, if the browser
    of this request has it open. open_with: a founder's e-mail address and passphrase → the secret half;
    raises subject.WrongPassphrase.
    """

    is_open: Callable[[], bool]
    hold: Callable[[], LiveKey | None]
    opened: Callable[[HttpRequest], bytes | None]
    open_with: Callable[[str, str], bytes]


_keeper: Keeper | None = None
_opens_too: list[str] = []
_on_exchange: list[Exchanged] = []


def keep(keeper: Keeper) -> None:
    """Called once, by the room that keeps the key."""
    global _keeper
    _keeper = keeper


def keeper() -> Keeper:
    assert _keeper is not None, "no room keeps the founders' key"  # noqa: S101  (a fault in the code)
    return _keeper


def opens_too(url_name: str) -> None:
    """The screens below this address open with the founders' key: whoever has opened it may go on to them."""
    if url_name not in _opens_too:
        _opens_too.append(url_name)


def what_it_opens() -> list[str]:
    """The names of these addresses."""
    return list(_opens_too)


def on_exchange(follow: Exchanged) -> None:
    """`follow(old_secret, new_public)` is called in the transaction that exchanges the key."""
    if follow not in _on_exchange:
        _on_exchange.append(follow)


def exchanged(old_secret: bytes, new_public: bytes) -> None:
    """Everything that was sealed to the old key is sealed to the new one."""
    for follow in _on_exchange:
        follow(old_secret, new_public)
