"""A founder invites somebody; the link makes an account, once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from alongside.accounts.models import AuditEntry, Invitation, SignIn, User
from alongside.core.mail.sending import send_due
from alongside.core.mail.transports import SMTP
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
WHOM = {"name": "New Editor", "email": "New@Example.org", "roles": ["Editors", "Moderators"]}
ACCEPT = {"name": "Nina", "password": PASSWORD}


def words(response):
    return response.content.decode()


def invite(client, **change):
    """The path of the link, as the founder sees it."""
    page = words(client.post("/admin/people/invite/", WHOM | change))
    found = re.search(r"<code>https?://[^/]+(/invitation/[^<]+)</code>", page)
    assert found, page
    return found.group(1)


@pytest.fixture
def link(founder, signed_in, committed):
    with committed():
        return invite(signed_in(founder))


def test_from_the_invitation_to_the_second_step(link, reader, founder):
    page = words(reader.get(link))
    assert "new@example.org" in page
    assert 'value="New Editor"' in page
    assert reader.post(link, ACCEPT)["Location"] == "/account/second-step/"
    user = User.objects.get(username="new@example.org")
    assert (user.first_name, user.email) == ("Nina", "new@example.org")
    assert sorted(user.groups.values_list("name", flat=True)) == ["Editors", "Moderators"]
    assert not user.is_superuser
    assert user.check_password(PASSWORD)
    assert reader.get("/admin/")["Location"] == "/account/second-step/"
    assert reader.get("/account/signing-in/passkeys/add/").status_code == 200  # not asked again
    assert SignIn.objects.get(user=user).how == "link"
    assert not Invitation.objects.exists()
    done = set(AuditEntry.objects.values_list("action", "actor"))
    assert ("invitation.made", founder.pk) in done
    assert ("invitation.accepted", user.pk) in done


def test_it_is_mailed_and_the_database_does_not_have_it(
    founder, signed_in, committed, mailoutbox, settings
):
    settings.MAIL_TRANSPORT = SMTP
    with committed():
        link = invite(signed_in(founder))
    (message,) = mailoutbox
    assert message.to == ["new@example.org"]
    assert link in message.body
    assert "Test Founder invites you" in message.body
    token = link.split("/")[2]
    assert token not in str(list(Invitation.objects.values()))
    assert token not in str(list(AuditEntry.objects.values()))


def test_without_a_mail_server_the_mail_that_operators_can_read_has_no_link(
    founder, operator, signed_in, settings, tmp_path
):
    settings.EMAIL_FILE_PATH = tmp_path
    client = signed_in(founder)
    page = words(client.post("/admin/people/invite/", WHOM))
    token = re.search(r"/invitation/([^<]+)</code>", page)[1]
    assert "No mail server is set, so it was not sent" in page
    send_due(timezone.now())
    [path] = tmp_path.iterdir()
    reader = signed_in(operator)
    shown = words(reader.get(f"/admin/mail/written/{path.name}/"))
    assert "Test Founder invites you" in shown
    assert "She gives you the link herself." in shown
    assert token not in shown + words(reader.get("/admin/mail/written/"))
    assert token.encode() not in path.read_bytes()


def test_if_somebody_has_her_address_by_now_the_link_is_gone(link, reader):
    User.objects.create_user("new@example.org", "new@example.org")
    response = reader.post(link, ACCEPT)
    assert response.status_code == 404
    assert "This link no longer works" in words(response)
    assert User.objects.filter(username="new@example.org").count() == 1
    assert not AuditEntry.objects.filter(action="invitation.accepted").exists()


def test_the_link_works_once(link, reader, client):
    reader.post(link, ACCEPT)
    for response in (client.get(link), client.post(link, ACCEPT | {"name": "Thief"})):
        assert response.status_code == 404
        assert "This link no longer works" in words(response)
    assert User.objects.get(username="new@example.org").first_name == "Nina"


def test_the_link_works_for_seven_days(link, reader):
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert reader.get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert reader.get(link).status_code == 404
        assert reader.post(link, ACCEPT).status_code == 404
    assert not User.objects.filter(username="new@example.org").exists()


def test_a_withdrawn_link_works_no_more(link, founder, signed_in, reader):
    page = words(signed_in(founder).get("/admin/people/"))
    assert "New Editor" in page
    assert "invited by Test Founder" in page
    path = f"/admin/people/invitations/{Invitation.objects.get().pk}/withdraw/"
    assert signed_in(founder).get(path).status_code == 405
    assert reader.get(link).status_code == 200
    signed_in(founder).post(path)
    assert reader.post(link, ACCEPT).status_code == 404
    assert AuditEntry.objects.filter(action="invitation.withdrawn").count() == 1


def test_inviting_again_makes_the_older_link_stop(link, founder, signed_in, reader):
    newer = invite(signed_in(founder), roles=["Reviewers"])
    assert reader.get(link).status_code == 404
    reader.post(newer, ACCEPT)
    user = User.objects.get(username="new@example.org")
    assert list(user.groups.values_list("name", flat=True)) == ["Reviewers"]


def test_looking_uses_nothing_up(link, reader):
    before = list(Invitation.objects.values())
    reader.get(link)
    reader.head(link)
    assert list(Invitation.objects.values()) == before
    assert "no-store" in reader.get(link)["Cache-Control"]
    assert reader.post(link, ACCEPT).status_code == 302


def test_a_weak_password_is_explained_and_the_link_still_works(link, reader):
    page = words(reader.post(link, ACCEPT | {"password": "new@example.org"}))
    assert "too similar" in page
    assert 'value="Nina"' in page
    assert reader.post(link, ACCEPT).status_code == 302


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"email": "founder@example.org"}, "has an account already"),
        ({"email": "FOUNDER@example.org"}, "has an account already"),
        ({"email": "nowhere"}, "valid email address"),
        ({"roles": []}, "Choose one role or several"),
        ({"roles": ["Superusers"]}, "not one of the available choices"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_bad_input_is_explained(change, complaint, founder, signed_in):
    page = words(signed_in(founder).post("/admin/people/invite/", WHOM | change))
    assert complaint in page
    assert not Invitation.objects.exists()
    assert (WHOM | change)["email"] in page


@pytest.mark.parametrize("who", ["editor", "reviewer", "moderator", "dispatcher", "operator"])
def test_only_founders_invite(who, request, signed_in):
    client = signed_in(request.getfixturevalue(who))
    for response in (
        client.get("/admin/people/invite/"),
        client.post("/admin/people/invite/", WHOM),
    ):
        assert response.status_code == 403
        assert "Ask a founder" in words(response)
    assert not Invitation.objects.exists()


def test_somebody_else_who_is_signed_in_on_that_device_is_signed_out(link, editor, signed_in):
    client = signed_in(editor)
    client.post(link, ACCEPT)
    assert client.session["_auth_user_id"] == str(User.objects.get(username="new@example.org").pk)
    assert not SignIn.open_ones().filter(user=editor).exists()
    assert client.get("/admin/")["Location"] == "/account/second-step/"


def test_without_a_mail_server_nobody_says_that_it_was_mailed(founder, signed_in, settings):
    settings.MAIL_TRANSPORT = "alongside.core.mail.files.FileTransport"
    page = words(signed_in(founder).post("/admin/people/invite/", WHOM))
    assert "No mail server is set, so it was not sent" in page
    assert "We have sent" not in page


def test_with_one_it_is_said(founder, signed_in, settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    page = words(signed_in(founder).post("/admin/people/invite/", WHOM))
    assert "We have sent this link by e-mail." in page
