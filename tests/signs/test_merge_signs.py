"""A sign has one code for ever; one that became part of another is in no list and found by no search."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from alongside.core.publishing import searchable_documents
from alongside.signs.actions import publish_quote
from alongside.signs.catalogue import catalogue, merged
from alongside.signs.models import PlacePage, SignPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def pain() -> SignPage:
    return SignPage.objects.get(brief_id="s-rib-pain")


def add_sign(place: Page, **fields: str) -> SignPage:
    words = {"action": "Ring.", "urgency_reason": "Soon.", "description": "An ache.", **fields}
    return place.add_child(instance=SignPage(urgency="same-day", **words))


def merge(sign: SignPage, into: str) -> None:
    sign.merged_into = into
    sign.save_revision().publish()


def test_a_merged_sign_leads_to_the_other_and_is_in_no_list(pain: SignPage, reader: Client) -> None:
    publish_quote(about="s-rib-pain", words="My bra hurt.", signed_as="", on_behalf=False)
    merge(pain, "s-bone-pain")
    body = reader.get(pain.url).content.decode()
    assert 'This is now part of <a href="/signs/bone/bone-pain/">' in body
    assert '<meta name="robots" content="noindex">' in body
    assert pain.url not in reader.get("/signs/bone/").content.decode()
    assert pain.url not in reader.get("/sitemap.xml").content.decode()
    assert "s-rib-pain" not in {found.id for found in searchable_documents()}
    assert "s-rib-pain" not in {sign.code for sign in catalogue()}
    assert "My bra hurt." in reader.get("/signs/bone/bone-pain/").content.decode()


def test_the_chain_is_followed_and_never_a_circle(pain: SignPage) -> None:
    merge(pain, "s-bone-pain")
    merge(SignPage.objects.get(brief_id="s-bone-pain"), "s-back-pain")
    assert merged() == {"s-rib-pain": "s-back-pain", "s-bone-pain": "s-back-pain"}
    back = SignPage.objects.get(brief_id="s-back-pain")
    for wrong in ("s-back-pain", "s-rib-pain", "s-no-such-sign"):
        with pytest.raises(ValidationError):
            merge(back, wrong)


def test_a_code_never_changes_and_belongs_to_one_sign(pain: SignPage) -> None:
    pain.brief_id = "s-other"
    with pytest.raises(ValidationError, match="It stays s-rib-pain"):
        pain.save_revision().publish()
    with pytest.raises(ValidationError, match="Another sign has this id"):
        add_sign(pain.get_parent(), title="Copy", slug="copy", brief_id="s-rib-pain")
    assert SignPage.objects.filter(brief_id="s-rib-pain").count() == 1


def test_a_new_sign_gets_a_code_of_its_own(pain: SignPage) -> None:
    lung = PlacePage.objects.get(slug="lung")
    assert add_sign(lung, title="Rib pain", slug="rib-pain").brief_id == "s-rib-pain-2"
    assert add_sign(lung, title="Sore ribs").brief_id == "s-sore-ribs"
    assert pain.copy(update_attrs={"slug": "copied"}).brief_id == "s-copied"
