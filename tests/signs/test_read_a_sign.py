"""A worried reader looks up a sign: what to do comes first, and how soon."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.html import escape

from alongside.core.documents import Document
from alongside.core.publishing import searchable_documents
from alongside.signs.actions import publish_quote
from alongside.signs.models import PlacePage, SignPage, Urgency
from tests.unchanged_pages import body_of

ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


def documents() -> dict[str, Document]:
    return {document.id: document for document in searchable_documents()}


def test_every_sign_says_what_to_do_before_what_it_is_like() -> None:
    for sign in SignPage.objects.live():
        body = body_of(sign.url)
        heading = body.index(">What to do<")
        places = [
            body.index(as_html(text), heading)
            for text in (sign.get_urgency_display(), sign.action, sign.urgency_reason)
        ]
        assert places == sorted(places)
        assert places[-1] < body.index("What it is like")


def as_html(text: str) -> str:
    return str(escape(text))


def test_a_place_lists_its_most_urgent_signs_first() -> None:
    order = Urgency.values
    for place in PlacePage.objects.live():
        signs = place.signs()
        assert signs
        assert [order.index(sign.urgency) for sign in signs] == sorted(
            order.index(sign.urgency) for sign in signs
        )
        body = body_of(place.url).partition("What clinical sources say")[2]
        assert [body.index(f'href="{sign.url}"') for sign in signs] == sorted(
            body.index(f'href="{sign.url}"') for sign in signs
        )


def test_only_an_emergency_tells_search_what_to_do_now() -> None:
    found = documents()
    for sign in SignPage.objects.live():
        document = found[sign.brief_id]
        assert document.kind == "sign"
        assert document.what_to_do_now == (sign.action if sign.urgency == "emergency-now" else "")


def test_search_knows_every_page_by_its_id() -> None:
    found = documents()
    ids = set(found)
    assert {f"Q{number:02}" for number in range(1, 51)} <= ids
    assert len([name for name in ids if name.startswith("s-")]) == 68
    assert len([name for name in ids if name.startswith("g-")]) == 173
    assert {"place-bone", "d-just-told", "p-about", "p-join-us", "p-today", "p-words"} <= ids
    kinds = {"l": "page", "Q": "answer", "s": "sign", "g": "word", "p": "page", "d": "page"}
    for name, document in found.items():
        assert document.kind == kinds[name[0]]
        assert document.url.startswith("/")
        assert document.title


def test_a_sign_an_editor_takes_away_is_gone_from_its_place_and_from_search(reader: Client) -> None:
    sign = SignPage.objects.get(brief_id="s-back-pain")
    place = sign.get_parent()
    assert sign.url in reader.get(place.url).content.decode()
    sign.unpublish()
    assert sign.url not in reader.get(place.url).content.decode()
    assert "s-back-pain" not in documents()


def test_searching_costs_no_query_for_each_page(
    django_assert_max_num_queries: object,
) -> None:
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert len(documents()) > 300


def test_a_feed_of_signs_says_what_to_do_and_who_says_so_and_no_word_of_a_patient(
    reader: Client,
) -> None:
    publish_quote(about="s-jaw", words="Canary tooth.", signed_as="", on_behalf=False)
    changed, merged = (SignPage.objects.get(brief_id=code) for code in ("s-jaw", "s-rib-pain"))
    changed.save_revision().publish()
    SignPage.objects.filter(pk=merged.pk).update(merged_into="s-bone-pain")
    body = reader.get("/signs/changes.xml").content.decode()
    entries = ElementTree.fromstring(body).findall(f"{ATOM}entry")
    assert len(entries) == 50 and "Canary" not in body and merged.url not in body
    summary = ElementTree.fromstring(f"<div>{entries[0].findtext(f'{ATOM}summary')}</div>")
    assert [p.text for p in summary] == [changed.action, changed.description, changed.label]
    assert entries[0].find(f"{ATOM}link").attrib["href"].endswith(changed.url)
    assert 'href="/signs/changes.xml"' in body_of("/signs/")
