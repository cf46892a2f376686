"""How often somebody may post, without knowing who she is.

Counted for each network address and for all together, in a cache that all workers share (`CACHES`,
"limits"). The address is never stored: the key of a count is a keyed hash of it, with a salt that is
random, lives in the same cache and is thrown away each night, so that no two days can be joined and
nothing can be computed back. Counts begin anew with each day and each period.

When the cache fails, everybody may post: a full disk must not keep somebody from the founders.
"""

import hashlib
import ipaddress
import logging
import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

from .installation_key import mark

logger = logging.getLogger("alongside.limits")

FREE_TRIES = 5
FIRST_PAUSE, LONGEST_PAUSE = 5, 60  # seconds
DAY = 86_400  # seconds
T = TypeVar("T")


class TooMany(Exception):
    """Not now. `wait_seconds` is a whole number, at least 1."""

    def __init__(self, wait_seconds: float) -> None:
        self.wait_seconds = max(1, math.ceil(wait_seconds))
        super().__init__(f"Wait {self.wait_seconds} seconds.")


def check(
    request: HttpRequest, *, door: str, most: int, per: timedelta, everybody: int | None = None
) -> None:
    """Count this post. Raises TooMany if it is one too many in this period.

    door: what is posted to; each has its own count. most: from one address. everybody: from all
    addresses together. Periods are fixed (an hour from the hour): what is refused costs nobody more
    waiting, so that nobody is locked out.
    """
    seconds = int(per.total_seconds())
    now = time.time()
    period = f"{door} {seconds} {int(now // seconds)}"

    def is_too_many() -> bool:
        if _add_one(f"count {period} {_whose(request)}", seconds) > most:
            return True
        return everybody is not None and _add_one(f"count {period} all", seconds) > everybody

    if _fail_open(is_too_many, False):
        raise TooMany(seconds - now % seconds)


def check_form(request: HttpRequest, *, door: str) -> None:
    """Count a new form of somebody who is not known to us. Raises TooMany."""
    one, everybody = settings.FORMS_AN_HOUR, settings.FORMS_AN_HOUR_FROM_ALL
    check(request, door=door, most=one, per=timedelta(hours=1), everybody=everybody)


def in_words(seconds: int) -> str:
    """`40 seconds`, `3 minutes`, `2 hours`: never less than it is."""
    for size, word in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds > size or size == 1:
            number = math.ceil(seconds / size)
            return f"{number} {word}" if number == 1 else f"{number} {word}s"
    return ""


@dataclass(frozen=True)
class Try:
    """One try that was let through."""

    tries: str = ""
    pause: str = ""

    def was_right(self) -> None:
        """Give back this one try, and no other: who shares the address gains and loses nothing."""
        _fail_open(lambda: _give_back(self), None)


_UNCOUNTED: "Try | float" = Try()


def slow_down(request: HttpRequest, *, door: str) -> Try:
    """Ask before each try (of a receipt, a passphrase). Raises TooMany while a pause runs.

    Five wrong tries a day are free. Each further one starts a pause of 5, 10, 20, 40, then 60
    seconds, in which nobody at this address may try; then anybody may. Nobody is locked out. Call
    `was_right` on what it returns when the try was right.
    """
    started = _fail_open(lambda: _start_try(f"{door} {_whose(request)}"), _UNCOUNTED)
    if isinstance(started, float):
        raise TooMany(started)
    return started


def client_address(request: HttpRequest) -> str:
    """Who posts, as far as can be told: an IPv4 address, or the first 64 bits of an IPv6 one.

    `TRUSTED_PROXIES` says how many proxies of ours stand in front. Each adds on the right of
    X-Forwarded-For whom it heard; what is further left was written by the client and is not believed.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop.strip() for hop in (*forwarded, request.META.get("REMOTE_ADDR", "")) if hop.strip()]
    if not hops:
        return "unknown"
    return _network(hops[max(0, len(hops) - 1 - settings.TRUSTED_PROXIES)])


def _network(hop: str) -> str:
    if hop.startswith("["):
        hop = hop[1:].partition("]")[0]
    elif hop.count(":") == 1:
        hop = hop.partition(":")[0]
    try:
        address = ipaddress.ip_address(hop.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((int(address), 64), strict=False))
        address = address.ipv4_mapped
    return str(address)


def _whose(request: HttpRequest) -> str:
    """Stands for the address until midnight."""
    return mark(client_address(request), purpose=f"limits {_salt()}").hex()


def _salt() -> str:
    """Today's. Yesterday's is deleted as soon as there is a new one."""
    cache, name = caches["limits"], f"salt-{timezone.localdate()}"
    if cache.get(name) is None:
        cache.add(name, secrets.token_hex(16), DAY)
        forget_yesterday()
    return str(cache.get(name))


def forget_yesterday() -> None:
    """Delete yesterday's salt. The worker does it too, after midnight, when nobody posts."""
    caches["limits"].delete(f"salt-{timezone.localdate() - timedelta(days=1)}")


def _add_one(name: str, seconds: int) -> int:
    """The count after adding one; two posts at the same moment get two numbers."""
    key = _key(name)
    caches["limits"].add(key, 0, seconds)
    return int(caches["limits"].incr(key))


def _key(name: str) -> str:
    """Short, and without a character that a cache does not take."""
    return hashlib.sha256(name.encode()).hexdigest()


def _start_try(name: str) -> Try | float:
    """The try, or the seconds to wait. Counting comes first: many at the same moment are many."""
    cache, pause = caches["limits"], _key(f"pause {name}")
    number = _add_one(f"tries {name}", DAY)
    attempt = Try(tries=_key(f"tries {name}"))
    if number < FREE_TRIES:
        return attempt
    seconds = min(FIRST_PAUSE * 2 ** min(number - FREE_TRIES, 9), LONGEST_PAUSE)
    if cache.add(pause, time.time() + seconds, seconds):
        return replace(attempt, pause=pause)
    cache.incr(attempt.tries, -1)
    return float(cache.get(pause, 0)) - time.time()


def _give_back(attempt: Try) -> None:
    if attempt.tries:
        caches["limits"].incr(attempt.tries, -1)
    if attempt.pause:
        caches["limits"].delete(attempt.pause)


def _fail_open(look: Callable[[], T], otherwise: T) -> T:
    try:
        return look()
    except Exception as error:  # whatever a cache raises: every kind has its own
        logger.error("Posts are not counted: the cache fails (%s).", type(error).__name__)
        return otherwise
