"""What she wrote is sealed: moderators open it, and she with her six words; nobody else."""

import pytest

from alongside.core import sealing
from alongside.enquiries import keys as inbox_keys
from alongside.experiences import actions
from alongside.experiences.keys import current_key
from alongside.experiences.models import ExperienceKey, SealedPart, TakenBack
from alongside.experiences.opening import (
    NoSuchExperience,
    open_with_moderation_key,
    open_with_receipt,
)

HER_WORDS = "My hip hurt like a toothache in the night"


def test_moderators_and_she_read_the_same_words(tell, opened):
    told = tell(story={"own_signs": HER_WORDS}, contact={"email": "her@example.org"})
    from_inside = opened(told.experience)
    from_outside = open_with_receipt(told.receipt.upper())
    assert from_inside.story().own_signs == from_outside.story().own_signs == HER_WORDS
    assert from_inside.contact().email == "her@example.org"


def test_a_sealed_part_cannot_be_moved_to_another_experience(tell, opened):
    hers = tell(story={"own_signs": HER_WORDS})
    other = tell(story={"own_signs": "Something quite different"})
    row = SealedPart.objects.get(experience=hers.experience)
    SealedPart.objects.filter(experience=other.experience).update(sealed=row.sealed)
    assert opened(other.experience).story().own_signs == ""


def test_an_exchange_of_the_founders_key_keeps_them_readable(tell, opened, open_inbox, founder):
    told = tell(story={"own_signs": HER_WORDS})
    old = current_key()
    old_secret = sealing.open_key(bytes(old.for_founders), open_inbox)
    new_inbox = inbox_keys.exchange(by=founder, inbox_secret=open_inbox)
    new_secret = sealing.open_key(bytes(current_key().for_founders), new_inbox)
    assert current_key() != old
    assert open_with_moderation_key(told.experience, new_secret).story().own_signs == HER_WORDS
    with pytest.raises(sealing.CannotOpen):
        open_with_moderation_key(told.experience, old_secret)


def test_when_her_words_go_the_rest_stays(tell, opened):
    told = tell(
        facts={"route": "de_novo"},
        story={"own_signs": HER_WORDS},
        contact={"email": "her@example.org"},
    )
    actions.erase_words(experience=told.experience)
    left = open_with_receipt(told.receipt)
    assert left.story().own_signs == "" and left.contact().email == "her@example.org"
    assert left.experience.route == "de_novo"
    assert not ExperienceKey.objects.filter(opens="words").exists()


def test_after_erasing_her_six_words_find_the_certificate(tell):
    told = tell(story={"own_signs": HER_WORDS})
    certificate = actions.erase(experience=told.experience, why=TakenBack.Why.ASKED)
    with pytest.raises(NoSuchExperience) as gone:
        open_with_receipt(told.receipt)
    assert gone.value.erased == certificate
    assert not SealedPart.objects.exists() and not ExperienceKey.objects.exists()
