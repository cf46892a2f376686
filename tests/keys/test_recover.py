"""All passphrases are forgotten. Two people bring their sheets."""

from itertools import combinations

import pytest
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.enquiries import keys
from alongside.enquiries.models import KeyHolder, RecoverySet, Rehearsal
from alongside.enquiries.opening import open_with_inbox_key

from .conftest import PASSPHRASE, somebody_writes

NEW = "ribbon teapot gravel otter"


def typed(sheet):
    """As somebody types from paper: numbers, capitals, lines."""
    return "\n".join(f"{number}. {word.capitalize()}" for number, word in enumerate(sheet, 1))


@pytest.mark.parametrize("pair", list(combinations(range(3), 2)))
def test_any_two_sheets_open_what_was_written(desk, second, sheets, pair):
    conversation, _ = somebody_writes("Still here.")
    KeyHolder.objects.all().delete()  # nobody holds the key any more
    page = second.get()
    assert "it takes two recovery sheets" in page.text
    one, two = (typed(sheets[number]) for number in pair)
    page = second.post("recover/", one=one, two=two, passphrase=NEW, again=NEW)
    assert "The inbox is yours again" in page.text
    secret = keys.unlock(user=second.user, passphrase=NEW)
    assert open_with_inbox_key(conversation, secret).texts()[-1].content == "Still here."
    assert "Exchange the inbox key?" in second.get("exchange/").text  # open in this browser


def test_every_founder_is_told(desk, second, sheets):
    second.post("recover/", one=typed(sheets[0]), two=typed(sheets[1]), passphrase=NEW, again=NEW)
    told = OutboxMessage.objects.filter(kind="enquiries.recovered")
    assert sorted(row.letter().to for row in told) == ["founder@example.org", "second@example.org"]
    assert keys.unlock(user=desk.user, passphrase=PASSPHRASE)  # the first founder stays in


def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, sheets):
    bad = [*sheets[0]]
    bad[11] = "xylophone"
    page = desk.post(
        "recover/", one=" ".join(bad), two=" ".join(sheets[1][:-1]), passphrase=NEW, again=NEW
    )
    assert "Word 12 is not a word of any sheet." in page.text
    assert "These are 44." in page.text
    assert "xylophone" in page.html
    assert " ".join(sheets[1][:-1]) in page.html
    assert NEW not in page.html


def test_one_sheet_alone_does_nothing(desk, second, sheets):
    one = typed(sheets[0])
    page = second.post("recover/", one=one, two=one.lower(), passphrase=NEW, again=NEW)
    assert "This is the same sheet twice. It takes two different ones." in page.text
    assert not KeyHolder.objects.filter(user=second.user).exists()


def test_a_word_in_the_wrong_place(desk, second, sheets):
    wrong = [*sheets[0]]
    wrong[9], wrong[10] = wrong[10], wrong[9] if wrong[9] != wrong[10] else "academic"
    page = second.post(
        "recover/", one=" ".join(wrong), two=typed(sheets[2]), passphrase=NEW, again=NEW
    )
    assert "Please compare word by word." in page.text
    assert not KeyHolder.objects.filter(user=second.user).exists()


def test_it_is_a_rehearsal_and_the_next_reminder_comes(desk, sheets):
    RecoverySet.objects.update(reminded_at=timezone.now())
    desk.post("recover/", one=typed(sheets[0]), two=typed(sheets[1]), passphrase=NEW, again=NEW)
    assert Rehearsal.objects.get().succeeded
    assert RecoverySet.objects.get().reminded_at is None
    assert AuditEntry.objects.filter(action="sheets.rehearsed").count() == 1


def test_older_sheets_of_the_same_key_help_but_prove_nothing_about_the_newest(desk, sheets):
    desk.read_back(desk.make_sheets())
    page = desk.post(
        "recover/", one=typed(sheets[0]), two=typed(sheets[1]), passphrase=NEW, again=NEW
    )
    assert "The inbox is yours again" in page.text
    assert not Rehearsal.objects.exists()
