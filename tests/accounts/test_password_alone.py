"""A password alone opens nothing: every address that speaks of signing in is tried with it."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests.conftest import PASSWORD
from tests.passkey import give_passkey
from tests.signing_in import give_app, sign_in
from tests.url_map import filled, routes

pytestmark = pytest.mark.django_db
SPEAKS_OF_IT = re.compile(
    r"log_?in|log_?out|sign|pass|reset|auth|confirm|code|again|step|token|welcome|invit|account|user"
    r"|totp|webauthn|mfa|address|device|people|session|verif|recover|link",
    re.IGNORECASE,
)
INSIDE = ["/admin/", "/admin/pages/", "/admin/people/", "/admin/log/", "/admin/account/",
          "/admin/reports/site-history/", "/account/devices/", "/account/signing-in/",
          "/account/recovery-codes/"]  # fmt: skip
NEW = "another-password-of-four-words"


def _doors(user):
    """Every address of the URL map that speaks of signing in, its gaps filled with what a thief may have."""
    gaps = {"pk": user.pk, "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user), "app_label": "accounts",
            "model_name": "user", "action": "assign_role"}  # fmt: skip
    for route, name in routes():
        if not SPEAKS_OF_IT.search(f"{route} {name}"):
            continue
        yield filled(route, gaps, user.pk)


def _keys(user):
    """Everything that a form may ask for, with the password wherever one belongs."""
    fields = {"login": user.email, "email": user.email, "username": user.email, "name": "x",
              "code": "000000", "credential": "{}", "next": "/admin/", "remember": "on",
              "device": "others", "action": "trust", "roles": "Founders", "is_active": "on"}  # fmt: skip
    old = ("password", "oldpassword", "old_password", "password-old_password")
    new = ("password1", "password2", "new_password1", "new_password2")
    return fields | dict.fromkeys(old, PASSWORD) | dict.fromkeys(new, NEW)


def _is_shut(client, door):
    for path in INSIDE:
        page = client.get(path)
        assert page.status_code in (302, 404), (door, path)
        assert "Sign out" not in page.content.decode(), (door, path)


def _knock(client, door, keys):
    cache.clear()  # limits must not be what keeps the door shut
    for send in (client.get, client.post, client.put):
        send(door, keys, headers={"accept": "text/html"})
    client.post(door, keys, headers={"accept": "application/json"})


@pytest.fixture(params=["app", "passkey"])
def owner(request, founder):
    """A founder who has everything that a thief wants: he knows her password."""
    if request.param == "app":
        give_app(founder)
    else:
        give_passkey(founder)
    return founder


def test_the_walk_meets_every_door_that_we_know_of(founder):
    doors = set(_doors(founder))
    names = ["account_login", "mfa_login_webauthn", "mfa_authenticate", "account_reauthenticate",
             "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp",
             "mfa_add_webauthn", "mfa_view_recovery_codes", "account_change_password", "second_step",
             "wagtailadmin_login", "wagtailadmin_password_reset",
             "wagtailadmin_password_reset_complete"]  # fmt: skip
    assert {reverse(name) for name in names} <= doors
    uid = urlsafe_base64_encode(force_bytes(founder.pk))
    assert any(door.startswith(f"/admin/password_reset/confirm/{uid}/") for door in doors)
    assert {"/admin/users/new/", "/_util/login/"} <= doors
    assert len(doors) > 50


def test_no_door_opens_to_a_password(owner):
    keys, before = _keys(owner), owner.password
    for door in _doors(owner):
        client = Client(raise_request_exception=False)
        _knock(client, door, keys)
        _is_shut(client, door)
        _knock(client, "/account/sign-in/", keys)  # the right password: now a second step is due
        _is_shut(client, "/account/sign-in/")
        _knock(client, door, keys)
        _is_shut(client, door)
    owner.refresh_from_db()
    assert owner.password == before
    assert owner.is_active


def test_the_same_walk_finds_the_door_when_one_is_open(owner):
    """The proof that the walk above could fail: with a second step all is readable."""
    client = sign_in(owner)
    with pytest.raises(AssertionError):
        _is_shut(client, "none")


def test_one_browser_that_tries_everything(owner):
    client = Client(raise_request_exception=False)
    for door in _doors(owner):
        _knock(client, door, _keys(owner))
    _is_shut(client, "all of them")


def test_a_session_made_by_a_password_ends_when_she_gets_a_second_step(founder, reader):
    reader.force_login(founder)
    assert reader.get("/admin/")["Location"] == "/account/second-step/"
    give_app(founder)
    assert reader.get("/admin/")["Location"].startswith("/account/sign-in/")
    assert "_auth_user_id" not in reader.session


def test_without_a_second_step_nothing_is_reached_but_setting_one_up(founder, answer_page, reader):
    reader.force_login(founder)
    for path in INSIDE[1:]:
        assert reader.get(path)["Location"] == "/account/second-step/", path
        assert reader.post(path)["Location"] == "/account/second-step/", path
    for name in ("account_change_password", "address", "end_device", "wagtailadmin_home"):
        assert reader.post(reverse(name))["Location"] == "/account/second-step/"
    draft = reverse("wagtailadmin_pages:view_draft", args=[answer_page.pk])
    assert reader.get(draft)["Location"] == "/account/second-step/"
    public = reader.get(answer_page.url).content.decode()
    assert answer_page.title in public
    assert "wagtail-userbar" not in public
    assert "One more thing" in reader.get("/account/second-step/").content.decode()


@pytest.fixture
def answer_page(db):
    from alongside.answers.models import AnswerPage

    return AnswerPage.objects.get(brief_id="Q01")


@pytest.mark.parametrize("path", ["/django-admin/", "/accounts/signup/", "/account/sign-up/",
                                  "/account/password/reset/", "/admin/password_reset/"])  # fmt: skip
def test_what_is_not_there(path, reader):
    assert reader.get(path).status_code == 404
    assert reader.post(path, {"email": "x@example.org"}).status_code == 404


def test_wagtails_screens_for_users_lead_to_ours(founder, signed_in):
    client = signed_in(founder)
    for path in ("/admin/users/", "/admin/users/new/", f"/admin/users/edit/{founder.pk}/",
                 "/admin/bulk/accounts/user/set_active_state/?id=1"):  # fmt: skip
        assert client.get(path)["Location"] == "/admin/people/"
        assert client.post(path, _keys(founder))["Location"] == "/admin/people/"


def test_wagtails_account_page_changes_neither_password_nor_address(founder, signed_in):
    client = signed_in(founder)
    page = client.get("/admin/account/").content.decode()
    assert "How you sign in" in page
    assert "password-new_password1" not in page
    assert "name_email-email" not in page
    before = founder.password
    client.post("/admin/account/", {
        "name_email-first_name": "F", "name_email-last_name": "L", "name_email-email": "t@x.org",
        "password-old_password": PASSWORD, "password-new_password1": NEW,
        "password-new_password2": NEW, "theme-theme": "system", "theme-density": "default",
        "theme-contrast": "system",
    })  # fmt: skip
    founder.refresh_from_db()
    assert founder.password == before
    assert founder.email == "founder@example.org"
