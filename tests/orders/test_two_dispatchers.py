"""Two people pack and post the same orders at the same moment: every parcel goes out once."""

import subprocess

import pytest

from tests.committed_site import committed_site
from tests.orders.dispatching import ORDERS


@pytest.mark.served
def test_two_dispatchers_at_once_post_every_parcel_once(db, tmp_path):
    with committed_site(tmp_path, 1, "tests.orders.dispatching") as site:
        site.run("prepare")
        try:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            both = [site.start("work", **pipes) for _ in range(2)]
            assert [one.stdout.readline() for one in both] == [b"ready\n"] * 2
            for one in both:
                one.stdin.write(b"go\n")
                one.stdin.flush()
            posted = [int(one.communicate(timeout=60)[0]) for one in both]
            assert all(posted)  # both were at work
            assert sum(posted) == ORDERS
            assert site.ask("SELECT count(*), count(DISTINCT order_id) FROM orders_parcel") == [
                (ORDERS, ORDERS)
            ]
            assert site.ask("SELECT on_hand, reserved FROM orders_bookedition") == [(0, 0)]
            mails = "SELECT count(*) FROM core_outboxmessage WHERE kind = 'orders.posted'"
            assert site.ask(mails) == [(ORDERS,)]
            assert site.ask("SELECT count(*) FROM orders_order WHERE state = 'done'") == [(ORDERS,)]
        finally:
            site.run("clear")
