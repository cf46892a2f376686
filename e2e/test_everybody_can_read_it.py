"""WCAG 2.2 AA by axe, AAA contrast, 320 px, by keyboard: on every template, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Page

from e2e.every_template import TEMPLATES

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

RULES = {
    "resultTypes": ["violations"],
    "rules": {
        "color-contrast-enhanced": {"enabled": True},
        "target-size": {"enabled": True},
    },
}


CONTRAST = {
    "resultTypes": ["violations"],
    "runOnly": ["color-contrast", "color-contrast-enhanced"],
}
"""All that differs in the dark."""


def rules_for(scheme: str) -> dict[str, Any]:
    """What is worth looking at in the dark when the same page is looked at in the light as well."""
    return CONTRAST if scheme == "dark" else RULES


def _violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    results: dict[str, Any] = Axe().run(page, options=rules).response
    return [
        f"{found['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for found in results["violations"] for node in found["nodes"]
    ]  # fmt: skip


def in_light_and_dark(page: Page) -> list[str]:
    """What axe complains of; in the dark the contrast alone. It may not be wider than the screen."""
    found = _violations(page)
    page.emulate_media(color_scheme="dark")
    found += _violations(page, CONTRAST)
    page.emulate_media(color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    return found


@pytest.mark.parametrize("template", TEMPLATES)
def test_axe_finds_nothing(open_page: OpenPage, template: str) -> None:
    assert in_light_and_dark(open_page(TEMPLATES[template], width=360)) == []


@pytest.mark.parametrize("template", ["home", "answer with red flags and nations", "emergency"])
def test_axe_finds_nothing_on_a_wide_screen(open_page: OpenPage, template: str) -> None:
    assert in_light_and_dark(open_page(TEMPLATES[template])) == []


def test_axe_finds_nothing_in_what_opens(open_page: OpenPage) -> None:
    page = open_page(TEMPLATES["answer"], width=360)
    page.click("a.term >> nth=0")
    assert _violations(page) == []
    page = open_page(TEMPLATES["answer with numbers"], width=360)
    page.click("text=I want numbers")
    assert _violations(page) == []
    page = open_page("/", width=360)
    page.click("summary")
    assert _violations(page) == []


def test_axe_finds_nothing_on_the_first_founders_form(open_page: OpenPage, welcome: str) -> None:
    page = open_page(welcome, width=360)
    assert "first founder" in page.inner_text("h1")
    assert _violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_for_our_own_faults(open_page: OpenPage, scheme: str) -> None:
    page = open_page("/", width=360, color_scheme=scheme)
    page.route("/fault/", lambda route: route.fulfill(
        status=500, body=render_to_string("500.html"), content_type="text/html"))  # fmt: skip
    page.goto("/fault/")
    assert "999" in page.inner_text("footer")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily") == (
        open_page("/").evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    )
    assert _violations(page) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_is_wider_than_a_small_phone(open_page: OpenPage, template: str) -> None:
    page = open_page(TEMPLATES[template], width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for summary in page.query_selector_all("summary:visible"):
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""


def test_text_can_be_spaced_out(open_page: OpenPage) -> None:
    """WCAG 1.4.12: with wide spacing nothing is cut off or wider than the screen."""
    page = open_page(
        TEMPLATES["answer with red flags and nations"], width=320, height=640, bypass_csp=True
    )
    page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    cut = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " && e.clientWidth && getComputedStyle(e).overflow !== 'visible').length"
    )
    assert cut == 0


COVERED = """() => {
  const focused = document.activeElement;
  const bar = document.querySelector('[data-leave]');
  if (focused === document.body || focused === bar) return null;
  const boxes = [...focused.getClientRects()], over = bar.getBoundingClientRect();
  const seen = boxes.some((box) => box.bottom > 0 && box.top < innerHeight
    && !(box.top >= over.top && box.bottom <= over.bottom
         && box.left >= over.left && box.right <= over.right));
  return seen ? null : focused.outerHTML.slice(0, 120);
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("template", ["answer with red flags and nations", "all answers"])
def test_focus_is_never_under_the_leave_button(
    open_page: OpenPage, template: str, width: int
) -> None:
    """WCAG 2.4.11, in both directions."""
    page = open_page(TEMPLATES[template], width=width, height=640, reduced_motion="reduce")
    stops = page.evaluate("document.querySelectorAll('a, button, input, summary').length")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(stops):
            page.keyboard.press(key)
            assert page.evaluate(COVERED) is None


def test_every_template_has_one_heading_and_says_what_to_do_if_worried(
    open_page: OpenPage,
) -> None:
    page = open_page("/")
    for path in TEMPLATES.values():
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        assert "999" in page.inner_text("footer"), path
        assert page.title().endswith("Alongside"), path


def test_things_to_tap_are_large_enough(open_page: OpenPage) -> None:
    """Doors, menu, buttons and fields: 44 px high (links inside a sentence are exempt)."""
    page = open_page("/", width=360)
    page.click("summary")
    for path in ("/", "/answers/", "/words/", "/today/", "/nothing/"):
        page.goto(path)
        small = page.evaluate(
            "[...document.querySelectorAll('.leave, .masthead a, summary, button, input, .doors a,"
            " .letters a, .depths a, .days a, .foot nav a')]"
            ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5"
            " && !e.matches('li:first-child > a'))"
            ".map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == [], path
