"""A moderator reads what somebody told us, finds the signs in it, and accepts, asks or declines."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.experiences import keys
from alongside.experiences.models import Experience, Moderator, QuoteShown, SealedPart, UnlistedSign
from alongside.signs.releases import PublishedQuote
from tests.enquiries.conftest import seen

PASSPHRASE = "green kettle window moth lantern"
WORDS = "My ribs hurt when I laughed. Dr Patel at Anytown Surgery said it was a strain."
FACTS = {
    "route": "after_primary",
    "places": ["bone"],
    "signs": ["s-bone-pain"],
    "taken_for": "other",
}


@pytest.fixture
def desk(signed_in, moderator, founder, moderation_key):
    """A moderator who was let in, with her desk unlocked."""
    keys.choose_passphrase(user=moderator, passphrase=PASSPHRASE)
    keys.let_in(moderator=Moderator.objects.get(), by=founder, secret=moderation_key)
    client = signed_in(moderator)
    client.post("/admin/experiences/unlock/", {"passphrase": PASSPHRASE})
    return client


@pytest.fixture
def told(tell) -> Experience:
    return tell(
        facts=FACTS,
        consents={"quote_me": True, "write_back": True, "signed_as": "first_name"},
        story={"own_signs": WORDS, "taken_for": "muscle strain", "quotes": [WORDS], "name": "Ann"},
        contact={"email": "ann@example.org"},
    ).experience


def opened(desk, experience: Experience):
    return desk.post("/admin/experiences/open/", {"experience": experience.pk}, follow=True)


def decide(desk, experience: Experience, **form):
    return desk.post(f"/admin/experiences/{experience.pk}/decide/", form, follow=True)


def test_the_list_shows_facts_and_no_word_of_hers(desk, told):
    page = seen(desk.get("/admin/experiences/"))
    assert "After primary breast cancer · bone" in page and "16 words" in page
    assert "laughed" not in page and "ann@example.org" not in page


def test_opening_is_written_down_and_marks_what_could_identify_her(desk, told, moderator):
    assert "You have not opened this one yet" in seen(desk.get(f"/admin/experiences/{told.pk}/"))
    page = opened(desk, told)
    assert "My ribs hurt when I laughed" in seen(page)
    assert '<mark title="name">Dr Patel' in page.content.decode()
    assert (
        "Anytown Surgery" in page.content.decode().partition('title="hospital or surgery"')[2][:40]
    )
    line = AuditEntry.objects.get(action="experience.opened")
    assert (line.actor, line.target) == (moderator.pk, f"experience:{told.pk}")


def test_accepting_links_signs_corrects_and_shows_the_quote(desk, told, moderator):
    opened(desk, told)
    cut = "My ribs hurt when I laughed. [name] at [hospital] said it was a strain."
    page = decide(
        desk, told, do="accept", signs=["s-chest-pain", "s-no-such-sign"][:1],
        unlisted="metal taste", taken_for="strain", quote0=cut, about0="s-bone-pain",
    )  # fmt: skip
    told.refresh_from_db()
    assert (told.state, told.decided_by, told.taken_for) == ("accepted", moderator, "strain"), seen(
        page
    )
    assert told.sign_codes == ["s-bone-pain", "s-chest-pain"]
    assert UnlistedSign.objects.get().words == "metal taste"
    quote = PublishedQuote.objects.get()
    assert (quote.words, quote.signed_as, quote.about) == (cut, "Ann", "s-bone-pain")
    assert told.erase_words_on == timezone.localdate() + timedelta(days=90)
    assert "Accepted" in seen(page)


@pytest.mark.parametrize(
    "changed",
    [
        "My ribs hurt terribly when I laughed. […]",
        "Said it was a strain.",
        "[name]",
        "ribs hurt when I laughed. […]",
        "My ribs hurt when I laughed.",
    ],
)
def test_a_quote_may_only_be_cut(desk, told, changed):
    opened(desk, told)
    page = decide(desk, told, do="accept", quote0=changed, about0="s-bone-pain")
    assert page.status_code == 422 and "not hers word for word" in seen(page)
    assert changed in page.content.decode()  # what was typed stays
    told.refresh_from_db()
    assert told.state == "waiting" and not PublishedQuote.objects.exists()


def test_without_her_consent_nothing_can_be_quoted(desk, tell):
    told = tell(facts=FACTS, story={"own_signs": WORDS, "quotes": [WORDS]}).experience
    opened(desk, told)
    decide(desk, told, do="accept", quote0=WORDS, about0="s-bone-pain")
    told.refresh_from_db()
    assert told.state == "accepted" and not PublishedQuote.objects.exists()


def test_undo_takes_the_quote_from_the_website(desk, told):
    opened(desk, told)
    decide(desk, told, do="accept", quote0=WORDS, about0="being-heard", unlisted="metal taste")
    assert PublishedQuote.objects.count() == 1
    page = desk.post(f"/admin/experiences/{told.pk}/undo/", follow=True)
    told.refresh_from_db()
    assert told.state == "waiting" and "waits again" in seen(page)
    assert not (PublishedQuote.objects.exists() or QuoteShown.objects.exists())
    assert not UnlistedSign.objects.exists()


def test_a_question_is_sealed_and_the_mail_holds_no_word_of_it(desk, told):
    opened(desk, told)
    assert "Please write your question" in seen(decide(desk, told, do="ask", question=" "))
    decide(desk, told, do="ask", question="Was it the left side?")
    told.refresh_from_db()
    assert told.state == "asked"
    part = SealedPart.objects.get(kind="question")
    assert b"left side" not in bytes(part.sealed)
    mail = OutboxMessage.objects.get(kind="experiences.question")
    assert mail.reference == f"experience:{told.pk}"


def test_declining_needs_a_reason_and_erases_in_thirty_days(desk, told):
    opened(desk, told)
    assert "Please choose a reason" in seen(decide(desk, told, do="decline"))
    decide(desk, told, do="decline", reason="twice")
    told.refresh_from_db()
    assert (told.state, told.reason) == ("declined", "twice")
    assert told.erase_on == timezone.localdate() + timedelta(days=30)


def test_two_moderators_at_once_decide_once(desk, told, founder):
    from alongside.experiences import actions

    opened(desk, told)
    actions.accept(experience=told, by=founder)
    page = decide(desk, told, do="decline", reason="twice")
    told.refresh_from_db()
    assert told.state == "accepted" and "has decided this one meanwhile" in seen(page)


def test_the_same_words_twice_and_many_in_a_minute_are_said(desk, tell):
    for _ in range(3):
        tell(facts=FACTS, story={"own_signs": WORDS})
    page = seen(desk.get("/admin/experiences/"))
    assert "3 have the same words, it seems" in page and "3 came in the same minute" in page


def test_urgent_tells_every_founder_at_once_without_a_word(desk, told, founder, second_founder):
    opened(desk, told)
    desk.post(f"/admin/experiences/{told.pk}/urgent/", {"do": "flag"})
    desk.post(f"/admin/experiences/{told.pk}/urgent/", {"do": "flag"})
    mails = OutboxMessage.objects.filter(kind="experiences.notice")
    assert {mail.reference for mail in mails} == {f"user:{founder.pk}", f"user:{second_founder.pk}"}
    assert "1 marked for the founders" in seen(desk.get("/admin/experiences/"))
    desk.post(f"/admin/experiences/{told.pk}/urgent/", {"do": "done"})
    told.refresh_from_db()
    assert told.urgent_done_at is None  # a founder says that


@pytest.mark.parametrize("who", ["editor", "outsider", "operator", "dispatcher", "reviewer"])
def test_nobody_else_comes_near(request, who, signed_in, told):
    client = signed_in(request.getfixturevalue(who))
    for path in ("", f"{told.pk}/", "releases/", "moderators/"):  # the catalogue: test_catalogue.py
        assert client.get(f"/admin/experiences/{path}").status_code == 403
    assert client.post("/admin/experiences/open/", {"experience": told.pk}).status_code == 403


def test_a_thousand_waiting_take_no_more_queries(desk, tell, django_assert_max_num_queries):
    for _ in range(60):
        tell(facts=FACTS)
    with django_assert_max_num_queries(30):
        page = desk.get("/admin/experiences/")
    assert "Page 1 of 2" in seen(page)
