"""Promise 2 for experiences: the role, the key, the line in the log; everybody else is refused everywhere."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from alongside.experiences import actions
from alongside.experiences.admin_urls import urlpatterns
from alongside.experiences.models import Experience

from .conftest import HER_WORDS, QUOTE, page

MINE = "alongside.experiences.moderation"


def addresses() -> list[str]:
    """Every address of the moderators' screens, with numbers filled in."""
    found = []
    for pattern in urlpatterns:
        if pattern.callback.__module__.startswith(MINE):
            gaps = dict.fromkeys(pattern.pattern.converters, 1)
            found.append(reverse(pattern.name, kwargs=gaps))
    assert len(found) >= 18
    return found


@pytest.mark.parametrize("who", ["editor", "reviewer", "dispatcher", "operator", "outsider"])
def test_promise_sealed_no_other_role_gets_past_the_door(who, request, tell, signed_in):
    one = tell(story={"own_signs": HER_WORDS}, facts={"route": "after_primary"}).experience
    client = signed_in(request.getfixturevalue(who))
    for address in addresses():
        for response in (client.get(address), client.post(address, {"experience": one.pk})):
            html = response.content.decode()
            assert response.status_code in (403, 405), address
            assert "toothache" not in html and "After primary" not in html, address
    one.refresh_from_db()
    assert one.state == "waiting"
    assert '"/admin/experiences/"' not in client.get("/admin/").content.decode()


def test_promise_sealed_a_superuser_without_the_role_is_refused_too(outsider, tell, signed_in):
    tell(story={"own_signs": HER_WORDS})
    outsider.is_superuser = True
    outsider.save()
    assert signed_in(outsider).get("/admin/experiences/").status_code == 403


def test_promise_sealed_who_is_not_signed_in_is_led_to_the_sign_in(tell):
    tell(story={"own_signs": HER_WORDS})
    for address in addresses():
        for response in (Client().get(address), Client().post(address)):
            assert "/account/sign-in/" in response["Location"], address


def test_promise_sealed_locked_a_moderator_sees_facts_and_no_word(desk, tell):
    one = tell(
        story={"own_signs": HER_WORDS, "quotes": [QUOTE], "name": "Zoë"},
        consents={"quote_me": True, "write_back": True},
        contact={"email": "her@example.org"},
        facts={"places": ["bone"]},
    ).experience
    desk.open(one)
    desk.client.post("/admin/experiences/lock/")
    for address in addresses():
        html = desk.client.get(address, follow=True).content.decode()
        for secret in ("toothache", "Patel", "listened", "Zoë", "her@example.org"):
            assert secret not in html, address


def test_promise_sealed_neither_database_nor_log_nor_mail_has_a_word(desk, tell, caplog):
    caplog.set_level("INFO")
    one = tell(
        story={"own_signs": f"{HER_WORDS} zqcanaryone", "quotes": [QUOTE + " zqcanarytwo"]},
        consents={"quote_me": True, "write_back": True},
        contact={"email": "zqcanarythree@example.org"},
    ).experience
    assert "zqcanaryone" in page(desk.open(one))
    desk.press("ask", one, question="Was it zqcanaryfour?")
    desk.client.post(f"/admin/experiences/{one.pk}/undo/")
    desk.press("decline", one, reason="twice")
    desk.client.post(f"/admin/experiences/{one.pk}/undo/")
    desk.client.post(f"/admin/experiences/{one.pk}/urgent/")
    desk.press("accept", one)
    actions.erase_words(experience=one)
    rows = "".join(
        repr([bytes(v) if isinstance(v, memoryview) else v for v in row])
        for model in apps.get_models()
        for row in model._default_manager.values_list()
    )
    assert "experience.accepted" in rows and "moderator@example.org" in rows
    assert "zqcanary" not in rows
    assert "zqcanary" not in caplog.text


def test_promise_links_are_safe_looking_changes_nothing(desk, tell):
    one = tell(story={"own_signs": HER_WORDS}).experience
    desk.open(one)
    before = list(Experience.objects.values())
    lines = list(apps.get_model("accounts", "AuditEntry").objects.values_list("pk"))
    for address in addresses():
        desk.client.get(address)
        desk.client.head(address)
    assert list(Experience.objects.values()) == before
    assert list(apps.get_model("accounts", "AuditEntry").objects.values_list("pk")) == lines
