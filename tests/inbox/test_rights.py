"""Somebody asks what we hold about her: in the inbox, and with `alongside subject`."""

import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.accounts.models import AuditEntry
from alongside.enquiries import actions
from alongside.enquiries.models import Conversation, ShredCertificate

from .conftest import PASSPHRASE, page

RIGHTS = "/admin/inbox/rights/"


@pytest.fixture
def three(write, founder):
    """Two are hers, by details and by note; in the third somebody mentions her."""
    hers = write("Words of hers.", name="Zoë", email="Zoe@Example.org").conversation
    actions.note(conversation=hers, by=founder, message="A note about her.")
    noted = write("More of hers.", nudge_to="zoe@example.org").conversation
    mentioned = write("My friend zoe@example.org told me of you.", name="Dilys").conversation
    write("Of somebody else.", name="Cat", email="cat@example.org")
    return hers, noted, mentioned


def test_she_finds_what_is_hers_and_what_mentions_her(unlocked, three):
    hers, noted, mentioned = three
    html = page(unlocked().post(RIGHTS, {"email": " ZOE@example.org "}))
    own, others = html.split("Others that mention this address: 1")
    assert "Hers: 2" in own
    assert f'value="{hers.pk}"' in own
    assert f'value="{noted.pk}"' in own
    assert f'value="{mentioned.pk}"' in others
    assert "Cat</button>" not in html


def test_a_copy_to_print_and_as_a_file(unlocked, three):
    client = unlocked()
    printed = page(client.post(f"{RIGHTS}copy/", {"email": "zoe@example.org", "press": "print"}))
    for words in ("Words of hers.", "A note about her.", "More of hers."):
        assert words in printed
    assert "My friend" not in printed

    response = client.post(f"{RIGHTS}copy/", {"email": "zoe@example.org", "press": "file"})
    assert response["Content-Disposition"] == 'attachment; filename="what-we-hold.json"'
    assert "no-store" in response["Cache-Control"]
    conversations = json.loads(response.content)["conversations"]
    texts = {text["text"] for one in conversations for text in one["texts"]}
    assert texts == {"Words of hers.", "A note about her.", "More of hers."}
    copied = AuditEntry.objects.filter(action="conversation.copied")
    assert sorted(copied.values_list("target", flat=True)) == sorted(
        [f"conversation:{one.pk}" for one in three[:2]] * 2
    )


def test_erasing_asks_first_and_leaves_alone_what_is_not_hers(unlocked, three):
    client = unlocked()
    asked = page(client.post(f"{RIGHTS}erase/", {"email": "zoe@example.org"}))
    assert "Erase 2 conversations?" in asked
    assert Conversation.objects.count() == 4
    html = page(client.post(f"{RIGHTS}erase/", {"email": "zoe@example.org", "press": "sure"}))
    certificates = ShredCertificate.objects.all()
    assert [one.why for one in certificates] == ["asked", "asked"]
    assert all(one.code in html for one in certificates)
    assert Conversation.objects.count() == 2
    assert Conversation.objects.filter(pk=three[2].pk).exists()


def test_nothing_found_and_no_address(unlocked, three):
    client = unlocked()
    assert "No conversation has this address." in page(
        client.post(RIGHTS, {"email": "nobody@example.org"})
    )
    for address in (RIGHTS, f"{RIGHTS}copy/", f"{RIGHTS}erase/"):
        response = client.post(address, {"email": "no address", "press": "sure"})
        assert response.status_code == 422
        assert "Enter a valid email address." in page(response)
    assert Conversation.objects.count() == 4


