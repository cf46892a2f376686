"""The checks that keep machines out are gentle with a person: press again, and it arrives."""

from datetime import timedelta

import pytest

from alongside.core.tickets import new_ticket
from tests.public_forms.conftest import FILLED, SAME_ORIGIN, guards
from tests.public_forms.toy import accepted

MACHINE = "Our check took you for a machine. We are sorry."
SIGNED_BY_NOBODY = "1xW9nE:8QuHwPvA4EZk2L5e5q8rYcOwYd5YS-rSK-KjHr_xSkQ"
OLD = "This page was open for a long time."


def gently_refused(response, why):
    page = response.content.decode()
    assert response.status_code == 422
    assert why in page
    assert "Nothing was sent yet, and your words are still here. Please press Send again." in page
    assert FILLED["message"] in page
    assert not accepted()
    return page


def test_the_field_that_nobody_sees(toy, client):
    page = client.get("/toy/").content.decode()
    hidden = page[page.index('<div class="unseen"') : page.index("homepage") + 400]
    assert 'aria-hidden="true"' in hidden
    assert "Leave this empty" in hidden
    assert 'tabindex="-1" autocomplete="off"' in hidden


def test_filled_in_by_a_browser_the_second_press_arrives(enquirer):
    page = gently_refused(enquirer(homepage="https://ann.example"), MACHINE)
    assert "ann.example" not in page
    assert enquirer(page=page, homepage="https://ann.example", after=0).status_code == 303
    assert len(accepted()) == 1


def test_a_machine_that_only_posts_again_gets_nowhere(enquirer, client):
    page = client.get("/toy/").content.decode()
    for _ in range(3):
        gently_refused(enquirer(page=page, homepage="buy"), MACHINE)


@pytest.mark.parametrize("seconds", [0, 1])
def test_too_fast(enquirer, seconds):
    page = gently_refused(enquirer(after=seconds), MACHINE)
    assert enquirer(page=page, after=0).status_code == 303


def test_two_seconds_and_a_bit_are_enough(enquirer):
    assert enquirer(after=2.1).status_code == 303


def test_a_page_that_was_open_for_a_week(enquirer):
    assert enquirer(after=timedelta(days=6, hours=23)).status_code == 303


def test_a_page_that_was_open_for_longer(enquirer, client):
    page = client.get("/toy/").content.decode()
    again = gently_refused(enquirer(page=page, after=timedelta(days=8)), OLD)
    assert guards(again)["ticket"] != guards(page)["ticket"]
    assert enquirer(page=again, after=0).status_code == 303


@pytest.mark.parametrize(
    "ticket",
    ["", "forged", "a:b:c", f"AAAAAAAAAAAAAAAAAAAAAA==:{SIGNED_BY_NOBODY}", "\x00", "é:é:é"],
)  # fmt: skip
def test_no_ticket_or_a_forged_one(enquirer, ticket):
    page = gently_refused(enquirer({**FILLED, "ticket": ticket}), OLD)
    assert enquirer(page=page).status_code == 303


def test_without_any_hidden_field(toy, client):
    page = gently_refused(client.post("/toy/", FILLED, headers=SAME_ORIGIN), OLD)
    response = client.post("/toy/", {**guards(page), **FILLED}, headers=SAME_ORIGIN)
    assert response.status_code == 303


def test_a_ticket_of_another_form(enquirer):
    gently_refused(enquirer({**FILLED, "ticket": new_ticket("order").written}), OLD)


@pytest.mark.parametrize("forged", ["", "x", f"e30:{SIGNED_BY_NOBODY}"])
def test_a_forged_pass(enquirer, forged):
    gently_refused(enquirer({**FILLED, "pass": forged}, homepage="buy"), MACHINE)


def test_a_pass_of_another_page_does_not_help(enquirer, client):
    first = enquirer(homepage="buy").content.decode()
    other = client.get("/toy/").content.decode()
    mixed = {**FILLED, **guards(other), "pass": guards(first)["pass"]}
    gently_refused(enquirer(mixed, homepage="buy"), MACHINE)


def test_one_pass_is_one_message(enquirer):
    page = enquirer(homepage="buy").content.decode()
    for _ in range(3):
        assert enquirer(page=page, homepage="buy").status_code == 303
    assert len(accepted()) == 1


def test_a_mistake_and_a_doubt_are_mended_together(enquirer):
    """She is told of the mistake only, and the next press needs no third one."""
    response = enquirer({**FILLED, "email": "nowhere"}, homepage="https://ann.example")
    page = response.content.decode()
    assert MACHINE not in page
    assert "name@example.org" in page
    assert enquirer(page=page, homepage="https://ann.example").status_code == 303
