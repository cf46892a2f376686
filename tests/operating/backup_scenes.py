"""What happens between two backups. Run as `python -m tests.operating.backup_scenes SCENE [ARGUMENT]`.

Each scene is a process of its own on an installation of its own, and ends with one line of JSON.
"""

import json
import secrets
import sys
from typing import Any

import django

CANARY = "zq-canary-in-a-message"
ADDRESS = "zq-canary@example.org"


def fill() -> dict[str, Any]:
    """A founder with a key, two conversations, a session, a mail that waits, a picture."""
    from django.conf import settings
    from django.contrib.auth.models import Group
    from django.contrib.sessions.backends.db import SessionStore

    from alongside.accounts.models import User
    from alongside.enquiries import keys
    from alongside.enquiries.models import RecoverySet

    founder = User.objects.create_user(username="f@example.org", email="f@example.org")
    founder.groups.add(Group.objects.get(name="Founders"))
    secret = keys.make_inbox_key(by=founder, passphrase="plum lantern orbit kettle")
    keys.make_sheets(by=founder, inbox_secret=secret, given_to=["Zqann", "Zqbo", "Zqcy"])
    keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=founder)
    session = SessionStore()
    session["zq"] = "canary"
    session.create()
    media = settings.VAR / "media"
    media.mkdir(parents=True)
    (media / "picture.png").write_bytes(b"picture")
    goes, stays = _write(), _write()
    return {
        "secret": secret.hex(), "goes": goes, "stays": stays, "session": session.session_key,
    }  # fmt: skip


def _write() -> dict[str, Any]:
    from alongside.enquiries import actions
    from alongside.enquiries.words import Details

    received = actions.receive(
        submission_id=secrets.token_bytes(16),
        details=Details(name=CANARY, email=ADDRESS),
        message=CANARY,
        consent_wording="1",
        nudge_to=ADDRESS,
    )
    own = received.conversation.keys
    return {
        "pk": received.conversation.pk,
        "receipt": received.receipt,
        "keys": [
            bytes(value).hex()
            for value in (own.for_founders, own.for_receipt, own.receipt_mark, own.nudge_locked)
        ],
    }


def erase(pk: str) -> dict[str, Any]:
    from alongside.core.mail.actions import stop_mail_to
    from alongside.enquiries.actions import erase as erase_one
    from alongside.enquiries.models import Conversation

    stop_mail_to("died@example.org", "bereavement")
    certificate = erase_one(conversation=Conversation.objects.get(pk=pk), why="asked")
    return {"code": certificate.code}


def write_one() -> dict[str, Any]:
    return _write()


def exchange(secret: str) -> dict[str, Any]:
    from alongside.accounts.models import User
    from alongside.enquiries import keys

    new = keys.exchange(by=User.objects.get(), inbox_secret=bytes.fromhex(secret))
    return {"secret": new.hex()}


def exchange_while_keys_are_written(secret: str, folder: str) -> dict[str, Any]:
    """PostgreSQL: between two tables that go into the file the key is exchanged."""
    import threading
    from pathlib import Path

    from django.db import connection

    from alongside.backoffice.backup import keys_file

    def meanwhile(execute, sql, params, many, context):
        if "enquiries_keyholder" in sql and not done:
            done.append(True)
            thread = threading.Thread(target=exchange_and_close)
            thread.start()
            thread.join()
        return execute(sql, params, many, context)

    def exchange_and_close() -> None:
        exchange(secret)
        connection.close()

    done: list[bool] = []
    with connection.execute_wrapper(meanwhile):
        keys_file.write(Path(folder))
    lines = [json.loads(line) for line in keys_file.read(Path(folder)).lines]
    there = {line["pk"] for line in lines if line["model"] == "enquiries.inboxkey"}
    asked = {
        line["fields"]["inbox_key"]
        for line in lines
        if line["model"] == "enquiries.conversationkey"
    }
    return {"exchanged": bool(done), "there": sorted(there), "asked": sorted(asked)}


def erase_while_somebody_reads(pk: str) -> dict[str, Any]:
    """SQLite: a reader keeps the journal from being emptied; the worker does it once she is done."""
    import sqlite3
    from pathlib import Path

    from django.db import connection

    from alongside.core.tasks import look_for_work

    database = Path(str(connection.settings_dict["NAME"]))
    journal = database.with_name(f"{database.name}-wal")
    reader = sqlite3.connect(database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM enquiries_conversation").fetchone()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    erase(pk)
    look_for_work()
    sizes = [journal.stat().st_size]
    reader.execute("COMMIT")
    look_for_work()
    sizes.append(journal.stat().st_size)
    look_for_work()
    return {"sizes": sizes, "to_do": [path.name for path in database.parent.glob("journal*")]}


def look(receipt: str) -> dict[str, Any]:
    """What can be read: with the founder's passphrase, and with a receipt."""
    from django.conf import settings

    from alongside.accounts.models import User
    from alongside.backoffice.models import RestoreRehearsal
    from alongside.core import installation_key
    from alongside.core.mail.actions import is_suppressed
    from alongside.core.mail.models import OutboxMessage
    from alongside.enquiries import keys
    from alongside.enquiries.models import Conversation, SealedText, ShredCertificate
    from alongside.enquiries.opening import (
        NoSuchConversation,
        open_with_inbox_key,
        open_with_receipt,
    )

    secret = keys.unlock(user=User.objects.get(), passphrase="plum lantern orbit kettle")
    try:
        by_receipt = open_with_receipt(receipt).texts()[-1].content
    except NoSuchConversation as error:
        by_receipt = f"erased: {error.erased.code}" if error.erased else "unknown"
    return {
        "by_founder": [
            open_with_inbox_key(one, secret).texts()[-1].content
            for one in Conversation.objects.all()
        ],
        "by_receipt": by_receipt,
        "texts": SealedText.objects.count(),
        "certificates": [one.code for one in ShredCertificate.objects.all()],
        "notes_go_to": [
            installation_key.unlock(bytes(one.nudge_locked), purpose="nudge")
            for one in Conversation.objects.all()
            if one.nudge_locked
        ],
        "gets_no_mail": is_suppressed("died@example.org"),
        "mails": OutboxMessage.objects.count(),
        "picture": (settings.VAR / "media" / "picture.png").read_bytes().decode(),
        "rehearsals": list(RestoreRehearsal.objects.values_list("succeeded", flat=True)),
    }


if __name__ == "__main__":
    django.setup()
    scenes = (
        fill, write_one, erase, exchange, look, exchange_while_keys_are_written,
        erase_while_somebody_reads,
    )  # fmt: skip
    scene = {one.__name__: one for one in scenes}[sys.argv[1]]
    print(json.dumps(scene(*sys.argv[2:])))
