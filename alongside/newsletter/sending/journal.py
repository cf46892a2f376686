"""What a sender wrote down, so that its sudden end leaves as little doubt as can be.

One file for each sender, in `ALONGSIDE_VAR/sending`. It holds numbers of deliveries, no person:

    <boot of this machine> <claim>
    begin 17            before the final dot of that letter is written
    end 17 sent         what the server answered
    end 17 failed recipient 550 5.1.1

It is emptied after each batch, when the ledger has it all. A write reaches the kernel at once, so a killed
process loses no line. A machine that loses its power may: then the first line names another boot.

The file is locked (flock) as long as its sender lives; whoever gets the lock may settle what is left.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from .jobs import Outcome, State

ENDING = ".journal"


class Journal:
    """Of a sender that lives: this one."""

    def __init__(self) -> None:
        self.claim = secrets.randbits(62) + 1
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / f"{self.claim}{ENDING}"
        new = self._path.with_suffix(".new")
        self._file = os.open(new, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._head = f"{boot()} {self.claim}\n".encode()
        os.write(self._file, self._head)
        new.rename(self._path)  # only now can somebody else look at it

    def begin(self, delivery: int) -> None:
        os.write(self._file, b"begin %d\n" % delivery)

    def end(self, outcome: Outcome) -> None:
        line = f"end {outcome.delivery} {outcome.state.value} {outcome.why}".rstrip()
        os.write(self._file, f"{line}\n".encode())

    def empty(self) -> None:
        """The ledger has it all."""
        os.ftruncate(self._file, len(self._head))

    def close(self, *, orderly: bool = True) -> None:
        """orderly: nothing is left to settle. Else the next sender finds the file."""
        if orderly:
            self._path.unlink(missing_ok=True)
        os.close(self._file)


@dataclass
class Left:
    """What a dead sender left. `exact`: the file says everything; else power failed in between."""

    claim: int
    exact: bool
    begun: set[int] = field(default_factory=set)
    outcomes: list[Outcome] = field(default_factory=list)


def dead() -> Iterator[Left]:
    """What each dead sender of this machine left; its file goes when the caller is done with it."""
    for path in _folder().glob(f"*{ENDING}"):
        with suppress(FileNotFoundError), path.open("rb") as file:
            if _is_abandoned(file):
                if left := _read(file.read()):
                    yield left
                path.unlink(missing_ok=True)


def has_dead() -> bool:
    """Whether a sender of this machine ended suddenly."""
    for path in _folder().glob(f"*{ENDING}"):
        with suppress(FileNotFoundError), path.open("rb") as file:
            if _is_abandoned(file):
                return True
    return False


def _is_abandoned(file: BinaryIO) -> bool:
    """Takes the lock, if so, until the file is closed."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def living() -> set[int]:
    """Claims of the senders of this machine, dead ones that nobody has settled yet included."""
    return {int(path.stem) for path in _folder().glob(f"*{ENDING}") if path.stem.isdigit()}


def boot() -> str:
    """Changes when the machine starts. Where the system has no such number, nothing is ever exact."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return secrets.token_hex(16)


def _read(written: bytes) -> Left | None:
    head, *lines = written.decode("ascii", "replace").split("\n")
    words = head.split()
    if len(words) != 2 or not words[1].isdigit():
        return None  # its rows are settled when their time is over
    left = Left(int(words[1]), exact=words[0] == boot())
    for line in lines[:-1]:  # the last is empty, or was not finished
        with suppress(ValueError):
            _note(left, line.split(" ", 3))
    left.begun -= {outcome.delivery for outcome in left.outcomes}
    return left


def _note(left: Left, words: list[str]) -> None:
    if words[0] == "begin" and len(words) > 1:
        left.begun.add(int(words[1]))
    elif words[0] == "end" and len(words) > 2:
        why = words[3] if len(words) > 3 else ""
        left.outcomes.append(Outcome(int(words[1]), State(words[2]), why))


def _folder() -> Path:
    return Path(settings.VAR) / "sending"
