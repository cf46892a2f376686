"""`alongside restore DIR`."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from wagtail.models import Page

from alongside.accounts.models import User
from alongside.core.models import PackItem
from alongside.enquiries.models import Conversation

from . import keys_file, media, postgresql, sqlite
from .making import Say, made_at


class NotEmpty(Exception):
    """There is a site here already."""


@dataclass
class Report:
    """What came back."""

    copy: str
    rows: int = 0
    accounts: int = 0
    pages: int = 0
    conversations: int = 0
    without_key: int = 0
    erased_since: list[int] = field(default_factory=list)
    same_secret_key: bool = True

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def restore(copy: Path, *, over: bool, say: Say) -> Report:
    """Bring `copy` back, with the keys and media that lie beside it.

    Raises NotEmpty (unless `over`), keys_file.NotWhole, sqlite.SiteIsRunning, one of making.TROUBLE.
    """
    found = keys_file.read(copy.parent)  # before anything is touched
    if not over and not is_empty():
        raise NotEmpty
    _put_back_database(copy)
    say(f"Database: {copy.name} is back.")
    call_command("migrate", verbosity=0, interactive=False)
    erased = keys_file.put_back(found, copy_made_at=made_at(copy))
    say(f"Keys: {len(found.lines)} rows read.")
    say(f"Media: {media.put_back(copy.parent)} files are back.")
    connection.check_constraints()
    return _report(copy, erased, same_secret_key=found.is_ours)


def is_empty() -> bool:
    """No account and no content: nothing that could be lost."""
    try:
        return not (User.objects.exists() or PackItem.objects.exists())
    except DatabaseError:  # no tables yet
        return True


def _put_back_database(copy: Path) -> None:
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        connection.close()
        sqlite.put_back(copy, database)
    else:
        postgresql.put_back(copy)


def _report(copy: Path, erased: list[int], *, same_secret_key: bool) -> Report:
    rows = sum(model._default_manager.count() for model in apps.get_models() if _has_table(model))
    return Report(
        copy=copy.name,
        rows=rows,
        accounts=User.objects.count(),
        pages=Page.objects.count(),
        conversations=Conversation.objects.count(),
        without_key=Conversation.objects.filter(keys__isnull=True).count(),
        erased_since=erased,
        same_secret_key=same_secret_key,
    )


def _has_table(model: Any) -> bool:
    return bool(model._meta.managed and not model._meta.proxy)
