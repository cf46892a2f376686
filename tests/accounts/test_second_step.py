"""Setting up a second step, changing how one signs in, and why the last step stays."""

import json
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.utils import timezone

from alongside.accounts.models import AuditEntry, SignIn
from tests.conftest import PASSWORD
from tests.passkey import Passkey, challenge_of, give_passkey, passkeys_of
from tests.signing_in import code_of, give_app, sign_in

pytestmark = pytest.mark.django_db
APP, KEY = "/account/signing-in/app/", "/account/signing-in/passkeys/add/"
CODES = "/account/recovery-codes/"
NEW = "another-password-of-four-words"


def words(response):
    return response.content.decode()


@pytest.fixture
def newcomer(founder, reader):
    """A browser in which the founder has signed in by password and has no second step yet."""
    reader.post("/account/sign-in/", {"login": founder.email, "password": PASSWORD})
    return reader


def set_up_app(client, committed):
    secret = re.search(r'class="secret">(\w+)<', words(client.get(APP))).group(1)
    with committed():
        response = client.post(APP, {"code": code_of(secret)})
    return secret, response


def test_an_app_then_her_codes_then_the_work(newcomer, founder, committed, mailoutbox):
    page = words(newcomer.get(APP))
    assert "<svg" in page
    assert "data:image" not in page
    cookie = newcomer.cookies["sessionid"].value
    secret, response = set_up_app(newcomer, committed)
    assert response["Location"] == CODES
    assert newcomer.cookies["sessionid"].value != cookie
    page = words(newcomer.get(CODES))
    assert "You see them once" in page
    page = words(newcomer.post(CODES))
    assert len(re.findall(r"<li>\d{4} \d{4}</li>", page)) == 10
    for again in (newcomer.get(CODES), newcomer.post(CODES)):
        assert "not shown a second time" in words(again)
        assert not re.search(r"<li>\d{4} \d{4}</li>", words(again))
    assert newcomer.get("/admin/people/").status_code == 200
    assert AuditEntry.objects.filter(action="account.step-added", actor=founder).count() == 1
    (mail,) = mailoutbox
    assert "A new app was added" in mail.body
    assert "ring a founder today" in mail.body
    assert secret not in mail.body


def test_the_code_that_set_the_app_up_is_used_up(newcomer, founder, committed, client):
    with time_machine.travel(timezone.now(), tick=False):
        secret, _ = set_up_app(newcomer, committed)
        newcomer.post("/account/sign-out/")
        newcomer.post("/account/sign-in/", {"login": founder.email, "password": PASSWORD})
        page = newcomer.post("/account/sign-in/second-step/", {"code": code_of(secret)})
        assert "use the newest one" in words(page)


def test_a_wrong_code_sets_nothing_up(newcomer, founder):
    newcomer.get(APP)
    assert "This did not work" in words(newcomer.post(APP, {"code": "000000"}))
    assert not Authenticator.objects.exists()
    assert newcomer.get("/admin/")["Location"] == "/account/second-step/"


def _make_passkey(client, user, **fields):
    key = Passkey(user)
    client.get(KEY)
    made = json.dumps(key.registration(challenge_of(client)))
    return client.post(KEY, {"credential": made, "passwordless": "on", **fields})


def test_a_passkey(newcomer, founder, mailoutbox, committed):
    assert "fingerprint" in words(newcomer.get(KEY))
    with committed():
        response = _make_passkey(newcomer, founder, name="My phone")
    assert response["Location"] == CODES
    assert [key.wrap().name for key in passkeys_of(founder)] == ["My phone"]
    assert newcomer.get("/admin/people/").status_code == 200
    assert "A new passkey was added" in mailoutbox[0].body
    assert "My phone" in words(newcomer.get("/account/signing-in/"))


def test_a_passkey_without_a_name_gets_one(newcomer, founder):
    _make_passkey(newcomer, founder)
    assert [key.wrap().name for key in passkeys_of(founder)] == ["Passkey 1"]


def test_her_passkey_can_be_renamed(founder, signed_in):
    give_passkey(founder)
    (key,) = passkeys_of(founder)
    signed_in(founder).post(f"/account/signing-in/passkeys/{key.pk}/", {"name": "<Old> phone"})
    page = words(signed_in(founder).get("/account/signing-in/"))
    assert "&lt;Old&gt; phone" in page


@pytest.mark.parametrize("page", ["", "remove/"])
def test_nobody_touches_the_passkey_of_somebody_else(page, founder, editor, signed_in):
    give_passkey(founder)
    (key,) = passkeys_of(founder)
    path = f"/account/signing-in/passkeys/{key.pk}/{page}"
    assert signed_in(editor).post(path, {"name": "mine"}).status_code == 404
    assert [key.wrap().name for key in passkeys_of(founder)] == ["Her phone"]


def test_the_last_second_step_stays(founder, signed_in):
    client = signed_in(founder)  # with an app
    page = client.get(f"{APP}remove/")
    assert "This is your only second step" in words(page)
    client.post(f"{APP}remove/")
    assert Authenticator.objects.filter(user=founder, type="totp").exists()


def test_the_last_passkey_stays(founder, reader):
    key = give_passkey(founder)
    reader.get("/account/sign-in/passkey/", headers={"accept": "application/json"})
    reader.post("/account/sign-in/passkey/", {"credential": key.answer(challenge_of(reader))})
    (row,) = passkeys_of(founder)
    path = f"/account/signing-in/passkeys/{row.pk}/remove/"
    assert "This is your only second step" in words(reader.get(path))
    assert reader.post(path).status_code == 403
    assert passkeys_of(founder) == [row]


