"""Founders look after accounts: roles, access, and a new way in for who lost her phone."""

import re

import pytest
from allauth.mfa.models import Authenticator

from alongside.accounts import actions
from alongside.accounts.models import AuditEntry, Invitation, SignIn, User
from tests.conftest import PASSWORD
from tests.passkey import give_passkey
from tests.signing_in import code_of, give_app

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/people/"


def words(response):
    return response.content.decode()


def of(user, page=""):
    return f"{PEOPLE}{user.pk}/{page}"


def test_who_has_which_second_step_and_was_last_here(founder, editor, reviewer, signed_in):
    give_passkey(editor)
    signed_in(editor).get("/admin/")
    page = re.sub(r"\s+", " ", words(signed_in(founder).get(PEOPLE)))
    assert re.search(r"Test Editor</a>.{,120}Editor<.{,80}1 passkey, app; last here on", page)
    assert re.search(r"Test Reviewer</a>.{,120}Reviewer<.{,80}no second step yet.{,20}never", page)


def test_her_roles_are_changed_and_she_is_told(founder, editor, signed_in, committed, mailoutbox):
    client = signed_in(founder)
    assert re.search(r'value="Editors"[^>]*checked', words(client.get(of(editor))))
    with committed():
        client.post(of(editor), {"roles": ["Moderators", "Dispatchers"]})
    names = sorted(editor.groups.values_list("name", flat=True))
    assert names == ["Dispatchers", "Moderators"]
    entry = AuditEntry.objects.get(action="account.roles-changed")
    assert (entry.actor, entry.target) == (founder, f"account:{editor.pk}")
    assert mailoutbox[0].to == [editor.email]
    assert "A founder did this" in mailoutbox[0].body


def test_saving_the_same_roles_is_no_change(founder, editor, signed_in):
    signed_in(founder).post(of(editor), {"roles": ["Editors"]})
    assert not AuditEntry.objects.filter(action="account.roles-changed").exists()


