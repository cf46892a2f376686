"""Today says what waits for whom: numbers and dates, for founders and moderators only."""

import datetime

from django.urls import reverse
from django.utils import timezone

from alongside.accounts.roles import MODERATORS
from alongside.backoffice.today import today_for
from alongside.experiences import keys
from alongside.experiences.models import Experience

from .conftest import HER_WORDS, PASSPHRASE, page


def lines(user):
    return {line.what: line for line in today_for(user).lines}


def test_what_waits_and_since_when(tell, founder, moderator, let_in, signed_in):
    let_in(moderator)
    for hours in (1, 50):
        one = tell(story={"own_signs": HER_WORDS}).experience
        at = timezone.now() - datetime.timedelta(hours=hours)
        Experience.objects.filter(pk=one.pk).update(received_at=at)
    for user in (founder, moderator):
        line = lines(user)["Experiences wait for a moderator"]
        assert (line.count, line.facts) == (2, "the oldest for 2 days")
        assert line.url == "/admin/experiences/"
    seen = page(signed_in(moderator).get("/admin/"))
    assert "Experiences wait for a moderator" in seen and "toothache" not in seen


def test_a_moderator_is_told_what_is_left_to_do(tell, moderator, founder, moderation_key):
    tell()
    assert "Choose your passphrase" in lines(moderator)
    row = keys.choose_passphrase(user=moderator, passphrase=PASSPHRASE)
    assert "You wait to be let in" in lines(moderator)
    assert lines(founder)["Moderators wait to be let in"].count == 1
    keys.let_in(moderator=row, by=founder, secret=moderation_key)
    assert "You wait to be let in" not in lines(moderator)
    assert "Moderators wait to be let in" not in lines(founder)


def test_founders_are_told_when_a_key_has_to_be_exchanged(
    let_in, moderator, founder, moderation_key
):
    let_in(moderator)
    moderator.groups.clear()
    assert lines(founder)["Others still have the key of experiences"].count == 1
    keys.exchange(by=founder, secret=moderation_key)
    assert "Others still have the key of experiences" not in lines(founder)


def test_enough_new_people_for_a_release(tell, founder):
    for _ in range(9):
        tell()
    Experience.objects.update(state="accepted")
    assert "New people to count" not in lines(founder)
    tell()
    Experience.objects.update(state="accepted")
    line = lines(founder)["New people to count"]
    assert (line.count, line.url) == (10, reverse("releases"))
    Experience.objects.update(first_release=1)
    assert "New people to count" not in lines(founder)


def test_other_roles_see_nothing_of_it(tell, operator, dispatcher):
    tell(story={"own_signs": HER_WORDS})
    for user in (operator, dispatcher):
        assert not [what for what in lines(user) if "xperience" in what or MODERATORS in what]
