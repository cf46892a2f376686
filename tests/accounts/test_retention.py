"""What is held about staff goes when its time is over. No IP address is held at all."""

import hashlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.accounts.models import AuditEntry, Invitation, SignIn, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize("model", [User, Invitation, SignIn, AuditEntry])
def test_each_says_how_long(model):
    assert model.kept_for
    privacy = (settings.PACKAGE.parent / "docs" / "privacy.md").read_text()
    assert f"`accounts.{model.__name__}`" in privacy


def _invitation(founder, address, expires):
    return Invitation.objects.create(
        token_hash=address.encode(), name="x", email=address, invited_by=founder, expires_at=expires
    )


def test_an_invitation_goes_when_it_expires(founder):
    now = timezone.now()
    _invitation(founder, "old@example.org", now - timedelta(seconds=1))
    _invitation(founder, "new@example.org", now + DAY)
    assert Invitation.purge(now) == 1
    assert Invitation.objects.get().email == "new@example.org"


def test_sign_ins_go_after_twelve_months(founder):
    now = timezone.now()
    for days in (364, 366, 500):
        SignIn.objects.create(user=founder, how="app", device="x", at=now - days * DAY)
    assert SignIn.purge(now) == 2
    assert SignIn.objects.get().at > now - 365 * DAY
    assert SignIn.purge(now) == 0


def test_the_log_goes_after_twenty_four_months(founder):
    now = timezone.now()
    for days in (729, 731):
        entry = record(actor=founder, action="page.sent", target=f"page:{days}")
        AuditEntry._base_manager.filter(pk=entry.pk).update(at=now - days * DAY)
    assert AuditEntry.purge(now) == 1
    assert AuditEntry.objects.get().target == "page:729"


def test_who_left_is_forgotten_after_twelve_months(founder, editor, reviewer):
    now = timezone.now()
    for user, days in ((editor, 364), (reviewer, 366)):
        User.objects.filter(pk=user.pk).update(access_removed_at=now - days * DAY, is_active=False)
    assert User.purge(now) == 1
    editor.refresh_from_db()
    reviewer.refresh_from_db()
    assert editor.email == "editor@example.org"
    left = [str(value) for value in User.objects.filter(pk=reviewer.pk).values_list()[0]]
    assert not [value for value in left if "eviewer" in value or "nurse" in value]
    assert reviewer.username == f"former-{reviewer.pk}"
    assert User.purge(now) == 0
    founder.refresh_from_db()
    assert founder.email == "founder@example.org"


def _everything():
    """Every row of every table, and everything in the cache, as text."""
    text = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label in ("accounts", "account", "mfa", "sessions", "auth"):
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                text += [repr(row) for row in cursor.fetchall()]
    text += [f"{key} {value!r}" for key, value in cache._cache.items()]
    from django.contrib.sessions.models import Session

    text += [repr(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(text)


def test_no_ip_address_and_no_browser_string_is_kept_anywhere(founder, caplog):
    address, agent = "203.0.113.77", "Mozilla/5.0 (Zebrafinch)"
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    client.get("/account/sign-in/")
    client.post("/account/sign-in/", {"login": founder.email, "password": "wrong-wrong-wrong"})
    client.post("/account/sign-in/", {"login": founder.email, "password": PASSWORD})
    client.post("/account/signing-in/app/", {"code": "000000"})
    client.get("/account/signing-in/app/")
    client.post("/account/again/", {"password": "wrong"})
    kept = _everything()
    assert "login_failed" in kept  # the limits are counted
    assert "A browser" in kept  # the history is written
    for form in (address, hashlib.sha256(address.encode()).hexdigest(),
                 hashlib.md5(address.encode()).hexdigest(), "Zebrafinch"):  # fmt: skip
        assert form not in kept
        assert form not in caplog.text


def test_one_household_counts_as_one_and_a_spoofed_header_as_nothing(settings):
    from django.test import RequestFactory

    from alongside.accounts.adapters import AccountAdapter

    def mark(**headers):
        return AccountAdapter().get_client_ip(RequestFactory().get("/", **headers))

    assert mark(REMOTE_ADDR="2001:db8:1:2::1") == mark(REMOTE_ADDR="2001:db8:1:2:ffff::9")
    assert mark(REMOTE_ADDR="2001:db8:1:2::1") != mark(REMOTE_ADDR="2001:db8:1:3::1")
    assert mark(REMOTE_ADDR="203.0.113.1") != mark(REMOTE_ADDR="203.0.113.2")
    forged = mark(REMOTE_ADDR="203.0.113.1", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert forged == mark(REMOTE_ADDR="203.0.113.1")
    settings.TRUSTED_PROXIES = 1
    behind = mark(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.1")
    assert behind == mark(REMOTE_ADDR="198.51.100.1")
    assert mark(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="<script>") != behind
    assert mark(REMOTE_ADDR="") == mark(REMOTE_ADDR="")


def test_she_asks_what_we_hold_and_to_be_forgotten(founder, reviewer, second_founder, signed_in):
    from alongside.accounts import subject

    client = signed_in(reviewer)
    held = subject.export("Reviewer@Example.org")
    assert [row["what"] for row in held] == ["staff account", "sign-in"]
    assert held[0]["email"] == "reviewer@example.org"
    assert subject.export("nobody@example.org") == []
    (done,) = subject.erase("Reviewer@Example.org").gone
    assert "closed and emptied" in done
    assert client.get("/admin/").status_code == 302
    assert subject.export("reviewer@example.org") == []
    assert "reviewer@example.org" not in _everything()
    founder.refresh_from_db()
    assert founder.email == "founder@example.org"


def test_the_only_founder_stays(founder, editor):
    from alongside.accounts import subject

    (said,) = subject.erase(founder.email).left
    assert "not erased" in said
    founder.refresh_from_db()
    assert founder.is_active
    assert founder.email == "founder@example.org"
