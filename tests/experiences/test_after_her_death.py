"""Somebody who has her six words tells us that she has died: what she wished for is done."""

import pytest
from django.urls import reverse

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.experiences.models import Experience, SealedPart, TakenBack
from alongside.experiences.told import Contact
from alongside.signs.actions import publish_quote
from alongside.signs.releases import PublishedQuote
from tests.enquiries.conftest import seen, six_words
from tests.experiences.sharing import EVERYTHING

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(contributor):
    """A function: she told us with this wish, and a quote of hers is shown; the page that asks."""

    def tell_and_ask(wish: str):
        ask = {"ask_name": "", "ask_reach": ""} if wish != "ask" else {}
        words = six_words(contributor.share(**EVERYTHING | {"wish": wish} | ask))
        uid = publish_quote(
            about="s-bone-pain", words="It hurt.", signed_as="Wren", on_behalf=False
        )
        Experience.objects.get().quotes.create(published=uid)
        return contributor.do(contributor.come_back(words), "died")

    return tell_and_ask


def only() -> Experience:
    return Experience.objects.get()


def test_keep_leaves_her_words_and_erases_how_to_reach_her(contributor, told, opened):
    asks = told("keep")
    assert "It was wished that the words stay as they are." in seen(asks)
    assert only().death_told_at is None  # looking changes nothing
    assert "What was wished for is done." in seen(contributor.do(asks, "died-now"))
    assert PublishedQuote.objects.get().signed_as == "Wren"
    assert opened(only()).contact() == Contact() and not only().write_back
    again = contributor.do(asks, "died-now")
    assert again.status_code == 200 and TakenBack.objects.count() == 0


def test_anonymise_takes_every_name_away(contributor, told, opened):
    contributor.do(told("anonymise"), "died-now")
    assert PublishedQuote.objects.get().signed_as == ""
    assert PublishedQuote.objects.get().words == "It hurt."
    assert only().signed_as == "none" and opened(only()).story().name == ""
    assert opened(only()).story().wish_known == EVERYTHING["wish_known"]


def test_withdraw_takes_everything_away(contributor, told):
    response = contributor.do(told("withdraw"), "died-now")
    assert TakenBack.objects.get().why == TakenBack.Why.WISHED
    assert "It was wished for, for after a death." in seen(response)
    assert not Experience.objects.exists() and not PublishedQuote.objects.exists()


def test_without_a_wish_her_words_stay(contributor, told):
    asks = told("-")
    assert "Nothing was wished for. The words stay as they are." in seen(asks)
    contributor.do(asks, "died-now")
    assert PublishedQuote.objects.exists() and only().wish_followed_at


def test_ask_is_a_task_for_the_founders_without_a_word_of_it(contributor, told, founder):
    asks = told("ask")
    assert "we ask My sister" in seen(asks)
    for _ in range(2):  # pressed twice
        assert "Our founders ask the person" in seen(contributor.do(asks, "died-now"))
    [mail] = OutboxMessage.objects.filter(kind="experiences.wish")
    letter = mail.letter()
    assert letter.to == founder.email
    assert not {"sister", "07700", "Wren"} & set(letter.text.split())
    assert only().wish_followed_at is None and PublishedQuote.objects.get().signed_as == "Wren"


def test_founders_see_whom_to_ask_with_the_inbox_open_and_do_what_was_decided(
    contributor, told, founder, signed_in
):
    contributor.do(told("ask"), "died-now")
    browser = signed_in(founder)
    assert "Somebody to ask" in browser.get("/admin/today/").content.decode()
    row = reverse("wish", args=[only().pk])
    locked = browser.get(reverse("wishes")).content.decode()
    assert "Open the inbox" in locked and "Whom do we ask?" not in locked
    assert "My sister" not in browser.post(row).content.decode()
    browser.post("/admin/inbox/unlock/", {"passphrase": "quiet lemon harbour seven"})
    page = browser.post(row).content.decode()
    assert "My sister" in page and "07700 900123" in page
    assert AuditEntry.objects.filter(action="experience.wish_opened").count() == 1
    assert only().wish_followed_at is None
    browser.post(row, {"do": "anonymise"})
    assert PublishedQuote.objects.get().signed_as == ""
    assert not SealedPart.objects.filter(kind__in=["wish", "contact"]).exists()
    assert "Somebody to ask" not in browser.get("/admin/today/").content.decode()


@pytest.mark.parametrize("who", ["moderator", "editor", "operator", "outsider"])
def test_nobody_else_sees_it(who, contributor, told, signed_in, request):
    contributor.do(told("ask"), "died-now")
    browser = signed_in(request.getfixturevalue(who))
    for response in (browser.get(reverse("wishes")),
                     browser.post(reverse("wish", args=[only().pk]), {"do": "withdraw"})):  # fmt: skip
        assert response.status_code == 403
        assert "sister" not in response.content.decode()
    assert Experience.objects.exists()
