"""Founders only, at every address of the inbox: nobody else reads or changes anything there."""

import pytest

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.enquiries.models import (
    Conversation,
    ConversationKey,
    InboxSettings,
    KeyHolder,
    RecoverySet,
    Rehearsal,
    SealedText,
    ShredCertificate,
    UnlockedInbox,
)
from tests.url_map import filled, routes

from .conftest import PASSPHRASE, answer, opened, page

CANARY = "Canary words of hers"
WATCHED = (
    Conversation, ConversationKey, InboxSettings, KeyHolder, RecoverySet, Rehearsal, SealedText,
    ShredCertificate,
    UnlockedInbox, OutboxMessage,
)  # fmt: skip
POSTED = {
    "passphrase": PASSPHRASE, "message": "From outside.", "press": "send", "seen": "99",
    "ticket": "11111111-1111-4111-8111-111111111111", "to": "", "on": "2099-01-01", "why": "asked",
    "q": "canary", "email": "zoe@example.org", "conversation": "1", "origin": "phone",
    "answer_by": "here", "consent": "on", "usual_days": "9", "treatment_days": "9",
    "first_sentences": "x", "first": "x", "again": "x",
}  # fmt: skip


ADDRESSES = [
    filled(route, {"code": "AAAA-BBBB-CCCC"})
    for route, _ in routes()
    if route.startswith("admin/inbox/")
]


def _rows() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in WATCHED]


@pytest.fixture
def superuser(outsider):
    outsider.is_superuser = outsider.is_staff = True
    outsider.save()
    return outsider


@pytest.fixture
def former_founder(second_holder):
    """She still has a passphrase, and is no founder any more."""
    second_holder.groups.clear()
    return second_holder


def test_the_walk_finds_the_addresses():
    assert "/admin/inbox/" in ADDRESSES
    assert "/admin/inbox/1/answer/" in ADDRESSES
    assert "/admin/inbox/keys/recover/" in ADDRESSES
    assert len(ADDRESSES) >= 30


@pytest.mark.parametrize(
    "who",
    [
        "editor", "reviewer", "moderator", "dispatcher", "operator", "outsider", "superuser",
        "former_founder",
    ],
)  # fmt: skip
def test_nobody_else(who, write, request, signed_in):
    number = write(CANARY, name="Zoë").conversation.pk
    user = request.getfixturevalue(who)
    client = signed_in(user)
    before = _rows()
    log = AuditEntry.objects.count()
    posted = POSTED | {"conversation": number}
    for address in (one.replace("/1/", f"/{number}/") for one in ADDRESSES):
        for response in (client.get(address), client.post(address, posted)):
            text = page(response)
            assert response.status_code in (302, 403, 405), address
            assert CANARY not in text, address
            assert "Zoë" not in text, address
            assert "unlock" not in text.casefold(), address
    assert _rows() == before
    assert not AuditEntry.objects.filter(action__startswith="conversation.").exists()
    assert AuditEntry.objects.count() == log


def test_a_reader_is_led_to_the_sign_in(write, reader):
    write(CANARY)
    before = _rows()
    for address in ADDRESSES:
        for response in (reader.get(address), reader.post(address, POSTED)):
            assert response.status_code in (302, 403, 405), address
            assert CANARY not in page(response), address
            if response.status_code == 403:  # what she has sent herself
                assert "Your words are still here" in page(response), address
            if response.status_code == 302:
                assert response["Location"].startswith("/account/"), address
    assert _rows() == before


def test_a_founder_without_the_key_reads_nothing_and_answers_nothing(
    write, second_founder, signed_in
):
    conversation = write(CANARY, name="Zoë").conversation
    client = signed_in(second_founder)
    for what in ("", "answer/", "note/", "hand/", "close/", "erase/"):
        address = f"/admin/inbox/{conversation.pk}/{what}"
        for response in (client.get(address), client.post(address, POSTED)):
            assert CANARY not in page(response)
            assert "Zoë" not in page(response)
    assert client.get("/admin/inbox/").status_code == 200
    assert SealedText.objects.filter(kind__in=("answer", "note")).count() == 0
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.WAITING
    assert conversation.unread_since is not None


def test_with_a_locked_inbox_nothing_is_read_or_decided(open_inbox, write, signed_in):
    conversation = write(CANARY, name="Zoë", email="zoe@example.org").conversation
    client = signed_in(open_inbox.founder)
    before = list(Conversation.objects.values())
    for address in ADDRESSES:
        if "/keys/" in address or address.endswith(("/unlock/", "/capacity/", "/write-down/")):
            continue
        own = address.replace("/1/", f"/{conversation.pk}/")
        if not own.endswith(("/answer/", "/note/")):
            client.post(own, POSTED | {"conversation": conversation.pk})
        for response in (client.get(own), client.post(own, POSTED | {"message": ""})):
            assert CANARY not in page(response), own
            assert "Zoë" not in page(response), own
    assert list(Conversation.objects.values()) == before
    assert not ShredCertificate.objects.exists()


def test_no_get_changes_anything(unlocked, write):
    conversation = write(CANARY).conversation
    other = write("Unread.").conversation
    client = unlocked()
    opened(client, conversation)
    addresses = [a.replace("/1/", f"/{n}/") for a in ADDRESSES for n in (conversation.pk, other.pk)]
    before, log = _rows(), AuditEntry.objects.count()
    for address in addresses:  # never visited before: a first visit may not write either
        client.get(address)
        client.head(address)
    assert _rows() == before
    assert AuditEntry.objects.count() == log
    other.refresh_from_db()
    assert other.unread_since is not None


def test_no_word_of_a_conversation_in_a_title_an_address_or_the_session(unlocked, write):
    conversation = write(CANARY, name="Canaryname", email="canary@example.org").conversation
    client = unlocked()
    html = opened(client, conversation)
    response = answer(client, conversation, html, "Canaryanswer.")
    pages = [html, page(response), page(client.get("/admin/inbox/?show=all"))]
    pages.append(page(client.post("/admin/inbox/find/", {"q": "canaryname"})))
    assert all("Canaryname" in one for one in pages)
    for one in pages:
        title = one.split("<title>")[1].split("</title>")[0]
        assert "anary" not in title
        links = [part.split('"')[0] for part in one.split('href="')[1:]]
        assert not [link for link in links if "anary" in link]
    assert not [where for where, _ in response.redirect_chain if "anary" in where]
    assert "anary" not in str(dict(client.session))
    assert all("anary" not in morsel.value for morsel in client.cookies.values())
    for entry in AuditEntry.objects.values():
        assert "anary" not in str(entry)
