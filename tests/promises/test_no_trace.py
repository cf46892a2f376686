"""Promise 1: public pages set no cookie and name no address but ours. (`e2e/` asks a real browser.)"""

import re
from urllib.parse import urlsplit

import pytest

from alongside.core.publishing import MARKER, live_pages, published_paths
from tests.unchanged_pages import response_of

pytestmark = pytest.mark.django_db
_LOADED = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?\b(?:src|href|data)="([^"]+)""",
    re.IGNORECASE,
)


def _paths() -> list[str]:
    """Every fifth page of each type, a leaflet, every file, a search and a page that is not there."""
    pages = sorted(live_pages(), key=lambda page: type(page).__name__)
    ours = [page.get_url_parts()[2] for page in pages]
    files = sorted(set(published_paths()) - set(ours), key=len)
    others = ["/search/?q=my+mum+has+it+in+her+bones", "/no-such-page/"]
    return [*ours[::5], *files[:8], *others]


def test_promise_no_public_page_sets_a_cookie_even_if_one_is_sent():
    paths = _paths()
    assert len(paths) > 70
    assert [path for path in paths if response_of(path).cookies] == []


def test_promise_no_public_page_loads_anything_from_elsewhere():
    loaded = {}
    for path in _paths():
        response = response_of(path)
        if response["Content-Type"].startswith("text/html"):
            for address in _LOADED.findall(response.content.decode()):
                loaded.setdefault(address, path)
    assert any("/static/alongside/" in address for address in loaded)
    hosts = {urlsplit(address).netloc: path for address, path in loaded.items()}
    assert set(hosts) <= {"", "testserver", "127.0.0.1:8000"}, hosts


def test_promise_the_policy_forbids_inline_code_and_other_hosts(reader):
    policy = reader.get("/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_promise_a_search_is_kept_nowhere(reader):
    canary = "zebrafinch-canary-query"
    response = reader.get(f"/search/?q={canary}")
    assert canary in response.content.decode()  # it was really asked
    assert response["Cache-Control"] == "no-store"
    assert MARKER not in response.headers
    assert not response.cookies
