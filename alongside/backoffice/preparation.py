"""What has to be there before the site can be served. Each step does nothing when it was done."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from alongside.accounts.roles import ensure_roles
from alongside.core.models import PackItem


def migrate() -> bool:
    """Bring the database and the roles of staff up to date. True if the database was not."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        ensure_roles()  # a new version may change them without a migration
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def load_first_content() -> bool:
    """Load the content pack into a new site; never into one that has content. True if it did."""
    if PackItem.objects.exists():
        return False
    call_command("content", "load")
    return True


def _static_digest() -> str:
    """Changes when our own static files or the versions of our dependencies change."""
    digest = hashlib.sha256()
    lock = settings.PACKAGE.parent / "uv.lock"
    paths = [lock, *settings.PACKAGE.glob("*/static/**/*")]
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def collect_static() -> bool:
    """Name the style sheets and scripts by their content and compress them. True if it did."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    digest = _static_digest()
    if mark.exists() and mark.read_text() == digest:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(digest)
    return True
