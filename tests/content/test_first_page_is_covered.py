"""Everything that the organisation's first page told its readers is told here, in our own words.

`first_page_phrases.txt` holds a fingerprint (first 12 hex digits of SHA-256) of every run of eight words
of that page, so that we can look for its sentences without keeping a copy of them.
"""

import hashlib
import re
from pathlib import Path

import pytest

from alongside.core.pack import Pack
from alongside.core.pack_texts import PackText, texts_of_pack

RUN = 8
PHRASES = frozenset((Path(__file__).parent / "first_page_phrases.txt").read_text().split())

# What the first page says, in a few words of ours, and words that must stand on our page for it.
TOLD = {
    "signs come from patients, not from a doctor or a clinical source": (
        "p-experiences",
        ["what clinical sources say, always stand apart"],
    ),
    "what it is": ("Q01", ["began in the breast", "another part of the body"]),
    "bones, brain, liver, lungs and skin": ("Q01", ["bones", "brain", "liver", "lungs", "skin"]),
    "its other names": ("Q01", ["metastatic", "advanced", "stage 4"]),
    "most had primary breast cancer before": ("Q01", ["had primary breast cancer first"]),
    "for some it is the first diagnosis of all": ("Q08", ["had already spread", "de novo"]),
    "men can have it": ("Q09", ["men can get breast cancer"]),
    "cells break away": ("Q02", ["break away from the first cancer"]),
    "they travel in blood or lymph": ("Q02", ["in the blood or in the lymph system"]),
    "they grow into a new cancer elsewhere": ("Q02", ["settle in a new place and grow there"]),
    "before or after treatment for the first": ("Q02", ["before, during or after treatment"]),
    "the first one is called primary": ("g-primary", ["started in the breast"]),
    "the new one is called secondary or metastasis": ("g-metastasis", ["cells that spread"]),
    "it is still breast cancer": ("Q47", ["still breast cancer"]),
    "why it spreads in some is unknown": ("Q02", ["No one fully knows why"]),
    "know the signs": ("Q03", ["what is normal for you"]),
    "ask for advice when worried": ("Q03", ["Ring your breast care nurse, cancer team or GP"]),
    "it cannot be cured": ("Q04", ["treated but not cured"]),
    "treatment is for living longer, fewer symptoms, quiet cells": (
        "Q04",
        ["live longer", "keep the cancer quiet or slow it", "ease symptoms"],
    ),
    "new treatments are coming": ("Q04", ["New treatments are being tested"]),
    "letters may say palliative": ("Q05", ["On a letter, ‘palliative’"]),
    "palliative eases and slows and does not cure": (
        "Q05",
        ["not meant to cure", "slow the cancer", "ease symptoms"],
    ),
    "a hospice is not only for the end": ("Q06", ["at any stage of an illness"]),
    "anyone who cannot be cured may go": ("Q06", ["cannot be cured"]),
    "nursing, pain relief, symptoms, practical care": (
        "Q07",
        ["pain and other symptoms, nursing, practical help"],
    ),
    "feelings, beliefs, the whole person": ("Q07", ["feelings and beliefs"]),
    "for the family too": ("Q07", ["for you and your family"]),
    "therapies, crafts, counselling": ("Q07", ["gentle therapies, crafts, groups and counselling"]),
    "connect with the founders": ("p-join-us", ["founders", "enquiry form"]),
    "leave an e-mail address for news": ("p-keep-in-touch", ["newsletter", "e-mail address"]),
    "order the book": ("p-book", ["order the book"]),
}


@pytest.fixture(scope="module")
def texts() -> list[PackText]:
    pack = Pack(Path(__file__).resolve().parents[2] / "content" / "en-GB")
    return list(texts_of_pack(pack, pack.answers))


@pytest.fixture(scope="module")
def pages(texts: list[PackText]) -> dict[str, str]:
    """All words of each page of the pack, by the id of its page."""
    pages: dict[str, str] = {}
    for text in texts:
        name = re.sub(r"^answers/q(\d+)-.*", r"Q\1", text.page)
        name = re.sub(r"^pages/(.*)\.md$", r"p-\1", name)
        pages[name] = f"{pages.get(name, '')}\n{text.text}"
    return pages


@pytest.mark.parametrize("statement", TOLD)
def test_what_the_first_page_told_is_told_here(statement: str, pages: dict[str, str]) -> None:
    page, words = TOLD[statement]
    assert [phrase for phrase in words if phrase not in pages[page]] == []


def runs(text: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.casefold().replace("’", "'"))
    return [" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def fingerprint(run: str) -> str:
    return hashlib.sha256(run.encode()).hexdigest()[:12]


def test_no_sentence_of_the_first_page_is_copied(texts: list[PackText]) -> None:
    assert len(PHRASES) > 400
    found = [
        (text.where, run)
        for text in texts
        for run in runs(text.text)
        if fingerprint(run) in PHRASES
    ]
    assert found == []


def test_the_look_for_copies_would_find_one() -> None:
    menu = "Tell us your email address, and we will: keep you up to date!"
    assert any(fingerprint(run) in PHRASES for run in runs(menu))