def test_one_of_two_goes_and_other_devices_are_signed_out(
    founder, signed_in, committed, mailoutbox
):
    give_passkey(founder)
    (row,) = passkeys_of(founder)
    lost, hers = signed_in(founder), signed_in(founder)
    assert lost.get("/admin/people/").status_code == 200
    with committed():
        hers.post(f"/account/signing-in/passkeys/{row.pk}/remove/")
    assert passkeys_of(founder) == []
    assert hers.get("/admin/people/").status_code == 200
    assert lost.get("/admin/people/")["Location"].startswith("/account/sign-in/")
    assert AuditEntry.objects.filter(action="account.step-removed").count() == 1
    assert "One passkey was removed" in mailoutbox[0].body


def test_new_recovery_codes(founder, signed_in, committed, mailoutbox):
    client = signed_in(founder)
    before = Authenticator.objects.get(type="recovery_codes").pk
    assert "The 10 codes that you have stop working" in words(client.get(f"{CODES}new/"))
    with committed():
        assert client.post(f"{CODES}new/")["Location"] == CODES
    assert Authenticator.objects.get(type="recovery_codes").pk != before
    assert "New recovery codes were made" in mailoutbox[0].body
    assert AuditEntry.objects.filter(action="account.codes-made").count() == 1


SENSITIVE = [APP, f"{APP}remove/", KEY, CODES, f"{CODES}new/", "/account/address/"]


@pytest.mark.parametrize("path", SENSITIVE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_after_five_minutes_she_is_asked_again_who_she_is(path, method, founder, signed_in):
    give_passkey(founder)
    now = timezone.now()
    with time_machine.travel(now):
        client = signed_in(founder)
    with time_machine.travel(now + timedelta(minutes=6), tick=False):
        if path == APP:
            Authenticator.objects.filter(type="totp").delete()
        response = getattr(client, method)(path, {"email": "thief@example.org"})
        assert response["Location"] == f"/account/again/?next={quote(path, safe='')}"
        assert "Is it you?" in words(client.get(response["Location"]))
        assert "This is not your password" in words(
            client.post(response["Location"], {"password": "wrong"})
        )
        assert getattr(client, method)(path)["Location"] == response["Location"]
        assert client.post(response["Location"], {"password": PASSWORD})["Location"] == path
        assert client.get(path).status_code == 200
    founder.refresh_from_db()
    assert founder.email == "founder@example.org"
    assert "REMOTE_ADDR" not in str(dict(client.session))


def test_again_by_code_and_by_passkey(founder, reader):
    secret, key = give_app(founder), give_passkey(founder)
    now = timezone.now()
    with time_machine.travel(now):
        sign_in(founder, reader)
    with time_machine.travel(now + timedelta(minutes=6), tick=False):
        page = words(reader.get(f"/account/again/?next={CODES}"))
        assert "/account/again/code/" in page
        assert "/account/again/passkey/" in page
        done = reader.post(f"/account/again/code/?next={CODES}", {"code": code_of(secret)})
        assert done["Location"] == CODES
    with time_machine.travel(now + timedelta(minutes=12), tick=False):
        where = f"/account/again/passkey/?next={CODES}"
        assert "Use my passkey" in words(reader.get(where))
        answer = key.answer(challenge_of(reader))
        assert reader.post(where, {"credential": answer})["Location"] == CODES
        assert reader.get(CODES).status_code == 200


def test_a_new_password_ends_all_other_sessions_and_is_told(
    founder, signed_in, committed, mailoutbox
):
    other, client = signed_in(founder), signed_in(founder)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    with committed():
        page = client.post("/account/password/", fields, follow=True)
    assert "Your password is changed." in words(page)
    founder.refresh_from_db()
    assert founder.check_password(NEW)
    assert other.get("/admin/people/")["Location"].startswith("/account/sign-in/")
    assert client.get("/admin/people/").status_code == 200
    assert SignIn.open_ones().filter(user=founder).count() == 1
    assert "Your password was changed" in mailoutbox[0].body
    assert AuditEntry.objects.filter(action="account.password-changed").count() == 1


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"oldpassword": "not-this-one"}, "This is not your password now"),
        ({"password1": "short", "password2": "short"}, "at least 12 characters"),
        ({"password2": "something-else-entirely"}, "same password"),
        ({"password1": "founder@example.org", "password2": "founder@example.org"}, "too similar"),
    ],
)
def test_a_bad_new_password_is_explained(change, complaint, founder, signed_in):
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW} | change
    assert complaint in words(signed_in(founder).post("/account/password/", fields))
    founder.refresh_from_db()
    assert founder.check_password(PASSWORD)


def test_a_new_address_is_told_to_the_old_one(founder, signed_in, committed, mailoutbox):
    client = signed_in(founder)
    with committed():
        page = client.post("/account/address/", {"email": "New@Example.org"}, follow=True)
    assert "Your address is changed." in words(page)
    founder.refresh_from_db()
    assert (founder.username, founder.email) == ("new@example.org", "new@example.org")
    (mail,) = mailoutbox
    assert mail.to == ["founder@example.org"]
    assert "new@example.org" not in mail.body


def test_an_address_that_somebody_has_is_refused(founder, editor, signed_in):
    page = signed_in(founder).post("/account/address/", {"email": "EDITOR@example.org"})
    assert "signs in with this address already" in words(page)
    founder.refresh_from_db()
    assert founder.email == "founder@example.org"


def test_at_an_address_that_is_a_number_no_passkey_is_offered(founder, signed_in):
    client = signed_in(founder)
    by_number = client.get("/account/signing-in/", headers={"host": "127.0.0.1:8000"})
    assert "A passkey cannot be made or used at this address" in by_number.content.decode()
    assert "/passkeys/add/" not in by_number.content.decode()
    by_name = client.get("/account/signing-in/", headers={"host": "localhost:8000"})
    assert "/passkeys/add/" in by_name.content.decode()
