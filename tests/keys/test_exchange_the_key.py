"""The key is exchanged, or taken from somebody: the founders read on, she reads nothing."""

import time

import pytest

from alongside.accounts.models import User
from alongside.core import sealing
from alongside.enquiries import keys
from alongside.enquiries.models import (
    Conversation,
    ConversationKey,
    InboxKey,
    KeyHolder,
    RecoverySet,
    UnlockedInbox,
    live_key,
)
from alongside.enquiries.opening import open_with_inbox_key, open_with_receipt

from .conftest import PASSPHRASE, SECOND_PASSPHRASE, let_in, somebody_writes


def words_in(opened):
    return opened.texts()[-1].content


def fresh(conversation):
    return Conversation.objects.get(pk=conversation.pk)


def test_an_exchange_keeps_every_conversation_for_both_sides(desk, second, sheets):
    let_in(desk, second)
    conversation, receipt = somebody_writes("Before the exchange.")
    old = keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    page = desk.post("exchange/")
    assert "The key is a new one." in page.text
    assert "Who gets a recovery sheet?" in page.text
    for user, passphrase in ((desk.user, PASSPHRASE), (second.user, SECOND_PASSPHRASE)):
        new = keys.unlock(user=user, passphrase=passphrase)
        assert new != old
        assert words_in(open_with_inbox_key(fresh(conversation), new)) == "Before the exchange."
    assert words_in(open_with_receipt(receipt)) == "Before the exchange."
    with pytest.raises(sealing.CannotOpen):
        open_with_inbox_key(fresh(conversation), old)
    assert InboxKey.objects.filter(retired_at=None).count() == 1


def test_the_form_stays_open_and_the_page_asks_for_new_sheets(desk, sheets):
    desk.post("exchange/")
    assert live_key() is not None
    somebody_writes()
    page = desk.get()
    assert "There are no recovery sheets" in page.text
    desk.read_back(desk.make_sheets())
    assert "All is well." in desk.get().text
    old = desk.post(
        "recover/", one=" ".join(sheets[0]), two=" ".join(sheets[1]),
        passphrase="new plum gravel otter", again="new plum gravel otter",
    )  # fmt: skip
    assert "they are older ones" in old.text
    assert f"sheets of set {keys.sheets_in_use().pk}" in old.text


def test_a_removed_founder_reads_nothing_even_with_the_key_that_she_kept(desk, second, sheets):
    let_in(desk, second)
    kept = keys.unlock(user=second.user, passphrase=SECOND_PASSPHRASE)
    before, _ = somebody_writes("While she was one of us.")
    holder = KeyHolder.objects.get(user=second.user)
    assert "What she has read already, she has read." in desk.get(f"remove/{holder.pk}/").text
    desk.post(f"remove/{holder.pk}/")
    after, _ = somebody_writes("When she was not.")
    for conversation in (before, after):
        with pytest.raises(sealing.CannotOpen):
            open_with_inbox_key(fresh(conversation), kept)
    with pytest.raises(keys.NotLetIn):
        keys.unlock(user=second.user, passphrase=SECOND_PASSPHRASE)
    assert not UnlockedInbox.objects.filter(user=second.user).exists()
    mine = keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    assert words_in(open_with_inbox_key(fresh(after), mine)) == "When she was not."


def test_nobody_removes_herself_or_the_last_one(desk, second, sheets):
    own = KeyHolder.objects.get(user=desk.user)
    assert "Nobody can remove herself." in desk.post(f"remove/{own.pk}/").text
    second.choose(SECOND_PASSPHRASE)  # waits, holds nothing
    secret = keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    with pytest.raises(keys.LastHolder):
        keys.remove_holder(holder=own, by=second.user, inbox_secret=secret)
    assert keys.unlock(user=desk.user, passphrase=PASSPHRASE) == secret


@pytest.mark.parametrize("how", ["role", "account"])
def test_who_is_no_longer_a_founder_is_shown_loudly_and_gets_no_new_key(desk, second, sheets, how):
    let_in(desk, second)
    if how == "role":
        second.user.groups.clear()
    else:
        User.objects.filter(pk=second.user.pk).update(is_active=False)
    user = User.objects.get(pk=second.user.pk)
    with pytest.raises(keys.NotLetIn):
        keys.unlock(user=user, passphrase=SECOND_PASSPHRASE)
    page = desk.get()
    assert "Second Founder is no longer a founder" in page.text
    assert "Exchange the key" in page.text
    assert "All is well." not in page.text
    desk.post("exchange/")
    assert not KeyHolder.objects.filter(user=user).exists()
    assert "no longer a founder" not in desk.get().text


def test_an_inbox_that_stood_open_closes_with_the_role(desk, second, sheets):
    let_in(desk, second)
    second.post(
        "passphrase/change/", old=SECOND_PASSPHRASE, passphrase=SECOND_PASSPHRASE + " oak",
        again=SECOND_PASSPHRASE + " oak",
    )  # fmt: skip
    assert "Exchange the inbox key?" in second.get("exchange/").text
    second.user.groups.clear()
    assert "Exchange the inbox key?" not in second.get("exchange/").text
    from alongside.enquiries.unlocking import inbox_secret

    request = type("Request", (), {})()
    request.COOKIES = {"inbox": second.client.cookies["inbox"].value}
    request.user, request.session = second.user, second.client.session
    assert inbox_secret(request) is None


def many(count):
    """Conversations without their texts: what an exchange has to do with each is the same."""
    key = live_key()
    rows = Conversation.objects.bulk_create(
        Conversation(answer_by="2030-01-01", erase_on="2030-01-01") for _ in range(count)
    )
    made = []
    for row in rows:
        pair = sealing.make_pair()
        made.append(
            ConversationKey(
                conversation=row, public=pair.public, inbox_key=key,
                for_founders=sealing.seal_key(pair.secret, bytes(key.public)),
            )
        )  # fmt: skip
    ConversationKey.objects.bulk_create(made)
    return {row.pk: bytes(row.public) for row in made}


def test_five_hundred_conversations_in_one_go(desk, sheets):
    publics = many(501)
    began = time.monotonic()
    desk.post("exchange/")
    print(f"501 conversations: {time.monotonic() - began:.2f} s")
    secret = keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    for row in ConversationKey.objects.all():
        own = sealing.open_key(row.for_founders, secret)
        assert sealing.pair_of(own).public == publics[row.pk]
        assert row.inbox_key == keys.current_key()


def test_a_crash_in_the_middle_changes_nothing(desk, sheets):
    """The 301st cannot be opened: all 300 before it are as they were, and so are key and sheets."""
    many(400)
    broken = ConversationKey.objects.order_by("pk")[300]
    ConversationKey.objects.filter(pk=broken.pk).update(for_founders=b"torn" * 20)
    before = list(
        ConversationKey.objects.order_by("pk").values_list("pk", "for_founders", "inbox_key")
    )
    secret = keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    with pytest.raises(sealing.CannotOpen):
        keys.exchange(by=desk.user, inbox_secret=secret)
    after = list(
        ConversationKey.objects.order_by("pk").values_list("pk", "for_founders", "inbox_key")
    )
    assert after == before
    assert keys.unlock(user=desk.user, passphrase=PASSPHRASE) == secret
    assert RecoverySet.objects.filter(confirmed_at__isnull=False).count() == 1
    assert InboxKey.objects.count() == 1
