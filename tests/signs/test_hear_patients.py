"""A reader finds, beside the clinical words, what patients noticed first and how they say it."""

import json

import pytest
from django.test import Client

from alongside.core.documents import Document
from alongside.core.publishing import searchable_documents
from alongside.signs.actions import publish_quote, publish_release, take_away_quotes
from alongside.signs.models import SignPage
from alongside.signs.patients import NOT_YET_COLLECTED
from alongside.signs.releases import Release
from tests.answers.test_machines_read import DEFINED, data_of, things_in
from tests.promises.test_two_voices import sections_of
from tests.signs.example_figures import figures_of_bones

pytestmark = pytest.mark.django_db

PAIN, BONES = "/signs/bone/bone-pain/", "/signs/bone/"
PATIENTS, CLINICAL = "What patients say", "What clinical sources say"
WORDS = "It was a toothache in my hip & <every> night at three."


@pytest.fixture
def release() -> Release:
    return publish_release(figures=figures_of_bones(), method="1.0", is_made_up=False)


def voice(reader: Client, address: str, heading: str = PATIENTS) -> str:
    return sections_of(reader.get(address).content.decode())[heading]


def test_a_sign_says_how_many_of_how_many(reader: Client, release: Release) -> None:
    told = voice(reader, PAIN)
    assert "About 45 of about 120 people (38 in 100) noticed this first." in told
    assert "After primary breast cancer: about 35 of about 80 people (44 in 100)." in told
    assert "Bones: about 40 of about 90 people (44 in 100)." in told
    assert "half had told somebody within 4 weeks" in told
    assert "half were referred after 2 visits or fewer" in told
    assert release.label in told
    assert NOT_YET_COLLECTED not in told


def test_a_sign_that_too_few_noticed_says_so_and_shows_no_number(
    reader: Client, release: Release
) -> None:
    told = voice(reader, "/signs/skin/wound/")
    assert "Too few people have told us about this sign to show a number." in told
    assert release.label in told
    assert not any(letter.isdigit() for letter in told.replace(release.label, ""))


def test_a_place_lists_what_people_noticed_first_with_a_way_to_each_sign(
    reader: Client, release: Release
) -> None:
    told = voice(reader, BONES)
    assert "about 40 of about 90 people" in told
    body = reader.get(BONES).content.decode().partition(f">{PATIENTS}<")[2]
    assert '<a href="/signs/bone/bone-pain/">Bone pain that does not go away</a>' in body
    assert '<a href="/signs/general/fatigue/">Tiredness that rest does not fix</a>' in body
    assert "half had told somebody within 4 weeks" in told
    assert told.count(release.label) >= 1


def test_without_a_release_it_asks_and_invents_nothing(reader: Client) -> None:
    for address in (PAIN, BONES, "/signs/"):
        assert NOT_YET_COLLECTED in voice(reader, address)
        assert '<a class="to-share" href="/signs/share/">' in reader.get(address).content.decode()
        assert "about 45" not in reader.get(address).content.decode()


def test_what_was_made_up_says_so_on_every_page_that_shows_it(reader: Client) -> None:
    publish_release(figures=figures_of_bones(), method="1.0", is_made_up=True)
    publish_quote(
        about="s-cough", words="A dry cough.", signed_as="", on_behalf=False, is_made_up=True
    )
    for address in (PAIN, BONES, "/signs/", "/signs/lung/cough/"):
        assert "Made up for demonstration" in voice(reader, address), address


def test_a_quote_stands_word_for_word_and_says_who_told_it(reader: Client) -> None:
    publish_quote(about="s-bone-pain", words=WORDS, signed_as="Una", on_behalf=False)
    publish_quote(about="s-bone-pain", words="She limped.", signed_as="", on_behalf=True)
    body = reader.get(PAIN).content.decode()
    assert "toothache in my hip &amp; &lt;every&gt; night" in body
    told = voice(reader, PAIN)
    assert f"{WORDS} Una. Told by a patient. Not from a clinical source." in told
    assert "She limped. Told by somebody close to her or him." in told
    assert WORDS in voice(reader, BONES)
    assert WORDS not in voice(reader, PAIN, CLINICAL)


def test_a_place_shows_only_the_newest_few_quotes(reader: Client) -> None:
    for number in range(5):
        publish_quote(about="s-cough", words=f"Cough {number}.", signed_as="", on_behalf=False)
    assert reader.get("/signs/lung/").content.decode().count("<blockquote>") == 3
    assert reader.get("/signs/lung/cough/").content.decode().count("<blockquote>") == 5


def document(code: str) -> Document:
    return next(found for found in searchable_documents() if found.id == code)


def test_search_finds_a_quote_and_forgets_it_when_it_is_taken_back(reader: Client) -> None:
    def found() -> list[str]:
        page = reader.get("/search/", {"q": "zebrawood"}, headers={"accept": "application/json"})
        return [result["id"] for result in json.loads(page.content)["results"]]

    quote = publish_quote(
        about="s-cough", words="Like zebrawood dust.", signed_as="", on_behalf=False
    )
    assert "zebrawood" in document("s-cough").body
    assert found() == ["s-cough"]
    take_away_quotes(quote)
    assert found() == []
    assert "zebrawood" not in reader.get("/signs/lung/cough/").content.decode()


def test_reading_the_quotes_of_all_pages_costs_one_query(
    django_assert_max_num_queries: object,
) -> None:
    for code in ("s-cough", "s-bone-pain", "s-fatigue"):
        publish_quote(about=code, words="As it was.", signed_as="", on_behalf=False)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert len(list(searchable_documents())) > 300


def test_machines_get_the_figures_apart_with_their_label(reader: Client, release: Release) -> None:
    publish_quote(about="s-bone-pain", words=WORDS, signed_as="Una", on_behalf=False)
    page, _, told = data_of(reader, PAIN)
    assert told["@type"] == "Dataset"
    assert told["creditText"] == release.label
    measured = told["variableMeasured"]
    assert [value["value"] for value in measured] == [45, 35, 40]
    assert all(release.label in value["description"] for value in measured)
    clinical = json.dumps(page)
    assert release.label not in clinical
    assert "45" not in clinical.replace(page["dateModified"], "")
    assert "night at three" not in json.dumps([page, told])
    for thing in things_in([page, told]):
        types = thing["@type"] if isinstance(thing["@type"], list) else [thing["@type"]]
        assert set(thing) <= set().union(*(DEFINED[kind] for kind in types))


def test_numbers_for_researchers_name_where_they_are_from(reader: Client) -> None:
    sign = SignPage.objects.get(brief_id="s-bone-pain")
    sign.hpo_id, sign.pro_ctcae = "HP:0002653", ""
    sign.save_revision().publish()
    assert (
        '<a href="https://hpo.jax.org/browse/term/HP:0002653" rel="noreferrer">HP:0002653</a>'
        in reader.get(PAIN).content.decode()
    )


def test_the_meaning_of_a_hard_word_is_one_tap_away(reader: Client) -> None:
    body = reader.get("/signs/bone/mscc/").content.decode()
    assert '<a class="term" href="/words/mscc/" data-term="term-mscc">' in body
    assert 'id="term-mscc"' in body
    assert body.index("data-term") > body.index('id="clinical"')
