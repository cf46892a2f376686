"""Promise 1: public pages set no cookie, store nothing, call nobody but us."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from e2e.every_template import TEMPLATES

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

STORED = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  cookies: document.cookie,
})"""
NOTHING = {"local": [], "session": [], "databases": [], "caches": [], "workers": 0, "cookies": ""}


@pytest.mark.parametrize("template", TEMPLATES)
def test_promise_no_trace_on_any_template(open_page: OpenPage, template: str) -> None:
    page = open_page("about:blank")
    responses: list[Response] = []
    problems: list[str] = []
    page.on("response", lambda response: responses.append(response))
    page.on("console", lambda said: problems.append(said.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(TEMPLATES[template], wait_until="networkidle")
    page.mouse.wheel(0, 4000)
    page.keyboard.press("Tab")
    own = urlsplit(page.url).netloc
    assert len(responses) >= 3
    assert {urlsplit(response.url).netloc for response in responses} == {own}
    assert [r.url for r in responses if "set-cookie" in r.all_headers()] == []
    assert page.context.cookies() == []
    assert page.evaluate(STORED) == NOTHING
    missing = [
        r.url for r in responses if r.status >= 400 and r.request.resource_type != "document"
    ]
    assert missing == []
    expected = "404" if template == "not found" else None
    assert [p for p in problems if not expected or expected not in p] == []


def test_promise_no_trace_policy_forbids_what_is_not_ours(open_page: OpenPage) -> None:
    page = open_page("about:blank")
    for path in TEMPLATES.values():
        response = page.goto(path)
        assert response
        policy = response.headers["content-security-policy"]
        assert "unsafe-inline" not in policy, path
        assert "unsafe-eval" not in policy, path
        assert "default-src 'none'" in policy, path
        page.evaluate("window.ran = false")
        page.evaluate("document.body.append(Object.assign(document.createElement('script'),"
                      " { textContent: 'window.ran = true' }))")  # fmt: skip
        assert page.evaluate("window.ran") is False, path


def test_promise_no_trace_of_choosing_a_day(open_page: OpenPage) -> None:
    page = open_page("/")
    page.click("text=Grieving for someone")
    assert page.evaluate(STORED) == NOTHING
    page.goto("/")
    assert "Grieving" not in page.inner_text(".head")
    assert page.context.cookies() == []
