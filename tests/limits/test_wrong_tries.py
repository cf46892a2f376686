"""Wrong receipts and passphrases slow down, and lock nobody out."""

from datetime import timedelta

import pytest

from alongside.core.limits import TooMany, slow_down


def tries(request, number=1, *, door="receipt"):
    """The waits of `number` wrong tries in a row; 0 for one that was let through."""
    waits = []
    for _ in range(number):
        try:
            slow_down(request, door=door)
            waits.append(0)
        except TooMany as error:
            waits.append(error.wait_seconds)
    return waits


def test_five_are_free_then_five_seconds(post, clock):
    assert tries(post(), 7) == [0, 0, 0, 0, 0, 5, 5]


def test_pauses_grow_to_a_minute_and_no_more(post, clock):
    tries(post(), 5)
    for pause in (5, 10, 20, 40, 60, 60, 60):
        assert tries(post()) == [pause]
        clock.shift(pause - 0.5)
        assert tries(post()) == [1]
        clock.shift(0.5)
        assert tries(post()) == [0]


def test_being_refused_costs_nothing(post, clock):
    tries(post(), 500)
    clock.shift(5)
    assert tries(post(), 2) == [0, 10]


def test_a_right_try_after_the_pause_works_for_whoever_shares_the_address(post, clock):
    tries(post(), 6)
    clock.shift(5)
    slow_down(post(), door="receipt").was_right()
    slow_down(post(), door="receipt").was_right()  # and the next in the queue need not wait


def test_a_right_try_wipes_no_slate(post, clock):
    """Whoever holds one right receipt could otherwise try others without end."""
    tries(post(), 6)
    clock.shift(5)
    slow_down(post(), door="receipt").was_right()
    assert tries(post()) == [0]
    assert tries(post()) == [10]
    clock.shift(10)
    slow_down(post(), door="receipt").was_right()
    assert tries(post(), 2) == [0, 20]


def test_four_wrong_and_one_right_again_and_again(post, clock):
    assert tries(post(), 4) == [0] * 4
    for _ in range(3):
        slow_down(post(), door="receipt").was_right()
    assert tries(post(), 2) == [0, 5]


def test_right_tries_alone_never_slow_down(post, clock):
    for _ in range(50):
        slow_down(post(), door="receipt").was_right()
    assert tries(post(), 6) == [0, 0, 0, 0, 0, 5]


def test_other_addresses_and_doors_are_free(post, clock):
    tries(post(), 6)
    assert tries(post("192.0.2.2"), 6) == [0, 0, 0, 0, 0, 5]
    assert tries(post(), 1, door="passphrase") == [0]


def test_the_next_day_begins_anew(post, clock):
    tries(post(), 6)
    clock.shift(timedelta(hours=15))
    assert tries(post(), 6) == [0, 0, 0, 0, 0, 5]


def test_when_it_cannot_be_counted_a_right_try_still_works(post, settings, tmp_path, caplog):
    (tmp_path / "var").write_text("")
    settings.CACHES = {
        **settings.CACHES, "limits": {**settings.CACHES["limits"], "LOCATION": tmp_path / "var" / "limits"},
    }  # fmt: skip
    for _ in range(10):
        slow_down(post(), door="receipt").was_right()
    assert "Posts are not counted" in caplog.text


@pytest.mark.parametrize("seconds", [0, 0.2, 59.01])
def test_the_wait_is_a_whole_number_and_never_nought(seconds):
    assert TooMany(seconds).wait_seconds in (1, 60)
