"""Everything personal has an end date (promise 9; UK GDPR article 5(1)(e)).

A model that holds something about a person says so itself:

    kept_for = "12 months after the last word"

    @classmethod
    def purge(cls, now: datetime) -> int: ...  # remove what is over; how many rows that were

`purge` runs in a transaction that may be rolled back: what cannot be undone (a file) belongs into
`transaction.on_commit`. `alongside purge` and the worker, once a day, call all of them.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.db import models, transaction
from django.utils import timezone

from . import limits
from .counter_file import CounterFile

logger = logging.getLogger("alongside.retention")


@dataclass(frozen=True)
class Rule:
    """What is removed, and when. `purge` removes it and gives the number of rows."""

    name: str
    kept_for: str
    purge: Callable[[datetime], int]


@dataclass(frozen=True)
class Purged:
    """What came of a rule: `removed` rows, or the kind of error that stopped it."""

    rule: Rule
    removed: int = 0
    error: str = ""


def models_with_an_end() -> list[type[models.Model]]:
    """Every model that has the two names of the protocol."""
    return [m for m in apps.get_models() if hasattr(m, "kept_for") and hasattr(m, "purge")]


def rules() -> list[Rule]:
    """All there are: of our models, then of what Django and its caches leave lying."""
    found: list[Any] = models_with_an_end()
    return [
        *(Rule(model._meta.label, model.kept_for, model.purge) for model in found),
        Rule(
            "staff sessions",
            "12 hours without use, 14 days in all, or until signing out",
            _forget_sessions,
        ),
        Rule("caches", "as long as each entry says", _forget_cached),
    ]


def purge_all(*, now: datetime, dry_run: bool = False) -> Iterator[Purged]:
    """Follow every rule, each in a transaction of its own; one that fails does not stop the next."""
    for rule in rules():
        try:
            with transaction.atomic():
                removed = rule.purge(now)
                transaction.set_rollback(dry_run)
        except Exception as error:
            # The kind of error only: its words may have somebody's in them.
            logger.error("Could not purge %s (%s)", rule.name, type(error).__name__)
            yield Purged(rule, error=type(error).__name__)
        else:
            yield Purged(rule, removed=removed)


def purge_when_due(*, now: datetime) -> None:
    """Once a day, also if the machine was off at midnight. If a rule fails, again in an hour."""
    stamp = Path(settings.VAR) / "purged-on"
    today, hour = f"{timezone.localdate(now)}", f"{timezone.localtime(now):%Y-%m-%d %H}"
    if _read(stamp) in (today, hour):
        return
    done = list(purge_all(now=now))
    for one in done:
        if one.removed:
            logger.info("Purged %s: %d removed", one.rule.name, one.removed)
    came_to = hour if any(one.error for one in done) else today
    transaction.on_commit(lambda: _write(stamp, came_to))


def _read(stamp: Path) -> str:
    try:
        return stamp.read_text()
    except OSError:
        return ""


def _write(stamp: Path, words: str) -> None:
    try:
        stamp.write_text(words)
    except OSError:  # a full disk: purging once too often does no harm
        logger.error("Could not write down that the purge was done")


def _forget_sessions(now: datetime) -> int:
    """What `manage.py clearsessions` does."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = store.get_model_class().objects if hasattr(store, "get_model_class") else None
    if sessions is None:
        store.clear_expired()
        return 0
    return int(sessions.filter(expire_date__lt=now).delete()[0])


def _forget_cached(now: datetime) -> int:
    """Django's file cache forgets an entry only when somebody asks for it again."""
    limits.forget_yesterday()
    for cache in caches.all(initialized_only=False):
        if isinstance(cache, FileBasedCache):
            for path in cache._list_cache_files():  # type: ignore[attr-defined]
                with Path(path).open("rb") as file:
                    cache._is_expired(file)  # type: ignore[attr-defined]
        elif isinstance(cache, CounterFile):
            cache.forget_expired()
    return 0
