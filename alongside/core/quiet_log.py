"""Errors in the log without their words (promise 13). Knows no Django: the settings use it.

The words of an error may be somebody's: PostgreSQL says “DETAIL: Key (username)=(the address) already
exists”. Its kind and the lines of code that led there say enough to mend it.
"""

import copy
import logging
import re
import sysconfig
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LINK = re.compile(r"/(invitation|welcome|book/orders)/[^/\s]+/")
"""Links that open an account, or somebody's order: a request that failed must not give one away."""


class QuietFormatter(logging.Formatter):
    """Shows an error as its traceback and the name of its class, and so for each error that led to it."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # what another handler made of it has the words in it
        return _LINK.sub(r"/\1/…/", super().format(record))

    def formatException(self, ei: Any) -> str:
        shown = [
            f"{''.join(traceback.format_tb(error.__traceback__))}{_name(error)}"
            for error in reversed(list(_that_led_to(ei[1])))
        ]
        return "\n\n".join(shown)


def _that_led_to(error: BaseException | None) -> Iterator[BaseException]:
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def place(error: BaseException) -> str:
    """`people.py:63`: the innermost line that is not a library's; where it began if all are."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if not frame.filename.startswith(_LIBRARIES)]
    frame = (ours or list(frames))[-1] if frames else None
    if frame is None:
        return "nowhere"
    return f"{Path(frame.filename).name}:{frame.lineno}"


_LIBRARIES = tuple({sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")})
