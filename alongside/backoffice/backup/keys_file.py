"""The one file with the keys. It is replaced each time, and put back beside a copy of any age."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core import serializers
from django.db import connection, models, transaction
from django.utils import timezone

from alongside.core.installation_key import mark
from alongside.enquiries.models import Conversation

from .files import whole_or_not_at_all
from .what import KEYS, STANDS, model

NAME = "keys-of-conversations.jsonl"
WHAT = "Alongside: keys of conversations"


class NotWhole(Exception):
    """The file is missing, cut off or another one. The message says which."""


@dataclass(frozen=True)
class KeysFile:
    """What its first line says, and its other lines."""

    made_at: datetime
    installation: str
    lines: list[str]

    @property
    def is_ours(self) -> bool:
        """Written under the secret key that we have."""
        return self.installation == our_mark()


def our_mark() -> str:
    """Stands for the secret key: with another one, addresses and names in a backup cannot be read."""
    return mark("backup", purpose="backup").hex()


def write(folder: Path) -> int:
    """Replace the file. Returns how many rows it has."""
    with _one_moment():
        lines = [line for label in (*KEYS, *STANDS) for line in _lines(label)]
        head = {"what": WHAT, "made_at": timezone.now().isoformat(), "rows": len(lines)}
    with whole_or_not_at_all(folder / NAME) as partial:
        partial.touch(0o600)
        with partial.open("w") as file:
            file.write(json.dumps(head | {"installation": our_mark()}) + "\n")
            file.writelines(lines)
    return len(lines)


@contextmanager
def _one_moment() -> Iterator[None]:
    """All tables as they are at one moment. Else an exchange between two of them would leave
    conversations to a key that is not in the file (PostgreSQL, “Transaction Isolation”)."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _lines(label: str) -> list[str]:
    rows = model(label)._default_manager.order_by("pk")
    return [f"{line}\n" for line in serializers.serialize("jsonl", rows).splitlines()]


def read(folder: Path) -> KeysFile:
    """Raises NotWhole."""
    try:
        first, *lines = (folder / NAME).read_text().splitlines()
        head = json.loads(first)
    except (OSError, ValueError) as error:
        raise NotWhole(f"{NAME} is missing or empty") from error
    if head.get("what") != WHAT or head.get("rows") != len(lines):
        raise NotWhole(f"{NAME} is cut off")
    return KeysFile(datetime.fromisoformat(head["made_at"]), head["installation"], lines)


@transaction.atomic
def put_back(found: KeysFile, *, copy_made_at: datetime) -> list[int]:
    """Give the restored database its keys. Returns the conversations that had been erased since: they go.

    Rows of conversations and accounts that the copy does not know yet are left out.
    """
    is_newer = found.made_at >= copy_made_at
    for label in (*KEYS, *STANDS) if is_newer else KEYS:
        model(label)._default_manager.all().delete()
    for line in found.lines:
        for one in serializers.deserialize("jsonl", line, ignorenonexistent=True):
            wanted = is_newer or _label(type(one.object)) in KEYS
            if wanted and _has_its_place(one.object):
                one.save()
    return _forget_erased() if is_newer else []


def _has_its_place(row: Any) -> bool:
    """Whether the conversation or the account that it belongs to is in the copy."""
    for field in row._meta.concrete_fields:
        related, value = field.related_model, getattr(row, field.attname)
        is_outside = related and value is not None and _label(related) not in KEYS
        if is_outside and not related._default_manager.filter(pk=value).exists():
            return False
    return True


def _label(found: type[models.Model]) -> str:
    return str(found._meta.label)


def _forget_erased() -> list[int]:
    gone = Conversation.objects.filter(keys__isnull=True)
    numbers = list(gone.values_list("pk", flat=True))
    gone.delete()
    return numbers
