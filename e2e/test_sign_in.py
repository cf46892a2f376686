"""Staff sign in with a passkey, an app or a recovery code, on a phone made by Chromium."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, expect

from e2e.browser import PATIENCE
from e2e.test_everybody_can_read_it import _violations
from tests.served_site import ServedSite, served_site

pytestmark = pytest.mark.browser
PASSWORD = "tea-at-four-with-lemon"
FOUNDER = "founder@example.org"


@pytest.fixture(scope="module")
def own_site() -> Iterator[ServedSite]:
    """A site of its own: the link of the first founder works once. Passkeys need a name, not an IP."""
    with served_site() as site:
        yield site


@pytest.fixture
def phone(browser: Browser, own_site: ServedSite) -> Iterator[Callable[..., Page]]:
    """A function that gives a fresh phone, 360 px wide."""
    contexts = []
    problems: list[str] = []

    def note(said: ConsoleMessage) -> None:
        if said.type == "error" and "404" not in said.text:  # the link that was used already
            problems.append(said.text)

    def fresh(**options: Any) -> Page:
        context = browser.new_context(
            base_url=own_site.address.replace("127.0.0.1", "localhost"),
            viewport={"width": 360, "height": 740}, locale="en-GB", **options,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield fresh
    for context in contexts:
        context.close()
    assert problems == [], "the Content-Security-Policy stopped something, or a script failed"


def _authenticator(page: Page) -> CDPSession:
    """A phone with a fingerprint reader: WebAuthn of Chromium's DevTools protocol."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    return session


def _is_fine(page: Page, heading: str) -> None:
    """The page with this heading has come; axe finds nothing, and nothing is wider than the phone."""
    expect(page.locator("h1")).to_have_text(heading)
    page.wait_for_load_state()
    assert _violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url


def _code(secret: str) -> str:
    """What the app shows, with some seconds left to send it."""
    if time.time() % 30 > 25:
        _next_step()
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def _next_step() -> None:
    """Wait for the next 30 seconds: a code works once."""
    time.sleep(30.2 - time.time() % 30)


def _sign_in(page: Page, email: str) -> None:
    page.goto("/account/sign-in/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.click("text=Next")


def _secret(page: Page) -> str:
    return page.inner_text("code.secret").strip()


def test_the_whole_way_of_two_people(phone: Callable[..., Page], own_site: ServedSite) -> None:
    found = re.search(r"(/welcome/[^/\s]+/)", (own_site.var / "log").read_text())
    assert found
    hers = phone()
    _authenticator(hers)
    hers.goto(found.group(1))
    hers.fill("#id_name", "Test Founder")
    hers.fill("#id_email", FOUNDER)
    hers.fill("#id_password", PASSWORD)
    hers.click("text=Make my account")
    _is_fine(hers, "One more thing: your second step")
    hers.goto("/admin/")
    expect(hers).to_have_url(re.compile("/account/second-step/$"))

    hers.click("text=Make a passkey")
    _is_fine(hers, "Make a passkey")
    hers.fill("#id_name", "My phone")
    hers.click("#make-passkey")
    _is_fine(hers, "Your recovery codes")
    hers.click("text=Show my codes")
    expect(hers.locator(".codes li")).to_have_count(10)
    _is_fine(hers, "Your recovery codes")
    hers.goto("/account/recovery-codes/")
    assert "not shown a second time" in hers.inner_text("main")
    assert hers.locator(".codes li").count() == 0

    hers.goto("/admin/")
    expect(hers).to_have_url(re.compile("^[^?]+/admin/$"))
    hers.goto("/account/signing-in/")
    assert "My phone" in hers.inner_text("main")
    _is_fine(hers, "How you sign in")
    hers.goto("/account/devices/")
    assert "Chrome on Linux" in hers.inner_text("main")
    assert "(this one)" in hers.inner_text("main")
    _is_fine(hers, "Your devices")

    link = _invite(hers, "editor@example.org")
    _sign_out_and_in_again_with_the_passkey(hers)
    _the_invited(phone, link)


def _invite(page: Page, email: str) -> str:
    page.goto("/admin/people/invite/")
    page.fill("#id_name", "Test Editor")
    page.fill("#id_email", email)
    page.click("text=Editor: writes pages")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("text=Invite her")
    page.wait_for_selector(".desk__secret")
    link = page.inner_text(".desk__secret").strip()
    page.goto("/admin/people/")
    assert email in page.inner_text("main")
    return re.sub("^https?://[^/]+", "", link)


def _sign_out_and_in_again_with_the_passkey(page: Page) -> None:
    page.goto("/account/signing-in/")
    page.click("button:has-text('Sign out')")
    _is_fine(page, "Sign in")
    page.goto("/admin/people/")
    expect(page.locator("h1")).to_have_text("Sign in")
    page.click("text=Sign in with a passkey")
    expect(page).to_have_url(re.compile("^[^?]+/admin/people/$"))
    page.goto("/account/signing-in/")
    page.get_by_role("link", name="Remove My phone").click()
    _is_fine(page, "Remove “My phone”?")
    assert "only second step" in page.inner_text("main")


def _the_invited(phone: Callable[..., Page], link: str) -> None:
    page = phone(color_scheme="dark")
    page.goto(link)
    assert "editor@example.org" in page.inner_text("main")
    _is_fine(page, "Welcome. You are invited.")
    page.fill("#id_password", PASSWORD)
    page.click("text=Go on")
    page.click("text=Use an app")
    _is_fine(page, "Use an app")
    assert page.locator(".picture svg").bounding_box()["width"] > 150  # type: ignore[index]
    secret = _secret(page)
    page.fill("#id_code", "000000")
    page.click("text=The app is set up")
    expect(page.locator("main")).to_contain_text("newest one")
    secret = _secret(page)
    page.fill("#id_code", _code(secret))
    page.click("text=The app is set up")
    page.click("text=Show my codes")
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.inner_text(".codes li >> nth=0")

    page = phone()
    page.goto(link)
    assert "no longer works" in page.inner_text("h1")
    _sign_in(page, "editor@example.org")
    _is_fine(page, "Your second step")
    _next_step()
    page.fill("#id_code", _code(secret))
    page.click("main >> button:has-text('Sign in')")
    expect(page).to_have_url(re.compile("^[^?]+/admin/$"))

    page = phone(java_script_enabled=False)
    _sign_in(page, "editor@example.org")
    page.fill("#id_code", recovery)
    page.click("main >> button:has-text('Sign in')")
    expect(page).to_have_url(re.compile("^[^?]+/admin/$"))
    page.goto("/account/devices/")
    assert "recovery code" in page.inner_text("main")
    assert page.locator("text=Sign out all others").count() == 1


CLOSED = """() => {
  navigator.credentials.get = () => Promise.reject(new DOMException("", "NotAllowedError"));
}"""


def test_closing_the_fingerprint_window_is_explained(phone: Callable[..., Page]) -> None:
    page = phone()
    page.goto("/account/sign-in/")
    page.evaluate(CLOSED)
    page.click("text=Sign in with a passkey")
    expect(page.get_by_role("alert")).to_contain_text("Press the button to try again")
    _is_fine(page, "Sign in")
