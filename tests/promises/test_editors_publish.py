"""Promise 12: editors publish. Nobody's words are public before a moderator has put them there."""

from alongside.core.edition import current
from alongside.experiences import actions
from alongside.signs.models import SignPage
from alongside.signs.releases import PublishedQuote, quotes_about
from tests.experiences.conftest import moderation_key, open_inbox, opened, tell  # noqa: F401

CANARY = "zqpublishcanary"
QUOTE = f"Nobody listened, {CANARY}, until I cried."


def _public(reader) -> str:
    """The pages on which her words would stand, and what search says."""
    sign = SignPage.objects.get(brief_id="s-bone-pain")
    pages = [sign, *sign.get_ancestors().filter(depth__gt=1), *SignPage.objects.live()[:3]]
    paths = [page.get_url_parts()[2] for page in pages]
    seen = [reader.get(path) for path in [*paths, f"/search/?q={CANARY}"]]
    assert {response.status_code for response in seen} == {200}
    return "".join(response.content.decode() for response in seen)


def test_promise_words_reach_nobody_before_a_moderator_shows_them(
    tell, opened, moderator, reader  # noqa: F811
):  # fmt: skip
    edition = current()
    one = tell(
        story={"own_signs": f"I felt {CANARY}.", "quotes": [QUOTE], "name": "Zoë"},
        consents={"quote_me": True, "signed_as": "first_name"},
        facts={"signs": ["s-bone-pain"]},
    ).experience
    assert not PublishedQuote.objects.exists() and current() == edition
    html = _public(reader)
    assert "until I cried" not in html and f"I felt {CANARY}" not in html

    story, seen = opened(one).story(), actions.last_part(one)
    actions.accept(experience=one, by=moderator, seen=seen, story=story)
    assert not PublishedQuote.objects.exists() and current() == edition  # accepted is not shown

    chosen = actions.QuoteToShow(number=0, words=QUOTE, about="s-bone-pain")
    actions.keep(
        experience=one, by=moderator, seen=seen, links=actions.Links(), story=story, quotes=[chosen]
    )
    assert [quote.words for quote in quotes_about("s-bone-pain")] == [QUOTE]
    assert current() > edition
    assert f"I felt {CANARY}" not in PublishedQuote.objects.get().words


def test_promise_an_answer_of_hers_changes_nothing_in_public(tell, opened, moderator):  # noqa: F811
    from django.utils import timezone

    one = tell(story={"own_signs": CANARY}).experience
    edition = current()
    actions.ask(experience=one, by=moderator, question="When was it?", seen=actions.last_part(one))
    actions.add_part(one, "answer", CANARY, now=timezone.now())
    assert current() == edition and not PublishedQuote.objects.exists()
