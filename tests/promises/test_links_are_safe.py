"""Promise 5: no GET or HEAD changes anything; mail scanners may follow every link."""

import hashlib

import pytest
from django.apps import apps
from django.db import connection

from alongside.accounts import first_link
from alongside.core.publishing import live_pages, published_paths

pytestmark = pytest.mark.django_db


def _database() -> dict[str, str]:
    """A digest of every row of every table."""
    digests = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not model._meta.managed or model._meta.proxy:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            digests[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


def _one_of_each() -> list[str]:
    """A page of every type, a leaflet, and everything that is no page."""
    pages = {type(page): page.get_url_parts()[2] for page in live_pages()}
    assert len(pages) >= 11
    files = sorted((path for path in published_paths() if "." in path), key=len)
    return [*pages.values(), *files[:8]]


def test_promise_no_public_get_or_head_changes_a_row(reader):
    paths = [*_one_of_each(), "/search/?q=bone+pain", "/no-such-page/", "/admin/login/"]
    paths.append(f"/welcome/{first_link.waiting_token()}/")
    before = _database()
    assert len(before) > 40
    seen = {reader.get(path).status_code for path in paths}
    seen |= {reader.head(path).status_code for path in paths}
    first_link.close()
    assert seen <= {200, 301, 302, 404}
    assert _database() == before


def test_promise_a_signed_in_founder_may_follow_links_too(founder, signed_in):
    browser = signed_in(founder)
    links = ["/admin/", "/admin/pages/", "/admin/account/", "/admin/reports/site-history/"]
    for link in links:
        browser.get(link, follow=True)  # the first visit makes the row of her preferences
    before = _database()
    for link in links:
        browser.get(link, follow=True)
        browser.head(link, follow=True)
    assert _database() == before
