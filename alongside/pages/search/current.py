"""The engine of the edition that readers see now: one in each process, built when the edition changes."""

import threading
from dataclasses import dataclass

from django.db import DatabaseError

from alongside.core import edition
from alongside.core.publishing import searchable_documents
from alongside.pages.search.engine import Engine
from alongside.pages.search.index import SearchIndex


class SearchUnavailable(Exception):
    """There is no index yet, and the database does not answer."""


@dataclass(frozen=True, slots=True)
class _Kept:
    edition: int
    engine: Engine


_kept: _Kept | None = None
_building = threading.Lock()


def current_engine() -> Engine:
    """The engine for the edition now.

    Whoever first sees a new edition builds its index; others are answered from the last one until it
    is ready. But not when somebody took her words back: then they wait for the new one. If the database
    does not answer, the last one goes on. Raises SearchUnavailable when there is none.
    """
    try:
        number, withdrawn = edition.current_and_withdrawn()
    except DatabaseError as error:
        return _last_engine(error)
    kept = _kept
    if kept and kept.edition == number:
        return kept.engine
    if not _building.acquire(blocking=kept is None or kept.edition < withdrawn):
        assert kept is not None  # noqa: S101 - a blocking acquire never fails
        return kept.engine
    try:
        return _build(number)
    except DatabaseError as error:
        return _last_engine(error)
    finally:
        _building.release()


def _build(number: int) -> Engine:
    global _kept
    if _kept is None or _kept.edition != number:  # somebody else may have built it while we waited
        # The number was read before the pages, so that a change in between is seen next time.
        _kept = _Kept(number, Engine(SearchIndex(searchable_documents())))
    return _kept.engine


def _last_engine(error: DatabaseError) -> Engine:
    if _kept is None:
        raise SearchUnavailable from error
    return _kept.engine
