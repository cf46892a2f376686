"""A quote: cut only, seen as readers will see it, signed as she wished, gone with one press."""

import pytest

from alongside.core.edition import current
from alongside.experiences import actions
from alongside.experiences.actions import NotAgreed, NotOnlyCut, QuoteToShow
from alongside.signs.releases import PublishedQuote

from .conftest import HER_WORDS, QUOTE, page


@pytest.fixture
def hers(tell):
    """She agreed to be quoted, with her first name."""
    return tell(
        story={"own_signs": HER_WORDS, "quotes": [QUOTE, "A second one."], "name": "Zoë"},
        consents={"quote_me": True, "signed_as": "first_name"},
        facts={"teller": "self", "signs": ["s-bone-pain"]},
    ).experience


CUT = "Nobody at [hospital] listened. I was not told why. […]"


def test_it_is_shown_as_it_was_cut_where_it_was_put_and_signed(desk, hers):
    before = current()
    seen = desk.open(hers)
    assert "Look at: St Mary's hospital?" in page(seen)
    looked = desk.press(
        "preview", hers, seen, **{"quote0-words": CUT, "quote0-about": "s-bone-pain"}
    )
    assert f"As readers will see it: {CUT} Zoë. Told by a patient. Not from" in page(looked)
    assert not PublishedQuote.objects.exists()
    desk.press("accept", hers, seen, **{"quote0-words": CUT, "quote0-about": "s-bone-pain"})
    quote = PublishedQuote.objects.get()
    assert (quote.about, quote.words, quote.signed_as, quote.on_behalf) == (
        "s-bone-pain", CUT, "Zoë", False,
    )  # fmt: skip
    assert hers.quotes.get().published == quote.uid
    assert current() > before
    assert "This stands on the website." in page(desk.open(hers))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            QUOTE.replace("age", "stress"),
            "This is not word for word what she wrote: “not my stress”",
        ),
        ("Nobody listened. I was not told why. […]", "not word for word"),
        ("Nobody at [hospital] listened. I was […] told why. […]", "turns round what she says"),
        ("I knew it was not my age.", "Something is missing at the beginning."),
        ("[…]", "Nothing of hers is left."),
    ],
)
def test_anything_but_a_cut_is_refused_and_kept_in_the_form(desk, hers, words, why):
    refused = desk.press("accept", hers, **{"quote0-words": words, "quote0-about": "s-bone-pain"})
    assert refused.status_code == 422
    assert why in page(refused) and words in refused.content.decode().replace("&#x27;", "'")
    hers.refresh_from_db()
    assert hers.state == "waiting" and not PublishedQuote.objects.exists()


def test_the_action_itself_refuses_what_a_form_let_through(desk, hers, opened, moderator):
    story, seen = opened(hers).story(), actions.last_part(hers)
    with pytest.raises(NotOnlyCut):
        actions.accept(
            experience=hers, by=moderator, seen=seen, story=story,
            quotes=[QuoteToShow(number=0, words="I was told.", about="s-bone-pain")],
        )  # fmt: skip
    hers.quote_me = False
    hers.save()
    with pytest.raises(NotAgreed):
        actions.accept(
            experience=hers, by=moderator, seen=seen, story=story,
            quotes=[QuoteToShow(number=0, words=QUOTE, about="s-bone-pain")],
        )  # fmt: skip
    hers.refresh_from_db()
    assert hers.state == "waiting" and not PublishedQuote.objects.exists()


def test_without_consent_there_is_nothing_to_quote(desk, tell):
    one = tell(story={"own_signs": HER_WORDS, "quotes": [QUOTE]}).experience
    assert "Words to quote" not in page(desk.open(one))
    desk.press("accept", one, **{"quote0-words": QUOTE, "quote0-about": "being-heard"})
    assert not PublishedQuote.objects.exists()


def test_a_name_can_be_left_out_and_somebody_close_is_said(desk, tell):
    one = tell(
        story={"quotes": [QUOTE], "name": "Zoë Smith"},
        consents={"quote_me": True, "signed_as": "first_name"},
        facts={"teller": "died"},
    ).experience
    chosen = {"quote0-words": QUOTE, "quote0-about": "being-heard", "quote0-without_name": "on"}
    seen = page(desk.press("preview", one, **chosen))
    assert "Told by somebody close to her or him." in seen
    desk.press("accept", one, **chosen)
    quote = PublishedQuote.objects.get()
    assert (quote.signed_as, quote.on_behalf) == ("", True)


def test_another_one_later_the_same_never_twice_and_off_with_one_press(desk, hers):
    desk.press("accept", hers, **{"quote0-words": CUT, "quote0-about": "s-bone-pain"})
    desk.press(
        "keep", hers,
        **{"quote0-words": QUOTE, "quote0-about": "being-heard",
           "quote1-words": "A second one.", "quote1-about": "being-heard"},
    )  # fmt: skip
    assert sorted(PublishedQuote.objects.values_list("words", flat=True)) == [
        "A second one.", CUT,
    ]  # fmt: skip
    uid = PublishedQuote.objects.get(words=CUT).uid
    desk.client.post("/admin/experiences/lock/")
    off = desk.client.post(f"/admin/experiences/{hers.pk}/hide-quote/", {"quote": uid}, follow=True)
    assert "It is off the website." in page(off)
    assert PublishedQuote.objects.get().words == "A second one."
    assert hers.quotes.count() == 1


def test_when_her_words_are_erased_what_is_shown_can_still_be_taken_off(desk, hers):
    desk.press("accept", hers, **{"quote0-words": CUT, "quote0-about": "s-bone-pain"})
    actions.erase_words(experience=hers)
    seen = page(desk.open(hers))
    assert "Stands on the website" in seen and CUT in seen and "Take it off the website" in seen


def test_the_edit_rules_of_readers_stand_beside_it(desk, hers):
    assert "We change nothing. What you read is hers, word for word" in page(desk.open(hers))
