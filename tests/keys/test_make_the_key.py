"""A founder makes the inbox key, prints three sheets and reads them back: then people can write."""

import re
from collections import Counter
from html import unescape

import pytest

from alongside.enquiries import actions, keys
from alongside.enquiries.models import InboxKey, KeyHolder, RecoverySet, UnlockedInbox, live_key

from .conftest import NAMES, PASSPHRASE, slip, somebody_writes


def test_she_is_told_what_may_be_lost_before_it_can_happen(desk):
    page = desk.get()
    assert "nobody, not even we, can read what was written: it is gone for ever" in page.text
    assert "So there are three sheets." in page.text
    assert not InboxKey.objects.exists()
    without_tick = desk.post("passphrase/", press="choose", passphrase=PASSPHRASE, again=PASSPHRASE)
    assert "Please tick this when you have read it." in without_tick.text
    assert not InboxKey.objects.exists()


def test_the_whole_wizard(desk):
    sheets_page = desk.choose(PASSPHRASE)
    assert "2 of 3: Who gets a recovery sheet?" in sheets_page.text
    assert UnlockedInbox.objects.filter(user=desk.user).count() == 1
    made = desk.make_sheets()
    assert [len(sheet) for sheet in made.sheets] == [45, 45, 45]
    assert all(f"For {name} ." in made.text for name in NAMES)
    assert live_key() is None
    with pytest.raises(actions.NotOpenYet):
        somebody_writes()
    done = desk.read_back(made)
    assert "From now on people can write to you." in done.text
    assert "All is well." in done.text
    assert live_key() == InboxKey.objects.get()
    somebody_writes()
    secret = keys.unlock(user=desk.user, passphrase=PASSPHRASE)
    assert keys.key_of(secret) == live_key()


def test_a_telephone_adds_a_capital_and_spaces(desk):
    desk.choose("Plum  lantern orbit kettle ")
    assert keys.unlock(user=desk.user, passphrase=" plum lantern Orbit kettle")
    with pytest.raises(keys.WrongPassphrase):
        keys.unlock(user=desk.user, passphrase="plum lantern orbit kettles")


@pytest.mark.parametrize(
    ("passphrase", "why"),
    [
        ("plum kett", "it has 9 characters. Please take 15 or more"),
        ("tea-at-four-with-lemon", "This is the password of your account."),
        ("password password", "Somebody could guess this."),
        ("password1234567890", "Somebody could guess this."),
        ("aaaaaaaaaaaaaaaaaaaa", "Somebody could guess this."),
        ("29384 57610 29384 57", "Somebody could guess this."),
        ("founder@example.org", "Somebody could guess this."),
    ],
)
def test_a_passphrase_that_is_no_good_makes_no_key(desk, passphrase, why):
    page = desk.choose(passphrase)
    assert page.status == 422
    assert why in page.text
    assert passphrase not in unescape(page.html)
    assert not InboxKey.objects.exists()


def test_two_different_ones_make_no_key(desk):
    page = desk.post(
        "passphrase/",
        press="choose",
        passphrase=PASSPHRASE,
        again=PASSPHRASE + "s",
        understood="on",
    )
    assert "The two are not the same." in page.text
    assert not InboxKey.objects.exists()


def test_six_words_are_drawn_for_her_and_kept_nowhere(desk):
    drawn = [
        re.search(r'keys__words">([a-z ]+)<', desk.post("passphrase/", press="draw").html)[1]
        for _ in range(2)
    ]
    assert drawn[0] != drawn[1]
    assert [len(words.split()) for words in drawn] == [6, 6]
    assert not KeyHolder.objects.exists()
    assert "2 of 3" in desk.choose(drawn[1]).text


