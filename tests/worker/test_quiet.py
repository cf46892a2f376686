"""What goes wrong is logged with its kind and its place, never with its words: they may be somebody's."""

import logging
import logging.config
import sys

import pytest

from alongside.core import tasks
from alongside.core.quiet_log import QuietFormatter

CANARY = "zebrafinchcanary"


def _fail() -> None:
    try:
        raise KeyError(f"Key (username)=({CANARY}@example.org) already exists.")
    except KeyError as error:
        error.add_note(CANARY)
        raise ValueError(f"DETAIL: {CANARY}") from error


@pytest.fixture
def log_line(settings):
    """A function: how the console of an installation shows a record."""
    configurator = logging.config.DictConfigurator(settings.LOGGING)
    formatter = configurator.configure_formatter(settings.LOGGING["formatters"]["plain"])

    def line(**record) -> str:
        made = logging.makeLogRecord({"levelno": 40, "levelname": "ERROR", **record})
        logging.Formatter().format(made)  # another handler was first, and left its words
        return formatter.format(made)

    return line


def test_the_console_shows_where_and_of_what_kind(log_line):
    try:
        _fail()
    except ValueError:
        shown = log_line(
            name="django.request", msg="Internal Server Error", exc_info=sys.exc_info()
        )
    assert CANARY not in shown
    assert "ERROR django.request Internal Server Error" in shown
    assert shown.index("KeyError") < shown.index("ValueError")
    assert shown.count("in _fail") == 2
    assert "test_quiet.py" in shown


def test_without_an_error_a_line_is_one_line(log_line):
    shown = log_line(name="alongside", msg="%s went", args=("All",))
    assert shown.endswith("ERROR alongside All went")


def test_the_worker_goes_on_and_says_no_word(db, caplog):
    tasks._LOOKS_OF_ROOMS[_fail] = True
    try:
        tasks.look_for_work()
    finally:
        del tasks._LOOKS_OF_ROOMS[_fail]
    assert "The worker failed at _fail: ValueError (test_quiet.py:" in caplog.text
    assert CANARY not in caplog.text


def test_a_link_that_opens_an_account_is_not_in_the_log():
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Internal Server Error: %s",
                               ("/invitation/s3cr3t-token/",), None)  # fmt: skip
    assert QuietFormatter().format(record) == "Internal Server Error: /invitation/…/"
