"""A moderator chooses a passphrase, is let in by telephone, unlocks, locks, forgets, goes."""

from alongside.accounts.models import AuditEntry
from alongside.core.passphrases import check_phrase
from alongside.enquiries import keys as inbox_keys
from alongside.experiences import keys
from alongside.experiences.models import ModerationKey, Moderator, UnlockedExperiences

from .conftest import HER_WORDS, INBOX_PASSPHRASE, PASSPHRASE, Desk, page

AT = "/admin/experiences/"


def choose(client, passphrase=PASSPHRASE, **more):
    sent = {"press": "choose", "passphrase": passphrase, "again": passphrase, **more}
    return client.post(f"{AT}people/passphrase/", sent, follow=True)


def test_she_is_let_in_by_telephone_before_anybody_told_anything(
    moderator, founder_reads, signed_in, tell
):
    client = signed_in(moderator)
    assert "Choose your passphrase" in page(client.get(AT))
    assert "This is too short" in page(choose(client, "four words"))
    waits = page(choose(client))
    row = Moderator.objects.get()
    words = check_phrase(bytes(row.public))
    assert "You wait to be let in" in waits and words in waits
    assert "Ring a founder : Test Founder" in waits or "Ring a founder: Test Founder" in waits

    listed = page(founder_reads.get(f"{AT}people/"))
    assert "waits to be let in" in listed
    shown = founder_reads.get(f"{AT}people/{row.pk}/let-in/")
    assert words in page(shown)
    done = founder_reads.post(f"{AT}people/{row.pk}/let-in/", {"phrase": words}, follow=True)
    assert "She is let in." in page(done) and "can read" in page(done)

    told = tell(story={"own_signs": HER_WORDS})
    opened = client.post(f"{AT}unlock/", {"passphrase": PASSPHRASE.upper(), "after": AT})
    cookie = opened.cookies["experiences"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == "/admin/"
    assert "toothache" in page(Desk(client).open(told.experience))


def test_another_pair_in_her_place_is_noticed(moderator, founder_reads, signed_in, tell):
    tell()
    client = signed_in(moderator)
    choose(client)
    row = Moderator.objects.get()
    seen = check_phrase(bytes(row.public))
    choose(client, "another long passphrase of hers")
    refused = founder_reads.post(f"{AT}people/{row.pk}/let-in/", {"phrase": seen})
    assert refused.status_code == 409 and "Nothing was done." in page(refused)
    assert not keys.is_let_in(moderator)


def test_lock_sign_out_and_time_close_it(desk, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    assert "toothache" in page(desk.open(one))
    locked = desk.client.post(f"{AT}lock/", follow=True)
    assert "The words are locked" in page(locked)
    assert not UnlockedExperiences.objects.exists()
    again = desk.client.get(f"{AT}{one.pk}/")
    assert "toothache" not in again.content.decode()
    assert "no-store" in again["Cache-Control"]


def test_a_wrong_passphrase_opens_nothing(moderator, let_in, signed_in):
    let_in(moderator)
    client = signed_in(moderator)
    wrong = client.post(f"{AT}unlock/", {"passphrase": "tall green kettle evening"})
    assert wrong.status_code == 422 and "This does not open it." in page(wrong)
    assert not UnlockedExperiences.objects.exists()


def test_she_forgets_it_and_is_let_in_again(desk, moderator, moderation_key, founder, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    said = page(choose(desk.client, "five quite different words here"))
    assert "You wait to be let in" in said
    row = Moderator.objects.get()
    keys.let_in(moderator=row, by=founder, secret=moderation_key)
    desk.client.post(f"{AT}unlock/", {"passphrase": "five quite different words here"})
    assert "toothache" in page(desk.open(one))


def test_a_founder_needs_no_second_passphrase_and_comes_back_here(
    founder, open_inbox, signed_in, tell
):
    one = tell(story={"own_signs": HER_WORDS}).experience
    client = signed_in(founder)
    at = f"{AT}{one.pk}/"
    door = client.get(at)
    assert "They open with your inbox passphrase." in page(door)
    assert f'name="after" value="{at}"' in door.content.decode()
    wrong = client.post("/admin/inbox/unlock/", {"passphrase": "no", "after": at})
    assert f'name="after" value="{at}"' in wrong.content.decode()
    sent = {"passphrase": INBOX_PASSPHRASE, "after": at}
    assert client.post("/admin/inbox/unlock/", sent)["Location"] == at
    assert "toothache" in page(Desk(client).open(one))
    assert "your inbox passphrase opens this too" in page(choose(client))


def test_nobody_is_led_to_another_site(founder, open_inbox, signed_in):
    client = signed_in(founder)
    for away in ("//evil.example/admin/experiences/", "https://evil.example", "/admin/people/"):
        sent = {"passphrase": INBOX_PASSPHRASE, "after": away}
        assert client.post("/admin/inbox/unlock/", sent)["Location"] == "/admin/inbox/"


def test_a_founder_takes_it_from_her_and_what_she_kept_opens_nothing_new(
    desk, founder_reads, moderator, editor, let_in, tell, moderation_key
):
    tell(story={"own_signs": HER_WORDS})
    editor.groups.set(moderator.groups.all())
    let_in(editor)
    row = Moderator.objects.get(user=moderator)
    asked = page(founder_reads.get(f"{AT}people/{row.pk}/remove/"))
    assert "can open no experience" in asked
    founder_reads.post(f"{AT}people/{row.pk}/remove/")
    assert not keys.is_let_in(moderator) and keys.is_let_in(editor)
    assert "You wait to be let in" not in page(desk.client.get(AT))
    assert "Choose your passphrase" in page(desk.client.get(AT))
    assert ModerationKey.objects.filter(retired_at=None).get().public != b""
    one = tell(story={"own_signs": "What came after she left."}).experience
    assert one.keys.first().moderation_key == keys.current_key()
    assert "What came after" in page(Desk(founder_reads).open(one))
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {"moderation.removed", "moderation.key_exchanged"} <= set(actions)


def test_who_loses_the_role_cannot_read_and_founders_are_told(desk, moderator, founder_reads, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    desk.open(one)
    moderator.groups.clear()
    assert desk.client.get(f"{AT}{one.pk}/").status_code == 403
    assert not Moderator.objects.exists()
    assert "1 who could read is no moderator any more" in page(founder_reads.get(f"{AT}people/"))
    founder_reads.post(f"{AT}people/exchange/")
    assert "no moderator any more" not in page(founder_reads.get(f"{AT}people/"))


def test_an_exchange_of_the_inbox_key_lets_her_read_on(desk, founder, open_inbox, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    inbox_keys.exchange(by=founder, inbox_secret=open_inbox)
    assert "The words are locked" in page(desk.client.get(AT))
    desk.client.post(f"{AT}unlock/", {"passphrase": PASSPHRASE})
    assert "toothache" in page(desk.open(one))


def test_what_she_sent_when_it_had_locked_itself_is_not_lost(desk, tell, let_in):
    one = tell(story={"own_signs": HER_WORDS}).experience
    seen = desk.open(one)
    desk.client.post(f"{AT}lock/")
    late = desk.press("ask", one, seen, question="Was it <both> hips?")
    assert "nothing is lost" in page(late)
    assert "Was it &lt;both&gt; hips?</textarea>" in late.content.decode()
    one.refresh_from_db()
    assert one.state == "waiting"
    desk.client.post(f"{AT}unlock/", {"passphrase": PASSPHRASE})
    sent = {"question": "Was it <both> hips?", "seen": one.parts.latest("pk").pk}
    desk.client.post(f"{AT}{one.pk}/ask/", sent)
    one.refresh_from_db()
    assert one.state == "asked"