def test_wrong_words_do_not_open_the_form(desk):
    desk.choose(PASSPHRASE)
    made = desk.make_sheets()
    asked = desk.post("sheets/read-back/", sheets=made.locked)
    right = [sheet[place - 1] for sheet, place in zip(made.sheets, asked.places, strict=True)]
    other = "academic" if right[1] != "academic" else "acid"
    page = desk.post(
        "sheets/read-back/", press="check", sheets=asked.locked,
        sheet1=right[0].upper(), sheet2=other, sheet3="xylophone",
    )  # fmt: skip
    assert "On the sheet stands another word." in page.text
    assert "“xylophone” is not a word of any sheet." in page.text
    new = Counter(page.text.split()) - Counter(asked.text.split())  # “document” stands there anyhow
    assert "“xylophone”" in new
    assert not [word for word in right if word in new]
    assert page.places == asked.places
    assert live_key() is None


def test_one_slip_of_the_finger_is_forgiven(desk):
    desk.choose(PASSPHRASE)
    made = desk.make_sheets()
    asked = desk.post("sheets/read-back/", sheets=made.locked)
    right = [sheet[place - 1] for sheet, place in zip(made.sheets, asked.places, strict=True)]
    slips = [slip(right[0]), right[1].upper(), slip(right[2])]
    desk.post(
        "sheets/read-back/", press="check", sheets=asked.locked,
        sheet1=slips[0], sheet2=slips[1], sheet3=slips[2],
    )  # fmt: skip
    assert live_key() is not None


def test_she_leaves_in_the_middle_and_makes_the_sheets_again(desk):
    desk.choose(PASSPHRASE)
    assert "There are no recovery sheets" in desk.get().text
    first = desk.make_sheets()
    page = desk.get()
    assert "The sheets are not finished" in page.text
    assert "Make the sheets again" in page.text
    second = desk.make_sheets()
    assert RecoverySet.objects.count() == 1
    spent = desk.post("sheets/read-back/", sheets=first.locked)
    assert spent.status == 410
    assert "These sheets cannot be shown any more" in spent.text
    assert "All is well." in desk.read_back(second).text


def test_sheets_that_were_read_back_are_never_shown_again(desk, second):
    desk.choose(PASSPHRASE)
    made = desk.make_sheets()
    again = desk.post("sheets/", press="show", sheets=made.locked)
    assert again.sheets == made.sheets
    assert second.post("sheets/", press="show", sheets=made.locked).status == 410  # not hers
    desk.read_back(made)
    for path in ("sheets/pdf/", "sheets/read-back/"):
        assert desk.post(path, sheets=made.locked).status == 410
    assert desk.post("sheets/", press="show", sheets=made.locked).sheets == []
    assert desk.post("sheets/", press="show", sheets="nonsense").status == 410


def test_each_sheet_goes_to_somebody_else(desk):
    desk.choose(PASSPHRASE)
    page = desk.post("sheets/", first="Ann", second="Bo", third=" ann ")
    assert "Each sheet goes to somebody else." in page.text
    assert 'value="Bo"' in page.html
    assert not RecoverySet.objects.exists()


def test_no_browser_keeps_these_pages(desk):
    desk.choose(PASSPHRASE)
    for path in ("", "passphrase/", "sheets/", "recover/"):
        response = desk.client.get(f"/admin/inbox/keys/{path}")
        assert "no-store" in response["Cache-Control"], path
    response = desk.client.post(
        "/admin/inbox/keys/sheets/", {"first": "Ann", "second": "Bo", "third": "Cy"}
    )
    assert b"sheet__words" in response.content
    assert "no-store" in response["Cache-Control"]


def test_names_typed_while_the_inbox_locked_itself_are_kept(desk, sheets):
    used = RecoverySet.objects.count()
    del desk.client.cookies["inbox"]
    page = desk.make_sheets()
    assert "The inbox has locked itself. The names below are kept." in page.text
    assert all(f'value="{name}"' in page.html for name in NAMES)
    assert RecoverySet.objects.count() == used
    desk.client.post("/admin/inbox/unlock/", {"passphrase": PASSPHRASE})
    assert len(desk.make_sheets().sheets) == 3
    assert RecoverySet.objects.count() == used + 1
