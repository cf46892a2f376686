"""Stripe delivers one event many times at the same moment. On both databases."""

from tests.committed_site import committed_site

PROCESSES, THREADS = 2, 8


def test_sixteen_deliveries_at_once_are_one_payment(db, tmp_path):
    with committed_site(tmp_path, 0, "tests.orders.tellers") as site:
        site.run("order")
        try:
            tellers = [site.start("tell", THREADS, stdin=-1, stdout=-1) for _ in range(PROCESSES)]
            for teller in tellers:
                assert teller.stdout.readline() == b"ready\n"
            said = [teller.communicate(b"go\n", timeout=120)[0].decode() for teller in tellers]
            assert said == ["{200: 8}\n"] * PROCESSES
            assert site.ask("SELECT event_id, outcome FROM orders_stripeevent") == [
                ("evt_rush", "done")
            ]
            assert site.ask("SELECT kind, key FROM orders_entry WHERE kind = 'payment'") == [
                ("payment", "stripe:pi_rush")
            ]
            assert site.ask("SELECT state, total_pence FROM orders_order") == [("to_pack", 1520)]
        finally:
            site.run("forget")
