"""A moderator accepts, asks, declines; each can be undone, and two at once lose nothing."""

import datetime

from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.experiences import actions
from alongside.experiences.models import Experience, SealedPart
from alongside.experiences.opening import open_with_receipt
from alongside.signs.releases import PublishedQuote

from .conftest import HER_WORDS, QUOTE, Desk, page

DAY = datetime.timedelta(days=1)


def test_she_accepts_and_stands_before_the_next_one(desk, tell, moderator):
    first = tell(story={"own_signs": HER_WORDS}, facts={"places": ["bone"]}).experience
    second = tell(story={"own_signs": "My head ached."}).experience
    after = desk.press("accept", first)
    assert f"Number {first.pk}: accepted . Undo" in page(after)
    assert "My head ached." in page(after)
    assert after.redirect_chain[-1][0] == f"/admin/experiences/{second.pk}/?after={first.pk}"
    first.refresh_from_db()
    assert (first.state, first.decided_by) == ("accepted", moderator)
    assert first.erase_words_on == timezone.localdate() + 90 * DAY
    assert list(Experience.objects.counted()) == [first]
    log = AuditEntry.objects.filter(actor=moderator, target__startswith="experience:")
    assert list(log.order_by("at", "pk").values_list("action", "target")) == [
        ("experience.opened", f"experience:{first.pk}"),
        ("experience.accepted", f"experience:{first.pk}"),
        ("experience.opened", f"experience:{second.pk}"),
    ]
    last = desk.press("accept", second, after)
    assert "Nothing waits. Rest." in page(last)
    assert f"Number {second.pk}: accepted" in page(last)


def test_undo_takes_quotes_away_and_lets_it_wait_again(desk, tell):
    one = tell(
        story={"own_signs": HER_WORDS, "quotes": [QUOTE]}, consents={"quote_me": True}
    ).experience
    before = one.erase_words_on
    desk.press("accept", one, **{"quote0-words": QUOTE, "quote0-about": "being-heard"})
    assert PublishedQuote.objects.get().words == QUOTE
    undone = desk.client.post(f"/admin/experiences/{one.pk}/undo/", follow=True)
    assert "It waits again, and none of its words are shown." in page(undone)
    one.refresh_from_db()
    assert (one.state, one.decided_by, one.erase_words_on) == ("waiting", None, before)
    assert not PublishedQuote.objects.exists() and not one.quotes.exists()


