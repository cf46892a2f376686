"""Two hundred people order at the same moment, and ten copies are left. On both databases."""

import subprocess

from tests.committed_site import committed_site

PROCESSES, BUYERS, COPIES = 2, 100, 10


def test_two_hundred_buyers_get_exactly_the_last_ten_copies(db, tmp_path):
    with committed_site(tmp_path, 0, "tests.orders.buyers") as site:
        site.run("open", COPIES)
        try:
            rushes = [
                site.start("rush", number * BUYERS, BUYERS, stdin=-1, stdout=-1)
                for number in range(PROCESSES)
            ]
            _all_at_once(rushes)
            said = [rush.communicate(timeout=240)[0].decode().split() for rush in rushes]
            assert sum(int(placed) for placed, _ in said) == COPIES
            assert sum(int(refused) for _, refused in said) == PROCESSES * BUYERS - COPIES
            assert site.ask("SELECT on_hand, reserved FROM orders_bookedition") == [(10, 10)]
            assert site.ask("SELECT sum(copies), count(*) FROM orders_orderline") == [(10, 10)]
            assert site.ask("SELECT count(*) FROM orders_order WHERE state = 'unpaid'") == [(10,)]
        finally:
            site.run("forget")


def _all_at_once(rushes: list["subprocess.Popen[bytes]"]) -> None:
    for rush in rushes:
        assert rush.stdout.readline() == b"ready\n"
    for rush in rushes:
        rush.stdin.write(b"go\n")
        rush.stdin.flush()
