"""Signing in: address and password, then an app, a passkey or a recovery code; or a passkey alone."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from alongside.accounts.models import AuditEntry, SignIn
from tests.conftest import PASSWORD
from tests.passkey import Passkey, challenge_of, give_passkey
from tests.signing_in import code_of, recovery_codes_of

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, PASSKEY = (
    "/account/sign-in/",
    "/account/sign-in/second-step/",
    "/account/sign-in/passkey/",
)
PIXEL = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"


def type_password(client, user, password=PASSWORD, **more):
    fields = {"login": user.email, "password": password, **more}
    return client.post(SIGN_IN, fields, headers={"user-agent": PIXEL})


def type_code(client, code):
    return client.post(CODE, {"code": code}, headers={"user-agent": PIXEL})


def is_in(client):
    return client.get("/admin/people/").status_code == 200


def words(response):
    return response.content.decode()


def test_password_and_app(founder, app, client):
    assert "Your e-mail address" in words(client.get(SIGN_IN))
    assert type_password(client, founder)["Location"] == CODE
    assert not is_in(client)
    assert "Your second step" in words(client.get(CODE))
    assert type_code(client, code_of(app))["Location"] == "/admin/"
    assert is_in(client)
    (line,) = SignIn.objects.filter(user=founder)
    assert (line.how, line.device, line.failed) == ("app", "Firefox on Android", False)
    (entry,) = AuditEntry.objects.filter(action="account.signed-in")
    assert (entry.actor, entry.target) == (founder, f"account:{founder.pk}")


def test_the_address_may_be_typed_in_capitals(founder, app, client):
    response = client.post(SIGN_IN, {"login": " Founder@EXAMPLE.org ", "password": PASSWORD})
    assert response["Location"] == CODE


def test_a_recovery_code_works_once(founder, app, client):
    code = recovery_codes_of(founder)[0]
    type_password(client, founder)
    type_code(client, f"{code[:4]} {code[4:]}")
    assert is_in(client)
    assert SignIn.objects.get(user=founder).how == "recovery"
    thief = Client()
    type_password(thief, founder)
    assert "This did not work" in words(type_code(thief, code))
    assert not is_in(thief)
    assert len(recovery_codes_of(founder)) == 9


def test_a_passkey_as_second_step(founder, client):
    key = give_passkey(founder)
    type_password(client, founder)
    client.get(CODE)
    client.post(CODE, {"credential": key.answer(challenge_of(client))})
    assert is_in(client)
    assert SignIn.objects.get(user=founder).how == "passkey"


def _ask_for_challenge(client):
    client.get(PASSKEY, headers={"accept": "application/json"})
    return challenge_of(client)


def test_a_passkey_alone(founder, client):
    key = give_passkey(founder)
    answer = key.answer(_ask_for_challenge(client))
    assert client.post(PASSKEY, {"credential": answer})["Location"] == "/admin/"
    assert is_in(client)
    replay = Client()
    _ask_for_challenge(replay)
    replay.post(PASSKEY, {"credential": answer})
    assert not is_in(replay)


def test_a_passkey_for_another_site_or_another_account_opens_nothing(founder, editor, client):
    key = give_passkey(founder)
    elsewhere = key.answer(_ask_for_challenge(client), origin="https://evil.example")
    client.post(PASSKEY, {"credential": elsewhere})
    assert not is_in(client)
    stranger = Passkey(founder).answer(_ask_for_challenge(client))
    client.post(PASSKEY, {"credential": stranger})
    assert not is_in(client)
    client.post(PASSKEY, {"credential": key.answer(_ask_for_challenge(client))})
    assert is_in(client)


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"response": {}}', "x" * 3000])
def test_a_broken_passkey_is_explained(credential, founder, client):
    give_passkey(founder)
    _ask_for_challenge(client)
    page = client.post(PASSKEY, {"credential": credential}, follow=True)
    assert page.status_code == 200
    assert "Sign in" in words(page)
    assert not is_in(client)


def test_what_was_typed_stays_and_the_password_does_not(founder, app, client):
    page = words(type_password(client, founder, "wrong-but-long-enough"))
    assert "do not go together" in page
    assert founder.email in page
    assert "wrong-but-long-enough" not in page
    assert AuditEntry.objects.get().action == "account.password-failed"
    assert AuditEntry.objects.get().target == f"account:{founder.pk}"


def test_an_unknown_address_gets_the_same_words(founder, app, client):
    known = words(type_password(client, founder, "wrong-but-long-enough"))
    fields = {"login": "nobody@example.org", "password": "wrong-but-long-enough"}
    unknown = words(Client().post(SIGN_IN, fields))
    assert "do not go together" in known
    assert "do not go together" in unknown
    assert AuditEntry.objects.filter(target="").count() == 1


def test_a_code_of_an_app_works_once(founder, app, client):
    with time_machine.travel(timezone.now(), tick=False):
        code = code_of(app)
        type_password(client, founder)
        type_code(client, code)
        assert is_in(client)
        thief = Client()
        type_password(thief, founder)
        cache.clear()  # what allauth remembers of used codes may be forgotten; our row is not
        assert "use the newest one" in words(type_code(thief, code))
        assert not is_in(thief)
    with time_machine.travel(timezone.now() + timedelta(seconds=40)):
        type_code(thief, code_of(app))
        assert is_in(thief)


@pytest.mark.parametrize("steps", [-2, -1, 1, 2])
def test_old_and_future_codes_do_not_work(steps, founder, app, client):
    with time_machine.travel(timezone.now(), tick=False):
        type_password(client, founder)
        type_code(client, code_of(app, steps=steps))
        assert not is_in(client)


def test_a_failed_second_step_is_in_her_history_and_the_fifth_is_told(
    founder, app, client, mailoutbox, committed
):
    type_password(client, founder)
    for number in range(1, 6):
        with committed():
            type_code(client, "000000")
        assert len(mailoutbox) == (number == 5)
    assert SignIn.objects.filter(user=founder, failed=True, how="app").count() == 5
    assert AuditEntry.objects.filter(action="account.step-failed", actor=None).count() == 5
    (mail,) = mailoutbox
    assert mail.to == [founder.email]
    assert "choose a new password now" in mail.body
    assert "ring a founder" in mail.body


def test_a_passkey_that_does_not_fit_is_in_her_history(founder, client):
    give_passkey(founder)
    type_password(client, founder)
    client.get(CODE)
    client.post(CODE, {"credential": Passkey(founder).answer(challenge_of(client))})
    assert not is_in(client)
    assert SignIn.objects.get(user=founder, failed=True).how == "passkey"


def test_guessing_a_password_is_slowed_down_and_locks_nobody_out(founder, app, client):
    for _ in range(5):
        type_password(client, founder, "wrong-but-long-enough")
    page = words(type_password(client, founder))
    assert "Wait five minutes" in page
    hers = Client(REMOTE_ADDR="203.0.113.9")
    assert type_password(hers, founder)["Location"] == CODE
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert type_password(client, founder)["Location"] == CODE


def test_guessing_codes_is_slowed_down_and_a_passkey_works_all_the_while(founder, app, client):
    key = give_passkey(founder)
    type_password(client, founder)
    for _ in range(5):
        type_code(client, "000000")
    assert "Wait five minutes" in words(type_code(client, code_of(app)))
    assert not is_in(client)
    hers = Client()
    hers.post(PASSKEY, {"credential": key.answer(_ask_for_challenge(hers))})
    assert is_in(hers)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        type_code(client, code_of(app))
        assert is_in(client)


def test_too_many_tries_get_a_kind_page(founder, client):
    pages = [client.post(SIGN_IN, {}) for _ in range(31)]
    assert pages[-1].status_code == 429
    assert pages[-1]["Retry-After"] == "300"
    assert "Please wait a little" in words(pages[-1])


@pytest.mark.parametrize(
    "where",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
     "https:evil.example", "http://testserver@evil.example/", "\thttps://evil.example"],
)  # fmt: skip
def test_no_next_leads_elsewhere(where, founder, app, client):
    type_password(client, founder, next=where)
    response = client.post(f"{CODE}?next={where}", {"code": code_of(app), "next": where})
    assert response["Location"] == "/admin/"
    client.get("/account/sign-in/", {"next": where})
    assert client.get("/account/sign-in/", {"next": where})["Location"] == "/admin/"
    assert client.post("/account/sign-out/", {"next": where})["Location"] == SIGN_IN


def test_next_leads_on_inside_the_house(founder, app, client):
    assert client.get("/admin/people/")["Location"] == f"{SIGN_IN}?next=/admin/people/"
    type_password(client, founder, next="/admin/people/")
    assert type_code(client, code_of(app))["Location"] == "/admin/people/"


def test_a_session_from_before_is_not_hers(founder, app, client):
    """Session fixation: the cookie that a thief put into her browser is worth nothing afterwards."""
    client.get(SIGN_IN)
    client.get(PASSKEY, headers={"accept": "application/json"})
    planted = client.cookies["sessionid"].value
    type_password(client, founder)
    pending = client.cookies["sessionid"].value
    type_code(client, code_of(app))
    assert client.cookies["sessionid"].value not in (planted, pending)
    assert not Session.objects.filter(pk__in=(planted, pending)).exists()
    for cookie in (planted, pending):
        thief = Client()
        thief.cookies["sessionid"] = cookie
        assert not is_in(thief)
    assert is_in(client)


def test_signing_out_ends_the_session_on_the_server(founder, signed_in):
    client = signed_in(founder)
    cookie = client.cookies["sessionid"].value
    assert "Sign out?" in words(client.get("/account/sign-out/"))
    assert is_in(client)
    client.post("/account/sign-out/")
    client.cookies["sessionid"] = cookie
    assert not is_in(client)
    assert SignIn.objects.get(user=founder).ended_at
    assert AuditEntry.objects.filter(action="account.signed-out", actor=founder).count() == 1


def test_the_editors_own_button_signs_out_too(founder, signed_in):
    client = signed_in(founder)
    client.post("/admin/logout/")
    assert not is_in(client)
    assert SignIn.objects.get(user=founder).ended_at


def test_idle_for_twelve_hours(founder, signed_in):
    now = timezone.now()
    with time_machine.travel(now):
        client = signed_in(founder)
    for hours in (11, 22):
        with time_machine.travel(now + timedelta(hours=hours)):
            assert is_in(client)
    with time_machine.travel(now + timedelta(hours=34, minutes=1)):
        assert not is_in(client)


def test_fourteen_days_however_much_it_is_used(founder, signed_in):
    now = timezone.now()
    with time_machine.travel(now):
        client = signed_in(founder)
    for hours in range(10, 14 * 24, 10):
        with time_machine.travel(now + timedelta(hours=hours)):
            assert is_in(client)
    with time_machine.travel(now + timedelta(days=14, minutes=1)):
        assert not is_in(client)


def test_a_closed_account_gets_in_by_no_way(founder, app, client):
    key = give_passkey(founder)
    founder.is_active = False
    founder.save()
    type_password(client, founder)
    assert not is_in(client)
    page = client.post(PASSKEY, {"credential": key.answer(_ask_for_challenge(client))}, follow=True)
    assert "This account is closed" in words(page)
    assert not is_in(client)


def test_a_copy_of_the_database_makes_no_codes(founder, app):
    rows = " ".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))
    assert "secret" in rows
    assert app not in rows
    assert not any(code in rows for code in recovery_codes_of(founder))


def test_pages_of_an_account_are_kept_nowhere(founder, signed_in, client):
    pages = [client.get(SIGN_IN), signed_in(founder).get("/account/devices/")]
    for page in pages:
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"
        assert "unsafe" not in page["Content-Security-Policy"]
