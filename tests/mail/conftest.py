"""What tests of mail share: a template of their own, a row in the outbox, a mail server."""

import copy
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction

from alongside.core.mail.actions import put_in_outbox
from alongside.core.mail.models import OutboxMessage
from tests.mail_server import mail_server  # noqa: F401  (a fixture)

ENQUIRER = "enquirer.canary@example.net"
WORDS = """A reply for you

There is a reply. Canaryword.

[Read the reply]({{ address }})
"""


@pytest.fixture
def template(settings: Any, tmp_path: Path) -> Callable[..., str]:
    """Writes a mail template and gives its name."""
    engines = copy.deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"] = [tmp_path / "templates"]
    settings.TEMPLATES = engines

    def write(text: str = WORDS) -> str:
        name = f"toy/mail/{abs(hash(text))}.txt"  # Django keeps what it has read once
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return name

    return write


@pytest.fixture
def put(db: None, template: Callable[..., str]) -> Callable[..., OutboxMessage]:
    """Puts a mail to the enquirer into the outbox; whatever is given by name is different."""

    def row(
        to: str = ENQUIRER, *, text: str = WORDS, due_at: datetime | None = None, **words: Any
    ) -> OutboxMessage:
        given = {"context": {"address": "https://site.example/r"}, "kind": "toy.notice"} | words
        with transaction.atomic():
            return put_in_outbox(
                to=to, template=template(text), due_at=due_at, **({"private": True} | given)
            )

    return row


@pytest.fixture
def mail_founder(founder: Any) -> Any:
    """A founder who may look after mail."""
    founder.user_permissions.add(Permission.objects.get(codename="view_outboxmessage"))
    return founder
