"""Every address about the key is for founders alone."""

import pytest

from alongside.accounts.models import User
from alongside.enquiries import key_urls
from alongside.enquiries.models import InboxKey, KeyHolder, RecoverySet, Rehearsal

from .conftest import HOME, NAMES, PASSPHRASE

PATHS = [str(one.pattern).replace("<int:pk>", "1") for one in key_urls.urlpatterns]
OTHERS = ["editor", "reviewer", "moderator", "dispatcher", "operator", "outsider"]


def state():
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (InboxKey, KeyHolder, RecoverySet, Rehearsal)
    ]


def everything_typed(sheets):
    words = [" ".join(sheet) for sheet in sheets]
    return {
        "press": "choose", "passphrase": PASSPHRASE, "again": PASSPHRASE, "understood": "on",
        "first": "A", "second": "B", "third": "C", "one": words[0], "two": words[1],
        "old": PASSPHRASE, "phrase": "x", "number": "1", "capsule": "1",
    }  # fmt: skip


def test_all_addresses_are_looked_at():
    assert len(PATHS) == 13
    assert "recover/" in PATHS and "let-in/1/" in PATHS


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sees_or_does_anything(desk, sheets, who, request, desk_of):
    other = desk_of(request.getfixturevalue(who))
    before = state()
    for path in PATHS:
        for page in (
            other.client.get(HOME + path),
            other.client.post(HOME + path, everything_typed(sheets)),
        ):
            text = page.content.decode()
            assert page.status_code in (302, 403, 405), (path, page.status_code)
            assert not [
                name for name in (*NAMES, "passphrase", "recovery sheet") if name in text
            ], path
    assert state() == before


def test_a_superuser_who_is_no_founder_is_refused(desk, sheets, outsider, desk_of):
    User.objects.filter(pk=outsider.pk).update(is_superuser=True, is_staff=True)
    other = desk_of(User.objects.get(pk=outsider.pk))
    before = state()
    for path in PATHS:
        assert other.client.get(HOME + path).status_code in (403, 405), path
        assert other.client.post(HOME + path, everything_typed(sheets)).status_code in (403, 405), (
            path
        )
    assert state() == before


def test_who_is_not_signed_in_is_led_to_the_sign_in(reader, desk, sheets):
    before = state()
    for path in PATHS:
        for page in (reader.get(HOME + path), reader.post(HOME + path, everything_typed(sheets))):
            assert page.status_code in (302, 405), path
    assert state() == before


def test_a_password_alone_is_not_enough(desk, sheets, second_founder, client):
    client.force_login(second_founder)  # no second step
    before = state()
    for path in PATHS:
        for page in (client.get(HOME + path), client.post(HOME + path, everything_typed(sheets))):
            assert page.status_code in (302, 405), path
    assert state() == before
