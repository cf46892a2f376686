"""Looking through everything."""

from django.db import transaction

from alongside.accounts import audit
from alongside.accounts.models import User

SEARCHED = "inbox.searched"


@transaction.atomic
def note_searched(*, by: User) -> None:
    """Every conversation was opened in memory, to find something. Not a word of what was looked for."""
    audit.record(actor=by, action=SEARCHED)
