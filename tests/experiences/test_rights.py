"""Somebody asks what we hold about her address: a founder opens what is sealed, and finds or erases it."""

import json

import pytest

from alongside.core import subject
from alongside.experiences.models import Experience, TakenBack
from tests.experiences.sharing import EVERYTHING, LITTLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth(founder) -> subject.Founder:
    return subject.Founder(founder.email, "quiet lemon harbour seven")


def of_experiences(answers) -> subject.Answer:
    return next(one for one in answers if one.holder.room == "experiences")


def test_she_gets_a_copy_of_all_of_it_and_of_nobody_elses(contributor, ruth):
    contributor.share(**EVERYTHING)
    contributor.share(**LITTLE, own_signs="Somebody else")
    [record] = of_experiences(subject.export("WREN@example.org", founder=ruth)).found
    words = json.dumps(record, ensure_ascii=False)
    for told in ("My hip hurt like a toothache", "wear and tear", "Bones, Liver", "Wren B.",
                 "My sister", "2036-11-25", "Ask, and ask again."):  # fmt: skip
        assert told in words
    assert "Somebody else" not in words
    assert of_experiences(subject.export("nobody@example.org", founder=ruth)).found == []


def test_erasing_takes_hers_and_names_what_somebody_must_look_at(contributor, ruth):
    contributor.share(**EVERYTHING)
    contributor.share(**LITTLE, wish="ask", ask_reach="wren@example.org")
    answer = of_experiences(subject.erase("wren@example.org", founder=ruth)).found
    assert answer.gone == [f"Certificate {TakenBack.objects.get().code}"]
    left = Experience.objects.get()
    assert answer.left == [f"Experience {left.pk} names this address as whom to ask."]


def test_without_a_founder_it_stays_sealed(contributor, ruth, founder):
    contributor.share(**EVERYTHING)
    assert not of_experiences(subject.export("wren@example.org")).searched
    wrong = subject.Founder(founder.email, "not her passphrase at all")
    assert of_experiences(subject.export("wren@example.org", founder=wrong)).error
