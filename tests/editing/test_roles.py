"""What a founder, an editor, a reviewer and somebody without a role can do."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Workflow

from alongside.accounts.roles import ensure_roles
from alongside.core.models import SitePage, SiteSettings
from tests.editor_form import form_of, press

pytestmark = pytest.mark.django_db


def _rights():
    return {
        group.name: (
            sorted(group.permissions.values_list("codename", flat=True)),
            sorted(group.page_permissions.values_list("permission__codename", "page__depth")),
            sorted(group.collection_permissions.values_list("permission__codename", flat=True)),
        )
        for group in Group.objects.all()
    }


def test_there_are_six_roles_and_none_of_wagtails_own():
    assert sorted(Group.objects.values_list("name", flat=True)) == [
        "Dispatchers",
        "Editors",
        "Founders",
        "Moderators",
        "Operators",
        "Reviewers",
    ]
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Review by somebody else"]
    rights = _rights()
    assert rights["Reviewers"] == (["access_admin"], [("unlock_page", 1)], [])
    assert rights["Moderators"] == rights["Dispatchers"] == (["access_admin"], [], [])
    assert rights["Operators"][1:] == ([], [])
    assert rights["Editors"][1] == [("add_page", 1), ("change_page", 1)]
    assert ("publish_page", 1) in rights["Founders"][1]
    assert "publish_menu" in rights["Founders"][0]


def test_roles_are_put_right_again_and_nothing_is_doubled():
    before = _rights()
    editors = Group.objects.get(name="Editors")
    editors.permissions.clear()
    GroupPagePermission.objects.create(
        group=editors, page=Page.get_first_root_node(), permission_type="publish"
    )
    own = Group.objects.create(name="Translators")
    assert _rights() != before
    ensure_roles()
    ensure_roles()
    own.delete()
    assert _rights() == before
    assert Workflow.objects.count() == 1


def test_a_group_that_founders_made_is_left_alone():
    Group.objects.create(name="Translators")
    ensure_roles()
    assert Group.objects.filter(name="Translators").exists()


def test_every_page_type_is_reviewed_by_somebody_else():
    types = [model for model in apps.get_models() if issubclass(model, SitePage)]
    workflows = {model.objects.first().get_workflow().name for model in types}
    assert workflows == {"Review by somebody else"}


def test_a_founder_publishes(answer, founder, signed_in):
    press(signed_in(founder), answer, "publish", sentence="A founder publishes this.")
    answer.refresh_from_db()
    assert answer.sentence == "A founder publishes this."


def test_an_editor_writes_and_does_not_publish(answer, editor, signed_in):
    press(signed_in(editor), answer, "publish", sentence="An editor writes this.")
    answer.refresh_from_db()
    assert answer.sentence != "An editor writes this."
    assert answer.get_latest_revision_as_object().sentence == "An editor writes this."
    html = signed_in(editor).get(reverse("wagtailadmin_pages:edit", args=[answer.pk]))
    assert 'name="action-publish"' not in html.content.decode()
    assert "Submit to Review by somebody else" in html.content.decode()


def test_a_reviewer_changes_no_word(answer, reviewer, editor, signed_in):
    before = answer.latest_revision_id
    press(signed_in(reviewer), answer, "save", sentence="A reviewer writes this.")
    answer.refresh_from_db()
    assert answer.latest_revision_id == before
    press(signed_in(editor), answer, "save", sentence="An editor writes this.")
    answer.refresh_from_db()
    assert answer.latest_revision_id != before


def test_a_reviewer_walks_the_pages_and_sees_what_waits(answer, reviewer, signed_in):
    client = signed_in(reviewer)
    explorer = client.get(reverse("wagtailadmin_explore", args=[answer.get_parent().pk]))
    assert answer.title in explorer.content.decode()
    assert "Checks due" in client.get(reverse("wagtailadmin_home")).content.decode()


FOUNDERS_ONLY = [
    ("wagtailsnippets_pages_menu:list", "Menu at the top"),
    ("wagtailsnippets_answers_answergroup:list", "Understanding"),
    ("wagtailredirects:index", "redirect"),
]


@pytest.mark.parametrize(("name", "there"), FOUNDERS_ONLY)
def test_only_founders_get_in(name, there, founder, editor, reviewer, signed_in):
    address = reverse(name)
    assert there in signed_in(founder).get(address).content.decode()
    for user in (editor, reviewer):
        response = signed_in(user).get(address, follow=True)
        assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]


def test_only_founders_change_the_words_on_every_page(founder, editor, signed_in, reader):
    words = SiteSettings.objects.get()
    address = reverse("wagtailsettings:edit", args=["core", "sitesettings", words.site_id])
    for user, name in ((editor, "an editor"), (founder, "a founder")):
        signed_in(user).post(address, form_of(words, tagline=f"Changed by {name}"))
    assert SiteSettings.objects.get().tagline == "Changed by a founder"
    assert "Changed by a founder" in reader.get("/").content.decode()


def test_an_outsider_with_an_account_stays_outside(outsider, editor, signed_in):
    home = reverse("wagtailadmin_home")
    closed = signed_in(outsider).get(home)
    assert closed.status_code == 403
    assert "This page is not open to you" in closed.content.decode()
    assert "Checks due" in signed_in(editor).get(home).content.decode()


def test_the_side_menu_is_short(founder, signed_in):
    founder.is_superuser = True
    founder.save()
    html = signed_in(founder).get(reverse("wagtailadmin_home")).content.decode()
    for name in ("Checks due", "Menu and footer", "Sources", "Groups of questions", "Redirects"):
        assert f'"{name}"' in html, name
    for name in ("Workflow tasks", "Collections", "Page types usage", "Editor Guide", "Snippets"):
        assert f'"{name}"' not in html, name
