from types import SimpleNamespace

import pytest
from django.core.cache import cache

from alongside.core.mail.models import OutboxMessage
from tests.signing_in import give_app


@pytest.fixture(autouse=True)
def no_limits_from_before():
    """Limits and used codes are in the cache, which no transaction rolls back."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` what happens after the commit (mail, allauth's news) happens here too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def app(founder):
    """The secret of the founder's app."""
    return give_app(founder)


class _Letters:
    """What waits in the outbox, as a list of (to, subject, body), the oldest first."""

    def __iter__(self):
        for row in OutboxMessage.objects.exclude(locked=b"").order_by("pk"):
            letter = row.letter()
            yield SimpleNamespace(to=[letter.to], subject=letter.subject, body=letter.text)

    def __len__(self):
        return sum(1 for _ in self)

    def __getitem__(self, place):
        return [letter for letter in self][place]  # noqa: C416  (list() would ask for the length)


@pytest.fixture
def mailoutbox(db):
    """Mail of this room goes through the outbox, in the transaction of what it tells about."""
    return _Letters()
