"""Who may do what, answered from roles alone."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from alongside.accounts import permissions as may

pytestmark = pytest.mark.django_db
CAST = ("founder", "editor", "reviewer", "moderator", "dispatcher", "operator", "outsider")
WHO = {
    "can_invite": {"founder"},
    "can_manage_accounts": {"founder"},
    "can_read_enquiries": {"founder"},
    "can_moderate": {"founder", "moderator"},
    "can_let_moderators_in": {"founder"},
    "can_publish_figures": {"founder"},
    "can_catalogue": {"founder", "moderator", "editor"},
    "can_dispatch": {"founder", "dispatcher"},
    "can_write": {"founder", "editor"},
    "can_send_letters": {"founder"},
    "can_review": {"reviewer"},
    "can_run": {"operator"},
    "can_read_audit_log": {"founder", "operator"},
    "can_see_mail_states": {"founder", "operator"},
    "can_see_today": {"founder", "moderator", "dispatcher", "operator"},
}


def test_every_question_is_in_the_table():
    assert {name for name in dir(may) if name.startswith("can_")} == set(WHO)


@pytest.mark.parametrize("name", WHO)
def test_who_may(name, request):
    question = getattr(may, name)
    assert {who for who in CAST if question(request.getfixturevalue(who))} == WHO[name]


@pytest.mark.parametrize("name", WHO)
def test_nobody_may_who_is_not_signed_in_or_closed_or_only_a_superuser(name, founder, outsider):
    question = getattr(may, name)
    assert not question(AnonymousUser())
    outsider.is_superuser = outsider.is_staff = True
    outsider.save()
    assert not question(outsider)
    founder.is_active = False
    founder.groups.set(founder.groups.model.objects.all())
    assert not question(founder)


def _ask(client, predicate):
    """What a view of ours answers to this browser."""

    @may.staff_view(predicate)
    def view(request):
        return HttpResponse("inside")

    request = RequestFactory().get("/somewhere/?a=b")
    request.session = client.session
    request.user = get_user(request)
    return view(request)


def test_a_staff_view_leads_everybody_to_the_right_place(founder, editor, reader, signed_in):
    assert _ask(reader, may.can_invite)["Location"] == (
        "/account/sign-in/?next=/somewhere/%3Fa%3Db"
    )
    assert _ask(signed_in(founder), may.can_invite).content == b"inside"
    refused = _ask(signed_in(editor), may.can_invite)
    assert refused.status_code == 403
    assert "Ask a founder: Test Founder" in refused.content.decode()
    reader.force_login(founder)
    assert _ask(reader, may.can_invite)["Location"] == "/account/second-step/"


@pytest.mark.parametrize("who", CAST[:-1])
def test_everybody_with_a_role_comes_in(who, request, signed_in):
    client = signed_in(request.getfixturevalue(who))
    page = client.get("/admin/").content.decode()
    assert ("People" in page) == (who == "founder")
    assert ("Who did what" in page) == (who in ("founder", "operator"))


def test_who_has_no_role_is_told_whom_to_ask_and_goes_round_in_no_circle(
    outsider, founder, signed_in
):
    client = signed_in(outsider)
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain == []
    assert page.status_code == 403
    assert "Ask a founder: Test Founder" in page.content.decode()
    assert "How you sign in" in client.get("/account/", follow=True).content.decode()
    assert 'action="/account/sign-out/"' in page.content.decode()
    client.post("/account/sign-out/")
    assert "_auth_user_id" not in client.session
