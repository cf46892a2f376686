"""A reader prints the signs to know, for the fridge and the wallet."""

import pytest
from django.test import Client

from alongside.core.publishing import published_paths
from alongside.signs.interlock import EMERGENCIES
from alongside.signs.models import PlacePage, SignsPage
from tests.answers.test_print_the_leaflet import read, squeeze

pytestmark = pytest.mark.django_db

CARD = "/signs/card.pdf"


def test_the_first_sheet_says_what_to_do_in_each_emergency(reader: Client) -> None:
    assert f'href="{CARD}"' in reader.get("/signs/").content.decode()
    response = reader.get(CARD)
    assert response["Content-Type"] == "application/pdf"
    pdf = read(response.content)
    sheet, wallet = (squeeze(page.extract_text()) for page in pdf.pages)
    for emergency in EMERGENCIES:
        assert squeeze(emergency.name) in sheet
        assert squeeze(emergency.when) in sheet
        assert squeeze(emergency.do) in sheet
        assert squeeze(emergency.name) in wallet
    for page in (sheet, wallet):
        assert squeeze("Not yet checked by a clinician.") in page
        assert (
            squeeze("named clinical sources; part of it is general knowledge, not yet sourced")
            in page
        )
    assert squeeze("24-hour cancer helpline:") in sheet
    assert squeeze("Thoughts of ending your life") in sheet
    assert squeeze("New back or neck pain") in wallet


def test_the_card_can_be_read_by_a_screen_reader(reader: Client) -> None:
    pdf = read(reader.get(CARD).content)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Signs to know"
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in pdf.root_object["/Metadata"].get_data().decode()


def test_the_card_is_kept_and_exported_and_the_same_words_make_the_same_bytes(
    reader: Client,
) -> None:
    assert CARD in published_paths()
    assert reader.get(CARD).content == reader.get(CARD).content
    SignsPage.objects.get().unpublish()
    assert reader.get(CARD).status_code == 404


def test_every_place_is_a_link_on_the_map_and_in_the_list(reader: Client) -> None:
    body = reader.get("/signs/").content.decode()
    picture, _, beside = body.partition('<svg class="body-map"')[2].partition("</svg>")
    for place in PlacePage.objects.live():
        assert f'href="{place.url}"' in picture
        assert f'<a href="{place.url}">{place.title}</a>' in beside
        assert f">{place.title.split(' (')[0]}</text>" in picture
    assert picture.count("<a ") == 8
    here = reader.get("/signs/liver/").content.decode()
    assert 'href="/signs/liver/" aria-current="page"' in here


def test_a_place_that_editors_add_is_in_the_list_though_not_on_the_map(reader: Client) -> None:
    page = SignsPage.objects.get()
    page.add_child(instance=PlacePage(title="Eye", slug="eye", introduction="The eye."))
    body = reader.get("/signs/").content.decode()
    assert '<a href="/signs/eye/">Eye</a>' in body
    assert body.partition('<svg class="body-map"')[2].partition("</svg>")[0].count("<a ") == 8