def test_after_her_words_are_erased_nothing_is_undone(desk, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    desk.press("accept", one)
    actions.erase_words(experience=one)
    said = page(desk.client.post(f"/admin/experiences/{one.pk}/undo/", follow=True))
    assert "It cannot be undone any more." in said
    assert "Her words were erased in time. The facts stay." in said
    one.refresh_from_db()
    assert one.state == "accepted"


def test_she_declines_with_a_reason_and_it_is_erased_sooner(desk, tell):
    told = tell(story={"own_signs": "Buy my pills at a good price, it cures everything."})
    one = told.experience
    missing = desk.press("decline", one)
    assert missing.status_code == 422 and "Please choose why." in page(missing)
    desk.press("decline", one, reason="advert")
    one.refresh_from_db()
    month = timezone.localdate() + 30 * DAY
    assert (one.state, one.reason, one.erase_on, one.erase_words_on) == (
        "declined", "advert", month, month,
    )  # fmt: skip
    listed = page(desk.client.get("/admin/experiences/?show=not-used"))
    assert "it advertises something" in listed
    desk.client.post(f"/admin/experiences/{one.pk}/undo/")
    one.refresh_from_db()
    assert (one.state, one.reason) == ("waiting", "")
    assert one.erase_on.year == timezone.localdate().year + 10


def test_a_question_is_sealed_and_the_mail_about_it_says_nothing(desk, tell, opened):
    told = tell(
        story={"own_signs": HER_WORDS},
        consents={"write_back": True},
        contact={"email": "her@example.org", "name": "Zoë"},
    )
    one = told.experience
    asked = desk.press("ask", one, question="Was it the left hip?")
    assert "there is a question for you" in page(asked)
    one.refresh_from_db()
    assert one.state == "asked"
    assert open_with_receipt(told.receipt).parts()[-1].content == "Was it the left hip?"
    mail = OutboxMessage.objects.get(kind="experiences.question")
    letter = mail.letter()
    assert letter.to == "her@example.org" and mail.private
    for word in ("hip", "Zoë", "cancer"):
        assert word not in letter.subject and word not in letter.text.partition("\n--")[0][:200]
    assert "/signs/share/yours/" in letter.text
    assert "Was it the left hip?" in page(desk.open(one))

    desk.client.post(f"/admin/experiences/{one.pk}/undo/")
    mail.refresh_from_db()
    assert mail.state == "stopped" and not mail.locked
    assert not SealedPart.objects.filter(kind="question").exists()


def test_who_left_no_address_gets_no_mail(desk, tell):
    one = tell(story={"own_signs": HER_WORDS}, contact={"email": "her@example.org"}).experience
    asked = desk.press("ask", one, question="Was it the left hip?")
    assert "She finds it when she comes back with her six words." in page(asked)
    assert not OutboxMessage.objects.filter(kind="experiences.question").exists()


def test_her_answer_makes_it_wait_again_and_is_shown(desk, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    desk.press("ask", one, question="Was it the left hip?")
    actions.add_part(one, "answer", "It was both, and my back.", now=timezone.now())
    Experience.objects.filter(pk=one.pk).update(state="waiting")
    assert "has answered" in page(desk.client.get("/admin/experiences/"))
    assert "It was both, and my back." in page(desk.open(one))


def test_two_moderators_at_once(desk, tell, reads, founder_reads, founder, moderator):
    one = tell(story={"own_signs": HER_WORDS}).experience
    other = Desk(founder_reads)
    mine, hers = desk.open(one), other.open(one)
    assert "Test Moderator has opened it" in page(hers) or "Test" in page(hers)
    other.press("decline", one, hers, reason="twice")
    late = desk.press("accept", one, mine)
    assert "Test Founder was quicker: it is “not used” now. Nothing of yours was done." in page(
        late
    )
    one.refresh_from_db()
    assert (one.state, one.decided_by) == ("declined", founder)


def test_what_she_wrote_meanwhile_is_read_first(desk, tell):
    one = tell(
        story={"own_signs": HER_WORDS, "quotes": [QUOTE]}, consents={"quote_me": True}
    ).experience
    seen = desk.open(one)
    actions.add_part(one, "answer", "Please leave my hip out.", now=timezone.now())
    late = desk.press("accept", one, seen, unlisted="a heavy leg")
    assert late.status_code == 409
    assert "She has written something meanwhile. Nothing was done yet" in page(late)
    assert "Please leave my hip out." in page(late)
    assert "a heavy leg</textarea>" in late.content.decode()
    one.refresh_from_db()
    assert one.state == "waiting"
    desk.press("accept", one, late)
    one.refresh_from_db()
    assert one.state == "accepted"


def test_what_somebody_else_reads_comes_last(desk, tell, founder_reads):
    first, second, third = (tell(story={"own_signs": f"My words {n}."}).experience for n in "123")
    Desk(founder_reads).open(second)
    after = desk.press("accept", first)
    assert after.redirect_chain[-1][0].startswith(f"/admin/experiences/{third.pk}/")
    listed = page(desk.client.get("/admin/experiences/"))
    assert "Test Founder is reading it" in listed


def test_she_has_taken_it_back_meanwhile(desk, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    seen = desk.open(one)
    actions.erase(experience=one, why="asked")
    gone = desk.press("accept", one, seen)
    assert gone.status_code == 410
    assert f"Experience {one.pk} is gone" in page(gone)


def test_a_wait_of_months_is_not_made_shorter_by_an_undo(desk, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    long_ago = timezone.now() - 360 * DAY
    Experience.objects.filter(pk=one.pk).update(received_at=long_ago)
    desk.press("accept", one)
    desk.client.post(f"/admin/experiences/{one.pk}/undo/")
    one.refresh_from_db()
    assert one.erase_words_on >= timezone.localdate() + 80 * DAY
