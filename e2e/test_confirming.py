"""Nobody who asked for letters is lost on the way, and no program says yes for her (listmonk#2975, #4201).

People open the link late, early, twice, behind another window, without scripts, on a phone, after a scanner
was there. Each says yes with no more than one press. Programs ask by every method, or draw the page.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.mail_links import confirm_link, newest
from e2e.test_keep_in_touch import PERSON, ask, press
from tests.served_site import ServedSite

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
YES = "Yes, send me letters"
BEHIND = """
let state = 'hidden';
Object.defineProperty(document, 'visibilityState', { get: () => state });
window.comesForward = () => {
  state = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
};
"""


def late(page: Page, link: str) -> None:
    page.goto(link)


def early(page: Page, link: str) -> None:
    page.goto(link)
    press(page, YES)


def behind_another_window(page: Page, link: str) -> None:
    page.add_init_script(BEHIND)
    page.goto(link)
    page.wait_for_timeout(400)
    expect(page.get_by_role("button", name=YES)).to_be_visible()
    page.evaluate("comesForward()")


def after_a_scanner(page: Page, link: str) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        page.request.fetch(link, method=method)
    page.goto(link)


def twice(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    page.goto(link)


PEOPLE = [
    (late, 4, {}),
    (late, 60 * 24 * 13, {}),
    (late, 30, {"width": 1280}),
    (early, 0, {}),
    (early, 2, {"width": 1280}),
    (early, 0, {"scripts": False}),
    (early, 60, {"scripts": False}),
    (behind_another_window, 10, {}),
    (after_a_scanner, 5, {}),
    (twice, 5, {}),
]


def test_everybody_who_opens_the_link_is_in_with_one_press_at_most(
    visit: Open, writing_site: ServedSite
) -> None:
    desk = visit()
    lost = []
    for number, (opens, minutes, how) in enumerate(PEOPLE):
        ask(desk)
        page = visit(**how)
        page.add_init_script(PERSON)
        opens(page, confirm_link(writing_site, sent_minutes_ago=minutes))
        expect(page.get_by_role("heading", name="You are in")).to_be_visible()
        if newest(writing_site)[1] != "active":
            lost.append(number)
        page.context.close()
    assert lost == []


def test_no_program_that_looks_at_mail_is_in(visit: Open, writing_site: ServedSite) -> None:
    ask(page := visit())
    link = confirm_link(writing_site, sent_minutes_ago=0)
    for method in ("GET", "HEAD", "OPTIONS", "GET", "PUT", "DELETE"):
        page.request.fetch(link, method=method, headers={"Sec-Purpose": "prefetch"})
    # It has no place to be sent from, so that a bare POST to what it found is nothing, either.
    assert page.request.post(link).status < 500
    assert newest(writing_site)[1] == "asked"
    for hidden in (False, True):  # a browser without a person; one that says that it has one
        drawn = visit()
        if hidden:
            drawn.add_init_script(PERSON)
        for minutes in (0, 1, 2):
            drawn.goto(confirm_link(writing_site, sent_minutes_ago=minutes))
            drawn.wait_for_timeout(300)
            expect(drawn.get_by_role("button", name=YES)).to_be_visible()
            assert newest(writing_site)[1] == "asked"
    late_program = visit()
    late_program.goto(confirm_link(writing_site, sent_minutes_ago=90))
    late_program.wait_for_timeout(300)
    assert newest(writing_site)[1] == "asked"
