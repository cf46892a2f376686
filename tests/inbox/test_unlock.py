"""A founder unlocks the inbox, locks it, and is told what to do when she cannot."""

import datetime

import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core import limits
from alongside.enquiries import keys
from alongside.enquiries.models import InboxKey, UnlockedInbox

from .conftest import PASSPHRASE, page

INBOX = "/admin/inbox/"


def test_locked_it_shows_numbers_only(open_inbox, write, signed_in):
    write("Only founders read this.", name="Zoë")
    html = page(signed_in(open_inbox.founder).get(INBOX))
    assert "<strong>1</strong> person waits for an answer, 1 not read yet." in html
    assert "The inbox is locked" in html
    assert "Is this a machine that others use?" in html
    assert "Only founders read this" not in html
    assert "Zoë" not in html


def test_her_passphrase_opens_it_and_lock_closes_it(open_inbox, write, signed_in):
    write("Only founders read this.", name="Zoë")
    client = signed_in(open_inbox.founder)
    response = client.post(f"{INBOX}unlock/", {"passphrase": PASSPHRASE, "after": "/admin/inbox/"})
    assert (response.status_code, response["Location"]) == (302, INBOX)
    cookie = response.cookies["inbox"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/admin/"
    assert (cookie["max-age"], cookie["expires"]) == ("", "")  # as long as the browser runs
    listed = client.get(INBOX)
    assert "Zoë" in page(listed)
    assert "no-store" in listed["Cache-Control"]

    locked = page(client.post(f"{INBOX}lock/", follow=True))
    assert "The inbox is locked" in locked
    assert "Zoë" not in locked
    assert not UnlockedInbox.objects.exists()


def test_another_browser_of_hers_stays_locked(open_inbox, unlocked, signed_in):
    unlocked()
    assert "The inbox is locked" in page(signed_in(open_inbox.founder).get(INBOX))


def test_a_wrong_passphrase_says_so_and_opens_nothing(open_inbox, signed_in):
    client = signed_in(open_inbox.founder)
    response = client.post(f"{INBOX}unlock/", {"passphrase": "quiet lemon harbour eight"})
    assert response.status_code == 422
    assert "This does not open the inbox." in page(response)
    assert "quiet lemon" not in page(response)
    assert "inbox" not in response.cookies
    assert not UnlockedInbox.objects.exists()


def test_wrong_tries_slow_down_and_never_lock_out(open_inbox, signed_in):
    client = signed_in(open_inbox.founder)
    for _ in range(limits.FREE_TRIES):
        assert client.post(f"{INBOX}unlock/", {"passphrase": "wrong"}).status_code == 422
    assert UnlockedInbox.objects.count() == 0
    slowed = client.post(f"{INBOX}unlock/", {"passphrase": PASSPHRASE})
    assert slowed.status_code == 429
    assert "Please wait 5 seconds." in page(slowed)
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=6)):
        assert client.post(f"{INBOX}unlock/", {"passphrase": PASSPHRASE}).status_code == 302


def test_after_45_minutes_it_is_locked(unlocked, write):
    write("Only founders read this.", name="Zoë")
    client = unlocked()
    now = timezone.now()
    with time_machine.travel(now + datetime.timedelta(minutes=44)):
        assert "Zoë" in page(client.get(INBOX))
    with time_machine.travel(now + datetime.timedelta(minutes=44 + 46)):
        html = page(client.get(INBOX))
        assert "The inbox is locked" in html
        assert "Zoë" not in html


def test_signing_out_locks_it(unlocked):
    client = unlocked()
    assert UnlockedInbox.objects.count() == 1
    client.post(reverse("account_logout"))
    assert client.get(INBOX).status_code == 302
    assert UnlockedInbox.objects.count() == 0


def test_the_key_is_in_no_session_and_not_in_the_row(open_inbox, unlocked):
    client = unlocked()
    row = UnlockedInbox.objects.get()
    stored = bytes(row.locked_secret) + bytes(row.session_mark)
    assert open_inbox.secret not in stored
    cookie_key = client.cookies["inbox"].value.partition(".")[2]
    assert bytes.fromhex(cookie_key) not in stored
    assert all(cookie_key not in one.session_data for one in Session.objects.all())


def test_she_comes_to_where_she_wanted_to_go(open_inbox, signed_in):
    client = signed_in(open_inbox.founder)
    html = page(client.get(f"{INBOX}?show=overdue"))
    assert 'name="after" value="/admin/inbox/?show=overdue"' in html
    told = {"passphrase": PASSPHRASE, "after": "/admin/inbox/?show=overdue"}
    assert client.post(f"{INBOX}unlock/", told)["Location"] == "/admin/inbox/?show=overdue"


def test_nobody_is_led_away_from_the_inbox(open_inbox, signed_in):
    client = signed_in(open_inbox.founder)
    for elsewhere in ("https://example.org/", "//example.org", "/admin/pages/", "javascript:x"):
        told = {"passphrase": PASSPHRASE, "after": elsewhere}
        assert client.post(f"{INBOX}unlock/", told)["Location"] == INBOX


def test_without_a_key_she_is_led_to_making_one(founder, signed_in):
    html = page(signed_in(founder).get(INBOX))
    assert "The inbox has no key yet" in html
    assert 'href="/admin/inbox/keys/"' in html
    assert "passphrase" not in html


def test_a_new_founder_is_told_to_choose_a_passphrase(open_inbox, second_founder, signed_in):
    html = page(signed_in(second_founder).get(INBOX))
    assert "Choose your inbox passphrase" in html
    assert "<li>Test Founder</li>" in html


def test_who_waits_to_be_let_in_is_told_by_whom(open_inbox, write, second_founder, signed_in):
    write(name="Zoë")
    keys.choose_passphrase(user=second_founder, passphrase=PASSPHRASE)
    client = signed_in(second_founder)
    for html in (
        page(client.get(INBOX)),
        page(client.post(f"{INBOX}unlock/", {"passphrase": PASSPHRASE})),
    ):
        assert "You wait to be let in" in html
        assert "<li>Test Founder</li>" in html
        assert "<strong>1</strong> person waits" in html
        assert "Zoë" not in html


def test_unlocking_leaves_a_line_in_the_log(open_inbox, unlocked):
    unlocked()
    [entry] = AuditEntry.objects.filter(action="inbox.unlocked")
    assert (entry.actor, entry.target) == (
        open_inbox.founder,
        f"inbox_key:{InboxKey.objects.get().pk}",
    )


def test_the_key_is_exchanged_while_she_unlocks(open_inbox, signed_in):
    """Between computing her passphrase and opening the inbox, another founder exchanges the key."""
    client, done = signed_in(open_inbox.founder), []

    def meanwhile(execute, sql, params, many, context):
        if done or "enquiries_inboxkey" not in sql or "retired_at" not in sql:
            return execute(sql, params, many, context)
        done.append(True)
        keys.exchange(by=open_inbox.founder, inbox_secret=open_inbox.secret)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        response = client.post(f"{INBOX}unlock/", {"passphrase": PASSPHRASE})
    assert done
    assert response.status_code == 422
    assert "The key was exchanged in this very moment." in page(response)
    assert "inbox" not in response.cookies
    assert client.post(f"{INBOX}unlock/", {"passphrase": PASSPHRASE}).status_code == 302
