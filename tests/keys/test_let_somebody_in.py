"""A second founder chooses a passphrase, and the first lets her in by telephone."""

import re

import pytest

from alongside.core.mail.models import OutboxMessage
from alongside.enquiries import keys
from alongside.enquiries.models import KeyHolder
from alongside.enquiries.opening import open_with_inbox_key

from .conftest import PASSPHRASE, SECOND_PASSPHRASE, let_in, somebody_writes


def test_she_is_let_in_and_reads(desk, second, sheets):
    conversation, _ = somebody_writes("Words for the founders.")
    page = second.get()
    assert "Choose your passphrase" in page.text
    assert "ask Test Founder to let you in" in page.text
    waits = second.choose(SECOND_PASSPHRASE)
    assert "You wait to be let in" in waits.text
    with pytest.raises(keys.NotLetIn):
        keys.unlock(user=second.user, passphrase=SECOND_PASSPHRASE)
    page = desk.get()
    assert "Second Founder waits to be let in" in page.text
    assert "Let Second Founder in" in page.text
    assert "All is well." not in page.text
    holder = KeyHolder.objects.get(user=second.user)
    hers = re.search(r'keys__words">([a-z ]+)<', waits.html)[1]
    seen = re.search(r'keys__words">([a-z ]+)<', desk.get(f"let-in/{holder.pk}/").html)[1]
    assert hers == seen
    assert len(hers.split()) == 4
    assert "She is let in." in desk.post(f"let-in/{holder.pk}/", phrase=hers).text
    secret = keys.unlock(user=second.user, passphrase=SECOND_PASSPHRASE)
    opened = open_with_inbox_key(conversation, secret)
    assert [text.content for text in opened.texts()][-1] == "Words for the founders."


def test_the_founders_are_told_by_mail_without_a_name(desk, second, sheets):
    let_in(desk, second)
    told = OutboxMessage.objects.filter(kind="enquiries.let_in")
    assert sorted(row.letter().to for row in told) == ["founder@example.org", "second@example.org"]
    text = told[0].letter().text
    assert "Somebody was let in." in text
    assert "Second Founder" not in text


def test_if_she_chose_again_meanwhile_the_words_are_compared_again(desk, second, sheets):
    first = re.search(r'keys__words">([a-z ]+)<', second.choose(SECOND_PASSPHRASE).html)[1]
    second.choose("another gravel ribbon otter")
    holder = KeyHolder.objects.get(user=second.user)
    page = desk.post(f"let-in/{holder.pk}/", phrase=first)
    assert page.status == 409
    assert "the four words are new" in page.text
    assert KeyHolder.objects.get(user=second.user).sealed_key is None


def test_with_a_locked_inbox_nobody_is_let_in(desk, second, sheets):
    waits = second.choose(SECOND_PASSPHRASE)
    phrase = re.search(r'keys__words">([a-z ]+)<', waits.html)[1]
    holder = KeyHolder.objects.get(user=second.user)
    del desk.client.cookies["inbox"]
    for browser, why in ((second, "You wait to be let in"), (desk, "The inbox is locked")):
        page = browser.post(f"let-in/{holder.pk}/", phrase=phrase)
        assert why in page.text
    assert f'name="after" value="/admin/inbox/keys/let-in/{holder.pk}/"' in page.html
    assert KeyHolder.objects.get(user=second.user).sealed_key is None


def test_a_forgotten_passphrase(desk, second, sheets):
    let_in(desk, second)
    conversation, _ = somebody_writes()
    page = second.get("forgotten/")
    assert "Then ring Test Founder ." in page.text or "Then ring Test Founder." in page.text
    let_in(desk, second)
    secret = keys.unlock(user=second.user, passphrase=SECOND_PASSPHRASE)
    assert open_with_inbox_key(conversation, secret).texts()


def test_the_only_holder_is_led_to_the_sheets_and_keeps_what_she_has(desk, sheets):
    page = desk.choose("entirely different words here")
    assert "it takes two recovery sheets" in page.text
    with pytest.raises(keys.LastHolder):
        keys.choose_passphrase(user=desk.user, passphrase="entirely different words here")
    assert keys.unlock(user=desk.user, passphrase=PASSPHRASE)


def test_change_a_passphrase(desk, sheets):
    wrong = desk.post(
        "passphrase/change/", old="not the old one at all", passphrase="new plum gravel otter",
        again="new plum gravel otter",
    )  # fmt: skip
    assert "This is not your passphrase until now." in wrong.text
    assert keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    done = desk.post(
        "passphrase/change/", old=PASSPHRASE, passphrase="new plum gravel otter",
        again="new plum gravel otter",
    )  # fmt: skip
    assert "Your inbox passphrase is changed." in done.text
    with pytest.raises(keys.WrongPassphrase):
        keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    assert "Exchange the inbox key?" in desk.get("exchange/").text  # still open in this browser


def test_many_wrong_tries_wait_and_never_lock_out(desk, sheets):
    for _ in range(5):
        page = desk.post(
            "passphrase/change/", old="wrong wrong wrong wrong",
            passphrase="new plum gravel otter", again="new plum gravel otter",
        )  # fmt: skip
    page = desk.post(
        "passphrase/change/", old=PASSPHRASE, passphrase="new plum gravel otter",
        again="new plum gravel otter",
    )  # fmt: skip
    assert "Please wait" in page.text
    assert "Nothing is lost." in page.text
