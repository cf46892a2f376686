"""The links that are in the mails of a served site, without waiting for its worker.

They are made with the secret key of that site, as its mails hold them; the clock of a mail is set by hand.
"""

import datetime
import sqlite3

from django.test import override_settings

from alongside.newsletter import tokens
from alongside.newsletter.finding import CONFIRM
from tests.served_site import ServedSite


def link(site: ServedSite, door: str, *, purpose: str = "letter") -> str:
    """Of the newest subscriber. door: what stands before the token, as in `/letters/leave/`."""
    secret = (site.var / "secret-key").read_text().strip()
    with override_settings(SECRET_KEY=secret):
        return f"{door}{tokens.make(subscriber=newest(site)[0], purpose=purpose)}/"


def confirm_link(site: ServedSite, *, sent_minutes_ago: int) -> str:
    """The link of her confirmation, in a mail that left so long ago."""
    sent = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=sent_minutes_ago)
    with _database(site) as database:
        changed = database.execute(
            "UPDATE core_outboxmessage SET state = 'sent', settled_at = ?, locked = x''"
            " WHERE kind = 'newsletter.confirm' AND reference = ?",
            (f"{sent:%Y-%m-%d %H:%M:%S}", f"subscriber:{newest(site)[0]}"),
        )
        assert changed.rowcount == 1
    return link(site, "/letters/confirm/", purpose=CONFIRM)


def newest(site: ServedSite) -> tuple[int, str, str | None]:
    """Number, state and end of the pause of who came last."""
    with _database(site) as database:
        found: tuple[int, str, str | None] = database.execute(
            "SELECT id, state, paused_until FROM newsletter_subscriber ORDER BY id DESC"
        ).fetchone()
        return found


def _database(site: ServedSite) -> sqlite3.Connection:
    return sqlite3.connect(site.var / "alongside.sqlite3", timeout=20)
