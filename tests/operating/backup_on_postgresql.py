"""The way of a backup on PostgreSQL, beside the server that `tests.postgresql` started."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.operating.backup_scenes import CANARY
from tests.operating.test_backup import House, copies, forms_of


def in_the_clear(folder: Path) -> list[str]:
    """What stands in the files, unpacked."""
    dumps = [
        subprocess.run(
            ["pg_restore", "-f", "-", str(copy)], capture_output=True, check=True, text=True
        )
        for copy in copies(folder)
    ]
    return [(folder / "keys-of-conversations.jsonl").read_text(), *(dump.stdout for dump in dumps)]


def main(place: Path) -> None:
    url = os.environ["DATABASE_URL"]
    house = House(place / "var", DATABASE_URL=url)
    folder = place / "backups"
    told = house.scene("fill")
    house.manage("backup", str(folder))
    certificate = house.scene("erase", str(told["goes"]["pk"]))["code"]
    time.sleep(1.1)
    house.manage("backup", str(folder))
    for text in in_the_clear(folder):
        assert "enquiries_sealedtext" in text or "keys of conversations" in text
        assert not [
            form for form in forms_of(told["goes"]["keys"]) if form.decode("latin-1") in text
        ]
        assert "COPY public.enquiries_conversationkey" not in text
        assert told["session"] not in text
    said = house.manage("backup", "rehearse", str(folder))
    assert "1 conversations with their keys" in said, said
    with psycopg.connect(url, autocommit=True) as server:
        left = server.execute(
            "SELECT datname FROM pg_database WHERE datname ~ 'rehearsal'"
        ).fetchall()
        assert left == []
        server.execute("CREATE DATABASE other")
    other = House(place / "other", DATABASE_URL=urlsplit(url)._replace(path="/other").geturl())
    old = copies(folder)[0].name
    said = other.manage("restore", str(folder), "--copy", old)
    assert "they stay erased" in said, said
    seen = other.scene("look", told["goes"]["receipt"])
    assert seen["by_founder"] == [CANARY], seen
    assert seen["by_receipt"] == f"erased: {certificate}", seen
    refused = other.run("manage.py", "restore", str(folder))
    assert "There is a site here already" in refused.stderr, refused.stderr
    other.manage("restore", str(folder), "--over")
    assert other.scene("look", told["stays"]["receipt"])["by_receipt"] == CANARY
    seen = house.scene("exchange_while_keys_are_written", told["secret"], str(folder))
    assert seen["exchanged"] and set(seen["asked"]) <= set(seen["there"]), seen
    print("All of it came back.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
