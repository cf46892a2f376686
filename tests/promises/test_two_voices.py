"""Promise 7: what patients said and what clinical sources say stand side by side, never blended."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from alongside.signs.actions import publish_quote, publish_release
from alongside.signs.models import PlacePage, SignPage
from alongside.signs.patients import NOT_YET_COLLECTED
from tests.signs.example_figures import figures_of_bones
from tests.unchanged_pages import body_of

pytestmark = pytest.mark.django_db


class Sections(HTMLParser):
    """The text of each outermost section of a page, by the words of its first heading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self._depth = 0
        self._heading: str | None = None
        self._in_heading = False
        self._text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "section":
            if self._depth == 0:
                self._heading, self._text = None, ""
            self._depth += 1
        elif tag == "h2" and self._depth and self._heading is None:
            self._heading, self._in_heading = "", True

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2":
            self._in_heading = False
        elif tag == "section":
            self._depth -= 1
            if self._depth == 0 and self._heading:
                self.found[self._heading] = " ".join(self._text.split())

    def handle_data(self, data: str) -> None:
        if self._in_heading and self._heading is not None:
            self._heading += data
        elif self._depth:
            self._text += data


def sections_of(body: str) -> dict[str, str]:
    parser = Sections()
    parser.feed(body)
    return parser.found


def sections(address: str) -> dict[str, str]:
    return sections_of(body_of(address))


def test_promise_two_voices_stand_in_separate_sections_with_their_own_labels() -> None:
    for sign in SignPage.objects.live():
        found = sections(sign.url)
        clinical, patients = found["What clinical sources say"], found["What patients say"]
        assert " ".join(sign.description.split()) in clinical
        assert sign.label in clinical
        assert NOT_YET_COLLECTED in patients
        assert NOT_YET_COLLECTED not in clinical
        for words in (sign.description, sign.also_common, sign.label):
            assert not words or " ".join(words.split()) not in patients


def test_promise_two_voices_stand_apart_on_every_place_and_on_the_list_of_places() -> None:
    addresses = [page.url for page in PlacePage.objects.live()] + ["/signs/"]
    for address in addresses:
        found = sections(address)
        assert NOT_YET_COLLECTED in " ".join(found.values()), address
        for heading, text in found.items():
            if NOT_YET_COLLECTED in text:
                assert "patients" in heading.lower(), address
                assert "clinical source" not in text.replace(NOT_YET_COLLECTED, "").lower()


def test_promise_two_voices_figures_and_quotes_stand_with_the_patients_alone(
    reader: Client,
) -> None:
    release = publish_release(figures=figures_of_bones(), method="1.0", is_made_up=False)
    words = "It was a toothache in my hip."
    publish_quote(about="s-bone-pain", words=words, signed_as="Una", on_behalf=False)
    sign = SignPage.objects.get(brief_id="s-bone-pain")
    for page in (sign, sign.get_parent().specific):
        found = sections_of(reader.get(page.url).content.decode())
        patients = found.pop("What patients say")
        for said in (words, "Una", "about 4", release.label, "in 100"):
            assert said in patients, said
            assert [heading for heading, text in found.items() if said in text] == []
        label = " ".join(page.label.split())
        assert label not in patients
        assert "Breast Cancer Now" not in patients
        assert "clinical source" not in patients.replace(release.label, "").replace(
            "Not from a clinical source", ""
        )


def test_promise_two_voices_nothing_claims_that_patients_said_anything_yet() -> None:
    """Until experiences are collected, no page may speak for patients."""
    for sign in SignPage.objects.live():
        body = body_of(sign.url).lower()
        for claim in (
            "patients told us",
            "people told us",
            "patients reported",
            "of patients said",
        ):
            assert claim not in body, sign.url
