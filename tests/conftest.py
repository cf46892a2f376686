"""The cast and the stage of all tests: a real database with the whole content pack in it.

The cast: `reader` has no account; `founder` and `second_founder` run everything; `editor` writes;
`reviewer` checks; `moderator` prepares what people tell us; `dispatcher` sends books; `operator` keeps
the software running; `outsider` has an account and no role.
"""

import gc
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests import postgresql
from tests.site_copy import template_database

PASSWORD = "tea-at-four-with-lemon"

gc.set_threshold(50_000, 20, 50)  # hundreds of thousands of objects stay for the whole run


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every test process works on its own copy of the finished database."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["NAME"] == postgresql.READY:
        database.setdefault("TEST", {})["TEMPLATE"] = postgresql.READY
    if "sqlite3" in database["ENGINE"]:
        copy = tmp_path_factory.mktemp("database") / "test.sqlite3"
        shutil.copy(template_database(), copy)
        database.setdefault("TEST", {})["NAME"] = str(copy)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """A PostgreSQL that somebody named in DATABASE_URL: the pack is loaded once."""
    from django.core.management import call_command

    from alongside.core.models import PackItem

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if not PackItem.objects.exists():
            call_command("content", "load", verbosity=0)


def _member(username: str, group: str | None, name: str, role: str = "") -> "User":  # noqa: F821
    from alongside.accounts.models import User

    user = User.objects.create_user(
        username=username,
        email=username,
        password=PASSWORD,
        first_name=name,
        shown_name=name if role else "",
        shown_role=role,
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture(autouse=True)
def no_counts_left() -> None:
    """What another test posted does not count in this one (`core.limits`)."""
    from django.conf import settings

    settings.CACHES["limits"]["LOCATION"].unlink(missing_ok=True)


@pytest.fixture
def reader(client: Client) -> Client:
    return client


@pytest.fixture
def founder(db: None) -> "User":  # noqa: F821
    return _member("founder@example.org", "Founders", "Test Founder")


@pytest.fixture
def editor(db: None) -> "User":  # noqa: F821
    return _member("editor@example.org", "Editors", "Test Editor")


@pytest.fixture
def reviewer(db: None) -> "User":  # noqa: F821
    return _member("reviewer@example.org", "Reviewers", "Test Reviewer", "breast care nurse")


@pytest.fixture
def second_founder(db: None) -> "User":  # noqa: F821
    return _member("second@example.org", "Founders", "Second Founder")


@pytest.fixture
def moderator(db: None) -> "User":  # noqa: F821
    return _member("moderator@example.org", "Moderators", "Test Moderator")


@pytest.fixture
def dispatcher(db: None) -> "User":  # noqa: F821
    return _member("dispatcher@example.org", "Dispatchers", "Test Dispatcher")


@pytest.fixture
def operator(db: None) -> "User":  # noqa: F821
    return _member("operator@example.org", "Operators", "Test Operator")


@pytest.fixture
def outsider(db: None) -> "User":  # noqa: F821
    return _member("outsider@example.org", None, "Test Outsider")


@pytest.fixture
def signed_in() -> Callable[[object], Client]:
    """A function that gives a browser in which somebody is signed in, with password and app."""
    from tests.signing_in import sign_in

    return sign_in


@pytest.fixture
def pack_path() -> Path:
    return Path(__file__).resolve().parent.parent / "content" / "en-GB"
