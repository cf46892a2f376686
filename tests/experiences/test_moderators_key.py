"""A moderator gets the key from a founder, unlocks, locks, and loses it when she leaves."""

import pytest

from alongside.core.passphrases import check_phrase
from alongside.experiences import keys
from alongside.experiences.models import Moderator, UnlockedExperiences
from tests.enquiries.conftest import seen

PASSPHRASE = "green kettle window moth lantern"
INBOX = "quiet lemon harbour seven"


@pytest.fixture
def founders_browser(signed_in, founder, open_inbox):
    client = signed_in(founder)
    client.post("/admin/inbox/unlock/", {"passphrase": INBOX})
    return client


def test_from_choosing_a_passphrase_to_reading(signed_in, moderator, founders_browser, tell):
    told = tell(story={"own_signs": "it began in my hip"}).experience
    browser = signed_in(moderator)
    page = browser.get(f"/admin/experiences/{told.pk}/")
    assert "Choose your passphrase" in seen(page)
    typed = {"press": "choose", "passphrase": PASSPHRASE, "again": PASSPHRASE}
    browser.post("/admin/experiences/passphrase/", typed)
    row = Moderator.objects.get(user=moderator)
    phrase = check_phrase(bytes(row.public))
    assert phrase in seen(browser.get(f"/admin/experiences/{told.pk}/"))
    assert phrase in seen(founders_browser.get(f"/admin/experiences/moderators/{row.pk}/let-in/"))
    wrong = {"phrase": "four other words here"}
    assert (
        founders_browser.post(f"/admin/experiences/moderators/{row.pk}/let-in/", wrong).status_code
        == 409
    )
    founders_browser.post(f"/admin/experiences/moderators/{row.pk}/let-in/", {"phrase": phrase})
    assert "Unlock" in seen(browser.get(f"/admin/experiences/{told.pk}/"))
    browser.post("/admin/experiences/unlock/", {"passphrase": f" {PASSPHRASE.upper()}"})
    page = browser.post("/admin/experiences/open/", {"experience": told.pk}, follow=True)
    assert "it began in my hip" in seen(page)
    browser.post("/admin/experiences/lock/")
    assert "it began in my hip" not in seen(browser.get(f"/admin/experiences/{told.pk}/"))
    assert not UnlockedExperiences.objects.exists()


def test_a_founder_needs_no_second_passphrase(founders_browser, tell):
    told = tell(story={"own_signs": "it began in my hip"}).experience
    page = founders_browser.post("/admin/experiences/open/", {"experience": told.pk}, follow=True)
    assert "it began in my hip" in seen(page)


def test_a_wrong_passphrase_opens_nothing_and_says_so(
    signed_in, moderator, founder, moderation_key
):
    keys.choose_passphrase(user=moderator, passphrase=PASSPHRASE)
    keys.let_in(moderator=Moderator.objects.get(), by=founder, secret=moderation_key)
    page = signed_in(moderator).post("/admin/experiences/unlock/", {"passphrase": "not this one"})
    assert page.status_code == 422 and "does not open it" in seen(page)


def test_a_moderator_lets_nobody_in(signed_in, moderator, founder, moderation_key):
    keys.choose_passphrase(user=moderator, passphrase=PASSPHRASE)
    row = Moderator.objects.get()
    keys.let_in(moderator=row, by=founder, secret=moderation_key)
    browser = signed_in(moderator)
    browser.post("/admin/experiences/unlock/", {"passphrase": PASSPHRASE})
    page = browser.post(f"/admin/experiences/moderators/{row.pk}/remove/", follow=True)
    assert "A founder has to do this" in page.content.decode() and Moderator.objects.exists()


def test_who_is_removed_reads_nothing_and_others_read_on(
    signed_in, moderator, founder, founders_browser, moderation_key, tell, opened
):
    told = tell(story={"own_signs": "it began in my hip"}).experience
    keys.choose_passphrase(user=moderator, passphrase=PASSPHRASE)
    row = Moderator.objects.get()
    keys.let_in(moderator=row, by=founder, secret=moderation_key)
    browser = signed_in(moderator)
    browser.post("/admin/experiences/unlock/", {"passphrase": PASSPHRASE})
    old = keys.current_key()
    founders_browser.post(f"/admin/experiences/moderators/{row.pk}/remove/")
    assert keys.current_key() != old
    assert "hip" not in seen(browser.get(f"/admin/experiences/{told.pk}/"))
    page = founders_browser.post("/admin/experiences/open/", {"experience": told.pk}, follow=True)
    assert "it began in my hip" in seen(page)


def test_who_loses_the_role_loses_the_key_at_once(moderator, founder, moderation_key):
    keys.choose_passphrase(user=moderator, passphrase=PASSPHRASE)
    keys.let_in(moderator=Moderator.objects.get(), by=founder, secret=moderation_key)
    moderator.groups.clear()
    assert not Moderator.objects.exists()
