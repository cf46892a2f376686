"""Somebody fills in a public form and presses its button."""

import re

import pytest
from django.db import connection
from django.test import Client

from tests.public_forms.conftest import FILLED, SAME_ORIGIN, guards
from tests.public_forms.toy import accepted


def text(response) -> str:
    return response.content.decode()


def test_what_she_wrote_arrives_and_she_is_thanked(enquirer, client):
    response = enquirer()
    assert (response.status_code, response["Location"]) == (303, "/toy/thanks/")
    assert "Thank you." in text(client.get(response["Location"]))
    (words,) = accepted().values()
    assert words["message"] == FILLED["message"]
    assert words["need"] == "talk"
    assert set(words) == {"name", "email", "need", "nation", "places", "message", "consent"}


def test_no_cookie_and_nothing_in_a_cache(enquirer, client):
    page = client.get("/toy/")
    assert page["Cache-Control"] == "private, no-cache"  # going back finds what she typed
    answers = [page, enquirer(), enquirer({"message": ""}), enquirer(headers={})]
    assert [answer.status_code for answer in answers] == [200, 303, 422, 403]
    for answer in answers:
        assert not answer.cookies
        assert not client.cookies
        assert "x-alongside-published" not in answer
        assert "csrf" not in text(answer).lower()
    assert {answer["Cache-Control"] for answer in answers[1:]} == {"no-store"}
    assert page["Referrer-Policy"] == "same-origin"


def test_pressing_twice_is_one_message(enquirer, client):
    page = text(client.get("/toy/"))
    assert enquirer(page=page).status_code == enquirer(page=page).status_code == 303
    assert len(accepted()) == 1
    assert enquirer().status_code == 303  # another page is another message
    assert len(accepted()) == 2


def test_every_page_has_a_number_of_its_own(toy, client):
    assert guards(text(client.get("/toy/"))) != guards(text(client.get("/toy/")))


def test_mistakes_are_said_in_words_with_links_and_all_else_stays(enquirer, client):
    response = enquirer({"name": "Ann", "email": "nowhere", "message": "", "places": ["liver"]})
    page = text(response)
    assert response.status_code == 422
    assert "<title>Error: Write to us" in page
    assert (
        '<a href="#id_email">Your e-mail address – This should look like name@example.org.' in page
    )
    assert '<a href="#id_message">Your message – Please fill this in.' in page
    assert '<a href="#id_need_0">What do you need? – Please choose one.' in page
    assert 'role="alert" tabindex="-1" autofocus' in page
    assert 'value="Ann"' in page
    assert 'value="nowhere"' in page
    assert re.search(r'value="liver"[^>]*checked', page)
    for field in ("email", "message"):
        assert f'id="id_{field}_error"' in page
    described = re.search(r"<textarea[^>]*>", page).group()
    assert 'aria-describedby="id_message_helptext id_message_error"' in described
    assert 'aria-invalid="true"' in described
    assert not accepted()


def test_after_a_mistake_it_is_still_the_same_message(enquirer, client):
    first = text(client.get("/toy/"))
    again = text(enquirer({**FILLED, "need": ""}, page=first))
    assert guards(again) == guards(first)
    assert enquirer(page=again).status_code == 303
    assert enquirer(page=first).status_code == 303
    assert len(accepted()) == 1


def test_the_next_step_carries_the_same_number(enquirer, client):
    first = text(client.get("/toy/steps/"))
    second = enquirer(page=first, path="/toy/steps/")
    assert second.status_code == 200
    assert "Anything else?" in text(second)
    assert ">Finish</button>" in text(second)
    assert guards(text(second)) == guards(first)


def test_a_form_without_mistakes_looks_like_one(toy, client):
    page = text(client.get("/toy/"))
    assert "<title>Write to us" in page
    assert "Error" not in page
    assert page.count("<fieldset") == 2
    assert "<legend>What do you need?</legend>" in page
    assert 'Your e-mail address <span class="soft">(if you like)</span>' in page
    assert '<label for="id_message">Your message</label>' in page
    assert "maxlength" not in page.split("<main")[1]  # a browser would cut off what is pasted


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(toy, client, method):
    assert getattr(client, method)("/toy/").status_code == 405


def test_a_refused_press_leaves_no_row_behind(toy, client, db):
    from alongside.core.models import Edition

    assert client.post("/toy/bare/", headers=SAME_ORIGIN).content == b"pressed"
    Edition.objects.update(number=5)
    response = client.post("/toy/bare/", headers=SAME_ORIGIN)
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 600
    assert "Please wait" in text(response)
    assert "on the page before this one" in text(response)
    assert Edition.objects.get().number == 5  # rolled back


def test_csrf_protection_elsewhere_is_as_it_was(toy, settings):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/admin/login/", {}).status_code == 403
    assert strict.post("/toy/", FILLED, headers=SAME_ORIGIN).status_code == 422
    assert not connection.needs_rollback
