"""Looking at any page of an account or of the founders' screens changes no row."""

import pytest

from tests.promises.test_links_are_safe import _database

pytestmark = pytest.mark.django_db
PAGES = [
    "/account/signing-in/", "/account/devices/", "/account/recovery-codes/",
    "/account/recovery-codes/new/", "/account/password/", "/account/address/", "/account/sign-out/",
    "/account/signing-in/app/remove/", "/account/second-step/", "/account/again/",
    "/admin/people/", "/admin/people/invite/", "/admin/log/", "/admin/people/{pk}/",
    "/admin/people/{pk}/remove-access/", "/admin/people/{pk}/fresh-link/", "/admin/log/export/",
    "/account/devices/sign-out/?device=others", "/admin/logout/",
]  # fmt: skip


def test_promise_looking_changes_nothing(founder, editor, signed_in):
    signed_in(editor)
    client = signed_in(founder)
    client.get("/admin/")  # the first visit makes the row of her preferences
    before = _database()
    for page in PAGES:
        path = page.format(pk=editor.pk)
        assert client.get(path).status_code in (200, 302, 405), path
        assert client.head(path).status_code in (200, 302, 405), path
    assert _database() == before
    client.post("/account/devices/sign-out/", {"device": "others"})
    client.post("/admin/log/export/")
    assert _database() != before


def test_the_second_step_offers_only_what_she_has(founder, app, reader, editor, client):
    from tests.conftest import PASSWORD
    from tests.passkey import give_passkey

    give_passkey(editor)
    pages = []
    for browser, user in ((reader, founder), (client.__class__(), editor)):
        browser.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
        pages.append(browser.get("/account/sign-in/second-step/").content.decode())
    assert ["Use my passkey" in page for page in pages] == [False, True]
