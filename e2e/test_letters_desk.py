"""A founder writes a letter, tries it out, sends it to a mail server, watches, and reads the ledger."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import PATIENCE
from e2e.letters_stage import PEOPLE, set_stage
from e2e.staging import phones
from e2e.test_everybody_can_read_it import _violations
from tests.mail_server import MailServer
from tests.served_site import ServedSite, served_site
from tests.site_copy import ROOT

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def staged(server: MailServer) -> Iterator[tuple[ServedSite, dict[str, Any]]]:
    stage: dict[str, Any] = {}

    def prepare(environment: dict[str, str]) -> None:
        stage.update(set_stage(environment), environment=environment)

    with served_site(
        prepare, ALONGSIDE_SMTP_HOST="127.0.0.1", ALONGSIDE_SMTP_PORT=str(server.port),
        ALONGSIDE_SMTP_TLS="false", ALONGSIDE_MAIL_FROM="letters@example.org",
    ) as site:  # fmt: skip
        yield site, stage


@pytest.fixture
def ruth(browser: Browser, staged: Any) -> Iterator[Open]:
    site, stage = staged
    with phones(browser, site.address, patience=PATIENCE) as open_:
        yield partial(open_, stage["session"])


@pytest.fixture
def sender(staged: Any) -> Iterator[Callable[[], None]]:
    """A function that starts what the worker starts within a minute."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "alongside.newsletter.sending.process"],
                env=staged[1]["environment"], cwd=ROOT,
            )
        )  # fmt: skip

    yield start
    for process in started:
        process.terminate()
        process.wait(20)


def test_from_the_draft_to_the_ledger(
    ruth: Open, staged: Any, server: MailServer, sender: Callable[[], None]
) -> None:
    page, draft = ruth(width=1280), staged[1]["draft"]
    page.goto("/admin/letters/")
    page.get_by_role("link", name="What we did this winter").click()
    expect(page.get_by_text("Publish the letter first")).to_be_visible()
    page.get_by_role("link", name="Write, look at it, publish").click()
    page.locator("#id_sentence").fill("Good news, and a question.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    page.goto(f"/admin/letters/{draft}/")
    expect(page.get_by_label("me", exact=True)).to_be_checked()
    page.get_by_role("button", name="Send the test").click()
    expect(page.get_by_text("The test is on its way to 1 person.")).to_be_visible()
    page.get_by_role("link", name="Send it …").click()
    page.get_by_role("button", name="Go on").click()
    heading = "Send “What we did this winter” to about 40 people?"
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("It is about to go out.")).to_be_visible()
    sender()
    expect(page.get_by_text("Went out on")).to_be_visible(timeout=60_000)  # it looks by itself
    row = page.get_by_role("row", name=f"Sent {PEOPLE}")
    expect(row).to_be_visible()
    letters = [one for one in server.received if "[Test]" not in one.message["Subject"]]
    assert len({one.recipients[0] for one in letters}) == len(letters) == PEOPLE


def test_a_doubt_is_settled_without_scripts(ruth: Open, staged: Any) -> None:
    page = ruth(scripts=False)
    page.goto(f"/admin/letters/sent/{staged[1]['gone']}/")
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_text("left as it is")).to_be_visible()
    page.get_by_role("link", name="Could not be sent").click()
    page.get_by_role("button", name="Show whose").first.click()
    expect(page.get_by_text("reader0@example.org")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_every_screen_fits_and_axe_finds_nothing(
    ruth: Open, staged: Any, width: int, scheme: str
) -> None:
    page, stage = ruth(width=width, color_scheme=scheme), staged[1]
    for path in screens(stage):
        page.goto(f"/admin/letters/{path}")
        expect(page.locator(".desk h1")).to_be_visible()
        assert _violations(page) == [], path
        beyond = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert beyond <= 0, path
    page.goto("/admin/letters/people/")
    page.get_by_label("Her e-mail address").fill("reader1@example.org")
    page.get_by_role("button", name="Find her").click()
    expect(page.get_by_text("Gets letters")).to_be_visible()
    assert _violations(page) == []


def screens(stage: dict[str, Any]) -> list[str]:
    draft, gone, one = stage["draft"], stage["gone"], stage["list"]
    return [
        "", f"{draft}/", f"{draft}/send/", f"sent/{gone}/", f"sent/{gone}/not-sent/", "people/",
        "people/file/", "settings/", "import/", f"import/{one}/",
    ]  # fmt: skip
