"""What other rooms may have of the founders' key, through `core.organisation_key`: never the key's rows."""

from alongside.core.organisation_key import Keeper, LiveKey, keep

from .keys import hold_live_key
from .models import live_key
from .rights import open_with
from .unlocking import inbox_secret


def register() -> None:
    keep(Keeper(is_open=_is_open, hold=_hold, opened=inbox_secret, open_with=_open_with))


def _is_open() -> bool:
    return live_key() is not None


def _hold() -> LiveKey | None:
    key = hold_live_key()
    return LiveKey(key.pk, bytes(key.public)) if key else None


def _open_with(email: str, passphrase: str) -> bytes:
    return open_with(email, passphrase).secret