def test_access_is_removed_at_once(founder, editor, signed_in, client):
    give_passkey(editor)
    hers = signed_in(editor)
    assert hers.get("/admin/").status_code == 200
    page = words(signed_in(founder).post(of(editor, "remove-access/"), follow=True))
    assert "She is signed out everywhere" in page
    assert hers.get("/admin/")["Location"].startswith("/account/sign-in/")
    client.post("/account/sign-in/", {"login": editor.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert "account_login" not in client.session
    editor.refresh_from_db()
    assert (editor.is_active, editor.groups.count()) == (False, 0)
    assert editor.access_removed_at
    assert not Authenticator.objects.filter(user=editor).exists()
    assert not SignIn.open_ones().filter(user=editor).exists()
    assert AuditEntry.objects.filter(action="account.access-removed", actor=founder).count() == 1
    assert "No access any more" in words(signed_in(founder).get(PEOPLE))


def test_she_can_be_invited_back(founder, editor, signed_in, reader):
    signed_in(founder).post(of(editor, "remove-access/"))
    page = words(
        signed_in(founder).post(
            f"{PEOPLE}invite/", {"name": "Edda", "email": editor.email, "roles": ["Reviewers"]}
        )
    )
    link = re.search(r"(/invitation/[^<]+)<", page).group(1)
    reader.post(link, {"name": "Edda", "password": PASSWORD})
    editor.refresh_from_db()
    assert (editor.is_active, editor.access_removed_at) == (True, None)
    assert list(editor.groups.values_list("name", flat=True)) == ["Reviewers"]


def test_a_lost_phone(founder, editor, signed_in, reader, client, committed, mailoutbox):
    secret = give_app(editor)
    hers = signed_in(editor)
    with committed():
        page = words(signed_in(founder).post(of(editor, "fresh-link/")))
    link = re.search(r"(/invitation/[^<]+)<", page).group(1)
    assert hers.get("/admin/")["Location"].startswith("/account/sign-in/")
    client.post("/account/sign-in/", {"login": editor.email, "password": PASSWORD})
    client.post("/account/sign-in/second-step/", {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 302
    (mail,) = mailoutbox
    assert mail.to == [editor.email]
    assert "was reset" in mail.body
    assert "/invitation/" not in mail.body  # a mailbox alone must not open an account
    assert "Welcome back" in words(reader.get(link))
    reader.post(link, {"name": "Test Editor", "password": "one-more-password-of-words"})
    editor.refresh_from_db()
    assert editor.check_password("one-more-password-of-words")
    assert list(editor.groups.values_list("name", flat=True)) == ["Editors"]
    assert reader.get("/admin/")["Location"] == "/account/second-step/"
    entry = AuditEntry.objects.get(action="account.step-reset")
    assert (entry.actor, entry.target) == (founder, f"account:{editor.pk}")
    assert User.objects.count() == 2


@pytest.mark.parametrize("page", ["", "remove-access/", "fresh-link/"])
def test_nobody_does_it_to_herself(page, founder, second_founder, signed_in):
    client = signed_in(founder)
    before = User.objects.get(pk=founder.pk).password
    said = words(client.post(of(founder, page), {"roles": ["Editors"]}, follow=True))
    assert "ask another founder" in said
    founder.refresh_from_db()
    assert (founder.is_active, founder.password) == (True, before)
    assert list(founder.groups.values_list("name", flat=True)) == ["Founders"]
    assert Authenticator.objects.filter(user=founder).exists()
    signed_in(second_founder).post(of(founder, "remove-access/"))
    founder.refresh_from_db()
    assert not founder.is_active


def test_two_founders_cannot_remove_each_other_at_the_same_moment(founder, second_founder):
    actions.remove_access(by=founder, user=second_founder)
    second_founder.refresh_from_db()
    with pytest.raises(actions.NotAllowed):
        actions.remove_access(by=second_founder, user=founder)
    founder.refresh_from_db()
    assert founder.is_active


@pytest.mark.parametrize("who", ["editor", "moderator", "dispatcher", "operator", "outsider"])
@pytest.mark.parametrize("page", ["", "remove-access/", "fresh-link/"])
def test_only_founders(who, page, request, founder, reviewer, signed_in):
    client = signed_in(request.getfixturevalue(who))
    response = client.post(of(reviewer, page), {"roles": ["Founders"]})
    assert response.status_code == 403
    assert "Test Founder" in words(response)  # whom to ask
    assert client.get(PEOPLE).status_code == 403
    reviewer.refresh_from_db()
    assert reviewer.is_active
    assert list(reviewer.groups.values_list("name", flat=True)) == ["Reviewers"]


@pytest.mark.parametrize("page", ["remove-access/", "fresh-link/"])
def test_looking_changes_nothing(page, founder, editor, signed_in):
    assert signed_in(founder).get(of(editor, page)).status_code == 405
    editor.refresh_from_db()
    assert editor.is_active
    assert not Invitation.objects.exists()


def test_the_operator_makes_a_link_at_the_machine(founder, reader, capsys):
    from django.core.management import call_command

    give_app(founder)
    call_command("new_link", "Founder@example.org")
    link = re.search(r"(/invitation/\S+)", capsys.readouterr().out).group(1)
    assert not Authenticator.objects.filter(user=founder).exists()
    reader.post(link, {"name": "Test Founder", "password": PASSWORD})
    assert reader.get("/admin/")["Location"] == "/account/second-step/"
    entry = AuditEntry.objects.get(action="account.step-reset")
    assert (entry.actor, entry.actor_number) == (None, None)


def test_the_operator_mistypes_the_address(founder):
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError, match="Nobody signs in with this address"):
        call_command("new_link", "nobody@example.org")


def test_a_fresh_link_does_not_bring_back_roles_that_were_taken_away(
    founder, second_founder, signed_in, reader
):
    """The link may be older than the change."""
    token = actions.make_fresh_link(by=second_founder, user=founder)
    actions.change_roles(by=second_founder, user=founder, roles=["Editors"])
    user = actions.accept_invitation(token=token, name="Ada", password=PASSWORD)
    assert list(user.groups.values_list("name", flat=True)) == ["Editors"]
