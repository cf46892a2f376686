"""The key is exchanged, or taken from somebody: the founders read on, she reads nothing."""

import time

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from alongside.accounts.models import AuditEntry, User
from alongside.core import sealing
from alongside.core.passphrases import lock_secret
from alongside.core.tasks import look_for_work
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
    """A founder's half is torn: all conversations are as they were, and so are key and sheets."""
    many(400)
    before = list(
        ConversationKey.objects.order_by("pk").values_list("pk", "for_founders", "inbox_key")
    )
    secret = keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    KeyHolder.objects.update(public=b"torn")
    with pytest.raises(ValueError, match="must be exactly 32 bytes"):
        keys.exchange(by=desk.user, inbox_secret=secret)
    after = list(
        ConversationKey.objects.order_by("pk").values_list("pk", "for_founders", "inbox_key")
    )
    assert after == before
    assert keys.unlock(user=desk.user, passphrase=PASSPHRASE) == secret
    assert RecoverySet.objects.filter(confirmed_at__isnull=False).count() == 1
    assert InboxKey.objects.count() == 1


def test_one_altered_row_keeps_nobody_from_exchanging_and_is_named(desk, sheets):
    """Whoever can write into the database must not be able to hold the founders to a key that he has."""
    sound, _ = somebody_writes("Sound.")
    altered, receipt = somebody_writes("Altered.")
    ConversationKey.objects.filter(pk=altered.pk).update(for_founders=b"torn" * 20)
    page = desk.post("exchange/")
    assert "The key is a new one." in page.text
    assert (
        f"These conversations could not be opened, so somebody has altered them: {altered.pk}."
        in (page.text)
    )
    assert keys.left_behind() == [altered.pk]
    new = keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    assert words_in(open_with_inbox_key(fresh(sound), new)) == "Sound."
    assert words_in(open_with_receipt(receipt)) == "Altered."


def _role_is_taken(user):
    user.groups.clear()


def _account_is_closed(user):
    user.is_active = False
    user.save()


def _past_all_signals(user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    look_for_work()


@pytest.mark.parametrize("lose", [_role_is_taken, _account_is_closed, _past_all_signals])
def test_a_founder_who_comes_back_has_to_be_let_in_again(desk, second, sheets, lose):
    let_in(desk, second)
    lose(User.objects.get(pk=second.user.pk))
    row = KeyHolder.objects.get(user=second.user)
    assert row.sealed_key is None
    assert [one.user for one in keys.no_longer_founders()] == [second.user]
    assert "Second Founder is no longer a founder" in desk.get().text
    assert AuditEntry.objects.filter(action="inbox_key.withdrawn").count() == 1
    again = User.objects.get(pk=second.user.pk)
    again.is_active = True
    again.save()
    again.groups.add(Group.objects.get(name="Founders"))
    with pytest.raises(keys.NotLetIn):
        keys.unlock(user=again, passphrase=SECOND_PASSPHRASE)
    assert keys.no_longer_founders() == []
    assert "Second Founder waits to be let in" in desk.get().text


def test_who_waited_and_is_no_founder_any_more_leaves_nothing(desk, second, sheets):
    second.choose(SECOND_PASSPHRASE)
    second.user.groups.clear()
    assert not KeyHolder.objects.filter(user=second.user).exists()
    assert "no longer a founder" not in desk.get().text


def test_changing_her_passphrase_twice_at_once_keeps_one_of_them(desk, sheets):
    """The other browser was quicker while this one computed: nothing of it is overwritten."""
    changed = []

    def meanwhile(execute, sql, params, many, context):
        if sql.startswith("SELECT") and "enquiries_keyholder" in sql and not changed:
            found = execute(sql, params, many, context)
            changed.append(True)
            return found
        if len(changed) == 1 and ("SAVEPOINT" in sql or "BEGIN" in sql):
            changed.append(True)
            other = lock_secret(b"x" * 32, "another one altogether")
            KeyHolder.objects.update(locked_secret=other)
        return execute(sql, params, many, context)

    before = bytes(KeyHolder.objects.get().locked_secret)
    with connection.execute_wrapper(meanwhile), pytest.raises(keys.WrongPassphrase):
        keys.change_passphrase(user=desk.user, old=PASSPHRASE, new="ribbon teapot gravel otter")
    assert len(changed) == 2
    assert bytes(KeyHolder.objects.get().locked_secret) != before
