"""Twice a year two people read out three words each, and the founders know that recovery works."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from alongside.core.mail.models import OutboxMessage
from alongside.enquiries import rehearsals
from alongside.enquiries.key_looks import remind_of_rehearsal
from alongside.enquiries.models import Rehearsal, RehearsalCapsule

from .conftest import slip


def answers(page, sheets):
    """What the two people read out: field → word."""
    fields = re.findall(r'name="sheet(\d)_(\d+)"', page.html)
    assert len(fields) == 6
    return {f"sheet{s}_{p}": sheets[int(s) - 1][int(p) - 1] for s, p in fields}


def capsule_of(page):
    return re.search(r'name="capsule" value="(\d+)"', page.html)[1]


def test_it_says_whom_to_ring_and_what_to_say(desk, sheets):
    page = desk.get("rehearsal/")
    capsule = RehearsalCapsule.objects.get(pk=capsule_of(page))
    assert "Ring Ann Keeper: sheet 1" in page.text
    one, two, three = capsule.first_places
    assert f"Read me the words {one}, {two} and {three}. Only these three." in page.text
    assert capsule_of(desk.get("rehearsal/")) == capsule_of(page)  # tomorrow still the same


def test_the_right_words(desk, sheets):
    page = desk.get("rehearsal/")
    done = desk.post("rehearsal/", capsule=capsule_of(page), **answers(page, sheets))
    assert "It works: two sheets would open the inbox." in done.text
    row = Rehearsal.objects.get()
    assert (row.succeeded, row.kind, row.sheets) == (True, "few", "1, 2")
    assert "it worked." in desk.get().text
    following = desk.get("rehearsal/")
    assert "Ring Cy Keeper: sheet 3" in following.text  # another pair


def test_a_word_of_another_place_fails_and_is_recorded(desk, sheets):
    page = desk.get("rehearsal/")
    wrong = answers(page, sheets)
    last = list(wrong)[-1]
    wrong[last] = "academic" if wrong[last] != "academic" else "acid"
    failed = desk.post("rehearsal/", capsule=capsule_of(page), **wrong)
    assert "These words do not fit" in failed.text
    assert "make new sheets" in failed.text
    assert capsule_of(failed) == capsule_of(page)
    assert list(Rehearsal.objects.values_list("succeeded", flat=True)) == [False]
    assert "The last rehearsal failed" in desk.get().text
    desk.post("rehearsal/", capsule=capsule_of(page), **answers(page, sheets))
    assert "The last rehearsal failed" not in desk.get().text


def test_a_slip_is_no_result(desk, sheets):
    page = desk.get("rehearsal/")
    words = answers(page, sheets)
    unknown = words | {next(iter(words)): "xylophone"}
    shown = desk.post("rehearsal/", capsule=capsule_of(page), **unknown)
    assert "“xylophone” is not a word of any sheet." in shown.text
    assert not Rehearsal.objects.exists()
    one_letter = {name: slip(word) for name, word in words.items()}
    assert "It works" in desk.post("rehearsal/", capsule=capsule_of(page), **one_letter).text


def test_two_whole_sheets(desk, sheets):
    one, two = " ".join(sheets[0]), " ".join(sheets[2]).upper()
    assert "It works" in desk.post("rehearsal/whole/", one=one, two=two).text
    assert Rehearsal.objects.get().kind == "whole"
    desk.post("exchange/")
    page = desk.post("rehearsal/whole/", one=one, two=two)
    assert "These sheets are older ones" in page.text
    assert list(Rehearsal.objects.order_by("pk").values_list("succeeded", flat=True)) == [
        True,
        False,
    ]


def test_without_sheets_there_is_nothing_to_rehearse(desk):
    desk.choose("plum lantern orbit kettle")
    assert "Please make them first." in desk.get("rehearsal/").text


def test_it_is_due_after_half_a_year_and_founders_are_told_once(desk, second, sheets):
    now = timezone.now()
    assert not rehearsals.rehearsal_is_due(now + timedelta(days=181))
    assert remind_of_rehearsal(now=now + timedelta(days=181)) == 0
    with time_machine.travel(now + timedelta(days=183), tick=False):
        desk_page = second.get()
        assert remind_of_rehearsal() == 2
        assert remind_of_rehearsal() == 0
        told = OutboxMessage.objects.filter(kind="enquiries.rehearsal")
        assert sorted(row.letter().to for row in told) == [
            "founder@example.org", "second@example.org",
        ]  # fmt: skip
        assert "ask each for three words" in told[0].letter().text
    assert desk_page.status == 200


def test_the_page_says_when_it_is_due(desk, sheets):
    past = timezone.now() - timedelta(days=183)
    from alongside.enquiries.models import RecoverySet

    RecoverySet.objects.update(confirmed_at=past)
    assert "It is time for a rehearsal" in desk.get().text
    page = desk.get("rehearsal/")
    desk.post("rehearsal/", capsule=capsule_of(page), **answers(page, sheets))
    assert "It is time for a rehearsal" not in desk.get().text
    assert not rehearsals.rehearsal_is_due()


@pytest.mark.parametrize("number", ["0", "x", "999999"])
def test_a_capsule_that_is_not_there_asks_for_the_next(desk, sheets, number):
    page = desk.post("rehearsal/", capsule=number, nothing="")
    assert "Ring Ann Keeper" in page.text
    assert not Rehearsal.objects.exists()


def test_older_sheets_of_the_same_key_are_no_proof_for_the_newest(desk, sheets):
    newest = desk.make_sheets()
    desk.read_back(newest)
    page = desk.post("rehearsal/whole/", one=" ".join(sheets[0]), two=" ".join(sheets[1]))
    assert "These sheets are older ones." in page.text
    assert not Rehearsal.objects.exists()
    one, two, _ = newest.sheets
    assert "It works" in desk.post("rehearsal/whole/", one=" ".join(one), two=" ".join(two)).text
    assert Rehearsal.objects.get().succeeded
