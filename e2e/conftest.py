"""The stage: the real site, served by `alongside run`, and readers with different browsers."""

import datetime
import json
import os
import re
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from e2e.browser import PATIENCE, launch_options
from e2e.every_template import OVERDUE, WITHDRAWN
from e2e.release_stage import publish_example
from tests.open_inbox import open_inbox
from tests.served_site import ServedSite, served_site

# Playwright's own loop makes Django think that every call is asynchronous; no test here uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# One server process is enough for one browser: what needs two of them is in tests/.
os.environ.setdefault("ALONGSIDE_WORKERS", "1")
EXIT = "https://www.bbc.co.uk/weather"

OpenPage = Callable[..., Page]


def _age(site: ServedSite, slug: str, *, months: int) -> None:
    """Make an answer look as if its review had been due `months` ago, and publish that."""
    due = datetime.date.today() - datetime.timedelta(days=31 * months)
    with sqlite3.connect(site.var / "alongside.sqlite3", timeout=20) as database:
        changed = database.execute(
            "UPDATE answers_answerpage SET next_review_on = ? WHERE page_ptr_id ="
            " (SELECT id FROM wagtailcore_page WHERE slug = ?)", (due.isoformat(), slug),
        )  # fmt: skip
        assert changed.rowcount == 1, slug
        database.execute("UPDATE core_edition SET number = number + 1")


def _nest(site: ServedSite, name: str, *, under: dict[str, str]) -> None:
    """Put links (name → address) under the entry `name` of the menu at the top, and publish that."""
    items = [
        {"type": "item", "id": str(uuid.uuid4()),
         "value": {"page": None, "address": address, "name": shown, "hidden": False}}
        for shown, address in under.items()
    ]  # fmt: skip
    with sqlite3.connect(site.var / "alongside.sqlite3", timeout=20) as database:
        (stored,) = database.execute(
            "SELECT entries FROM pages_menu WHERE place = 'top'"
        ).fetchone()
        entries = json.loads(stored)
        next(e for e in entries if e["value"]["name"] == name)["value"]["under"] = items
        database.execute(
            "UPDATE pages_menu SET entries = ? WHERE place = 'top'", (json.dumps(entries),)
        )
        database.execute("UPDATE core_edition SET number = number + 1")


@pytest.fixture(scope="session")
def site() -> Iterator[ServedSite]:
    """The whole content pack; one answer is overdue, one is withdrawn, the menu has two levels.

    There is a release of figures that were made up.
    """
    with served_site(prepare=publish_example) as served:
        _age(served, OVERDUE, months=2)
        _age(served, WITHDRAWN, months=14)
        _nest(served, "Join us", under={"Write to us": "/contact/"})
        for _ in range(100):
            if b"We have taken the words" in served.get(f"/answers/{WITHDRAWN}/"):
                break
            time.sleep(0.1)
        yield served


@pytest.fixture(scope="session")
def welcome(site: ServedSite) -> str:
    """Path of the first founder's one-time link, as the start printed it."""
    found = re.search(r"(/welcome/[^/\s]+/)", (site.var / "log").read_text())
    assert found
    return found.group(1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_options())
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site: ServedSite) -> Iterator[OpenPage]:
    """A function that opens a path in a fresh browser: `open_page("/", width=360, scripts=False)`."""
    contexts = []

    def open_(path: str, *, width: int = 1280, height: int = 800, scripts: bool = True,
              **options: Any) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=site.address, viewport={"width": width, "height": height},
            java_script_enabled=scripts, locale="en-GB", **options,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        # The weather is the one page of somebody else's that a reader may be led to.
        context.route(
            EXIT + "**",
            lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"),
        )
        page = context.new_page()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def writing_site() -> Iterator[ServedSite]:
    """The founders have opened their inbox; hundreds may write from this one machine."""
    with served_site(
        ALONGSIDE_FORMS_AN_HOUR="500", ALONGSIDE_FORMS_AN_HOUR_FROM_ALL="500"
    ) as served:
        open_inbox(served)
        yield served


@pytest.fixture
def visit(browser: Browser, writing_site: ServedSite) -> Iterator[OpenPage]:
    """Opens a path in a fresh browser, on a phone. Nothing glides there, so that no test waits for it."""
    contexts = []

    def open_(
        path: str = "/join-us/", *, width: int = 360, scripts: bool = True, **options
    ) -> Page:
        context = browser.new_context(
            base_url=writing_site.address, viewport={"width": width, "height": 740},
            java_script_enabled=scripts, locale="en-GB", reduced_motion="reduce", **options,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Every journey is walked with and without JavaScript."""
    return bool(request.param)