def _subject(*arguments, monkeypatch=None, passphrase=None):
    out, err = io.StringIO(), io.StringIO()
    if passphrase is not None:
        monkeypatch.setattr("sys.stdin", io.StringIO(passphrase + "\n"))
    code = 0
    try:
        call_command("subject", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return out.getvalue(), err.getvalue(), code


def _rooms(printed):
    return {room["room"]: room for room in json.loads(printed)["rooms"]}


def test_the_operator_alone_finds_addresses_for_notes_only(three):
    out, err, code = _subject("export", "zoe@example.org")
    rooms = _rooms(out)
    assert code == 0
    assert rooms["enquiries"]["searched"] is False
    assert "Conversations with the founders: sealed: not searched" in err
    assert [one["conversation"] for one in rooms["enquiries-notes"]["records"]] == [three[1].pk]
    assert "Words of hers." not in out


def test_with_a_founder_beside_him_all_is_found(three, founder, monkeypatch):
    out, _, code = _subject(
        "export", "zoe@example.org", "--founder", founder.email, "--passphrase-stdin",
        monkeypatch=monkeypatch, passphrase=PASSPHRASE,
    )  # fmt: skip
    assert code == 0
    records = _rooms(out)["enquiries"]["records"]
    assert [one.get("only mentioned", False) for one in records] == [False, False, True]
    assert "Words of hers." in out
    assert "Of somebody else." not in out


@pytest.mark.parametrize("who", ["second_founder", "operator", "editor"])
def test_who_does_not_hold_the_key_opens_nothing(three, who, request, monkeypatch):
    user = request.getfixturevalue(who)
    out, err, code = _subject(
        "export", "zoe@example.org", "--founder", user.email, "--passphrase-stdin",
        monkeypatch=monkeypatch, passphrase=PASSPHRASE,
    )  # fmt: skip
    assert code == 1
    assert "this founder and passphrase do not open it" in err
    assert "Words of hers." not in out


def test_erase_with_a_founder(three, founder, monkeypatch):
    out, _, code = _subject(
        "erase", "zoe@example.org", "--yes", "--founder", founder.email, "--passphrase-stdin",
        monkeypatch=monkeypatch, passphrase=PASSPHRASE,
    )  # fmt: skip
    assert code == 0
    codes = list(ShredCertificate.objects.values_list("code", flat=True))
    assert len(codes) == 2
    assert "✓ Conversations with the founders: 2 erased" in out
    assert all(f"Certificate {one}" in out for one in codes)
    assert f"conversation {three[2].pk} only mentions this address" in out
    assert Conversation.objects.count() == 2


def test_erase_without_a_founder_removes_the_addresses_for_notes(three):
    out, _, code = _subject("erase", "zoe@example.org", "--yes")
    assert code == 0
    assert f"Address removed from conversation {three[1].pk}" in out
    assert not Conversation.objects.filter(keys__nudge_locked__isnull=False).exists()
    assert Conversation.objects.count() == 4


def test_what_is_left_does_not_count_as_erased(three, founder, monkeypatch):
    out, _, _ = _subject(
        "erase", "zoe@example.org", "--yes", "--founder", founder.email, "--passphrase-stdin",
        monkeypatch=monkeypatch, passphrase=PASSPHRASE,
    )  # fmt: skip
    assert "✓ Conversations with the founders: 2 erased" in out
    assert "  Not erased: conversation" in out


def test_every_look_through_everything_is_in_the_log(unlocked, three):
    client = unlocked()
    client.post(RIGHTS, {"email": "zoe@example.org"})
    client.post(f"{RIGHTS}copy/", {"email": "zoe@example.org", "press": "print"})
    client.post(f"{RIGHTS}erase/", {"email": "zoe@example.org"})
    lines = AuditEntry.objects.filter(action="inbox.searched")
    assert list(lines.values_list("target", flat=True)) == ["", "", ""]


def test_all_is_opened_once_to_erase_it(three, founder, monkeypatch):
    with CaptureQueriesContext(connection) as queries:
        _subject(
            "erase", "zoe@example.org", "--yes", "--founder", founder.email, "--passphrase-stdin",
            monkeypatch=monkeypatch, passphrase=PASSPHRASE,
        )  # fmt: skip
    whole = [
        one["sql"] for one in queries
        if 'FROM "enquiries_sealedtext"' in one["sql"] and "WHERE" not in one["sql"]
    ]  # fmt: skip
    assert len(whole) == 1
