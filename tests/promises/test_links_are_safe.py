"""Promise 5: no GET or HEAD changes anything; mail scanners may follow every link."""

import hashlib
import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from alongside.accounts import first_link
from alongside.accounts.actions import invite
from alongside.answers.models import AnswerPage
from alongside.core.publishing import live_pages, published_paths
from tests.conftest import PASSWORD
from tests.url_map import filled, routes

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


STAFF = re.compile("/(admin|account|_util)/")
ADDRESSES = [(route, name) for route, name in routes() if not STAFF.match(filled(route, {}))]


def test_the_walk_meets_the_private_doors():
    found = {filled(route, {}, "gap") for route, _ in ADDRESSES}
    assert found >= {
        "/join-us/", "/join-us/conversation/", "/someone-has-died/", "/privacy/complaint/",
        "/signs/share/", "/signs/share/yours/", "/book/order/", "/book/free-copy/",
        "/book/orders/gap/cancel/",
        "/invitation/gap/", "/welcome/gap/", "/answers/gap/leaflet.pdf", "/trust/", "/search/",
    }  # fmt: skip


def test_promise_no_address_of_the_url_map_changes_a_row_for_a_reader(reader, founder):
    roles = [Group.objects.get(name="Editors").name]
    invitation, token = invite(by=founder, name="Una", email="una@example.org", roles=roles)
    slug = AnswerPage.objects.live().first().slug
    before = _database()
    reached = {}
    for route, name in ADDRESSES:
        gaps = {"token": token, "slug": slug, "path": "no-such-file"}
        path = filled(route, gaps)
        for ask in (reader.get, reader.head):
            reached[name] = ask(path).status_code
            assert reached[name] in (200, 301, 302, 304, 400, 403, 404), path
    doors = (
        "join-us",
        "conversation",
        "share",
        "yours",
        "someone-has-died",
        "complain",
        "invitation",
        "order-book",
        "free-copy",
    )
    assert {reached[name] for name in doors} == {200}
    assert _database() == before
    reader.post(
        f"/invitation/{token}/", {"name": "Una", "password": PASSWORD, "password1": PASSWORD}
    )
    assert _database() != before
    assert not type(invitation).objects.filter(pk=invitation.pk).exists()


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
