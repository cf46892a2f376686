"""The disk is full or the database is locked: with her six words she reads on, and nobody waits for her."""

import pytest
from django.db import OperationalError, connection

from alongside.enquiries import actions
from alongside.enquiries.models import Conversation
from tests.enquiries.conftest import WORDS, seen, six_words

pytestmark = pytest.mark.django_db


def only_reading(execute, sql, params, many, context):
    """As SQLite answers when somebody else holds the one write lock for too long."""
    if sql.startswith("SELECT"):
        return execute(sql, params, many, context)
    raise OperationalError("database is locked")


def test_she_reads_what_she_wrote(enquirer):
    words = six_words(enquirer.join())
    form = enquirer.look("/join-us/conversation/")
    with connection.execute_wrapper(only_reading):
        page = enquirer.send("/join-us/conversation/", {"receipt": words}, page=form)
        assert page.status_code == 200
        assert WORDS["message"] in seen(page)
        assert WORDS["message"] in seen(enquirer.do(page, "look"))
        refused = enquirer.do(page, "write", message="One thing more.")
    assert refused.status_code == 503
    assert "Not sent yet" in seen(refused)
    assert "One thing more." in refused.content.decode()


def test_it_is_erased_between_opening_and_doing(enquirer, founder):
    """A founder erases it in the moment in which she presses Send: she reads that, and loses no word."""
    page, done = enquirer.come_back(six_words(enquirer.join())), []

    def meanwhile(execute, sql, params, many, context):
        if not done and "SAVEPOINT" in sql:
            done.append(True)
            actions.erase(conversation=Conversation.objects.get(), why="founder", by=founder)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        response = enquirer.do(page, "write", message="One thing more.")
    assert done
    assert response.status_code == 200
    assert "erased" in seen(response)
    assert "One thing more." in response.content.decode()
