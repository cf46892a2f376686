"""A form is taken only from our own page. What is refused comes back with every word in it."""

import pytest

from tests.public_forms.conftest import FILLED, guards
from tests.public_forms.toy import accepted

WORDS = FILLED["message"]
OURS, OTHER = "http://testserver", "https://evil.example"

TAKEN = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": OURS, "Referer": f"{OURS}/toy/"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},  # no-referrer, some privacy add-ons
    {"Origin": OURS},  # a browser before 2023, or plain http
    {"Origin": f"{OURS}:80"},
    {"Origin": "https://www.example.org", "Host": "testserver"},  # the address in the settings
    {"Origin": OURS, "Referer": f"{OTHER}/"},
    {"Referer": f"{OURS}/toy/?a=b"},
    {"Origin": "http://127.0.0.1:8123", "Host": "127.0.0.1:8123"},
    {"Origin": "http://LOCALHOST:9", "Host": "localhost:9"},
]
ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://www.testserver"},
    {"Sec-Fetch-Site": "cross-site", "Origin": OURS, "Referer": f"{OURS}/toy/"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "Same-Origin, cross-site"},
    {"Origin": OTHER},
    {"Origin": OTHER, "Referer": f"{OURS}/toy/"},
    {"Origin": "https://testserver"},
    {"Origin": f"{OURS}:8000"},
    {"Origin": f"{OURS}.evil.example"},
    {"Origin": "http://evil.example/testserver"},
    {"Origin": "http://testserver@evil.example"},
    {"Origin": "http://[::1"},
    {"Origin": f"{OURS}:99999"},
    {"Origin": "ftp://testserver"},
    {"Origin": "testserver"},
    {"Referer": f"{OTHER}/?{OURS}/"},
    {"Referer": "about:blank"},
    {"Origin": "http://localhost:9", "Host": "127.0.0.1:9"},
]
SILENT = [
    {},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "null"},
    {"Referer": ""},
    {"Origin": "", "Referer": f"{OURS}/toy/"},
]


@pytest.fixture(autouse=True)
def address(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"


@pytest.mark.parametrize("headers", TAKEN, ids=str)
def test_from_our_own_page(enquirer, headers):
    assert enquirer(headers=headers).status_code == 303
    assert [words["message"] for words in accepted().values()] == [WORDS]


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_nothing_of_what_another_site_sends_stands_in_our_page(enquirer, headers):
    """Above all not its ticket: it would know the six words of whoever presses Send next."""
    planted = enquirer({**FILLED, "name": "Mallory"}, headers=headers)
    page = planted.content.decode()
    assert planted.status_code == 403
    assert "sent from another website" in page
    assert "Mallory" not in page
    assert WORDS not in page
    assert not accepted()
    assert enquirer(page=page).status_code == 303  # she fills it in herself: all is well
    assert len(accepted()) == 1


@pytest.mark.parametrize("headers", [*ELSEWHERE, *SILENT], ids=str)
def test_her_ticket_is_never_the_one_that_was_planted(enquirer, client, headers):
    his = guards(client.get("/toy/").content.decode())["ticket"]
    page = enquirer({**FILLED, "ticket": his}, headers=headers).content.decode()
    assert guards(page)["ticket"] not in ("", his)


@pytest.mark.parametrize("headers", SILENT, ids=str)
def test_from_nowhere_nothing_is_taken_and_nothing_is_lost(enquirer, headers):
    response = enquirer({**FILLED, "name": "Ann"}, headers=headers)
    page = response.content.decode()
    assert response.status_code == 403
    assert "<title>Not sent yet: " in page
    assert "your words are still here. Please press Send again." in page
    assert WORDS in page
    assert 'value="Ann"' in page
    assert not accepted()
    assert enquirer(page=page, after=0).status_code == 303  # from our page: the next press arrives
    assert len(accepted()) == 1


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_no_pass_helps_another_site(enquirer, headers):
    page = enquirer(headers=headers).content.decode()
    assert enquirer(page=page, headers=headers).status_code == 403
    assert not accepted()


@pytest.mark.parametrize("headers", SILENT, ids=str)
def test_a_browser_that_never_says_is_believed_on_the_second_press(enquirer, headers):
    page = enquirer(headers=headers).content.decode()
    assert enquirer(page=page, headers=headers).status_code == 303
    assert len(accepted()) == 1


@pytest.mark.parametrize("change", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_USER_AGENT": "another"}])
def test_but_not_with_a_page_that_somebody_else_fetched(enquirer, client, clock, change):
    page = enquirer(headers={}).content.decode()
    assert guards(page)["pass"]
    response = client.post("/toy/", {**guards(page), **FILLED}, **change)
    assert response.status_code == 403
    assert not accepted()


def test_the_pass_says_nothing_of_where_she_is(enquirer, client):
    page = client.get("/toy/").content.decode()
    response = client.post("/toy/", {**guards(page), **FILLED}, REMOTE_ADDR="203.0.113.99")
    assert "203.0.113" not in response.content.decode()


def test_behind_a_proxy_that_says_https(enquirer, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    secure = {"X-Forwarded-Proto": "https", "Host": "testserver"}
    assert enquirer(headers={**secure, "Origin": "https://testserver"}).status_code == 303
    assert enquirer(headers={**secure, "Origin": "http://testserver"}).status_code == 403
