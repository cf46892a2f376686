"""The one-time link that makes the first founder's account."""

import pytest
from django.conf import settings

from alongside.accounts import first_link
from alongside.accounts.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=False)
FORM = {"name": "Test Founder", "email": "Founder@Example.org", "password": PASSWORD}


@pytest.fixture(autouse=True)
def no_open_invitation():
    first_link.close()
    yield
    first_link.close()


def test_the_link_makes_a_founder_and_signs_her_in(reader, django_capture_on_commit_callbacks):
    token = first_link.waiting_token()
    assert "Your name" in reader.get(f"/welcome/{token}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = reader.post(f"/welcome/{token}/", FORM)
    assert response["Location"] == "/account/second-step/"
    founder = User.objects.get()
    assert (founder.email, founder.first_name) == ("founder@example.org", "Test Founder")
    assert not founder.is_superuser
    assert founder.check_password(PASSWORD)
    assert list(founder.groups.values_list("name", flat=True)) == ["Founders"]
    page = reader.get("/admin/", follow=True)
    assert page.redirect_chain == [("/account/second-step/", 302)]
    assert "One more thing: your second step" in page.content.decode()


def test_the_link_works_once(reader, client, django_capture_on_commit_callbacks):
    token = first_link.waiting_token()
    with django_capture_on_commit_callbacks(execute=True):
        reader.post(f"/welcome/{token}/", FORM)
    again = client.post(f"/welcome/{token}/", {**FORM, "email": "thief@example.org"})
    assert again.status_code == 404
    assert list(User.objects.values_list("email", flat=True)) == ["founder@example.org"]
    assert first_link.waiting_token() is None


def test_nobody_gets_in_without_the_token(reader):
    first_link.waiting_token()
    response = reader.post("/welcome/guessed/", FORM)
    assert response.status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "123456789012345"}, "entirely numeric"),
        ({"password": "founder@example.org"}, "too similar"),
        ({"email": "nowhere"}, "valid email address"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_bad_input_is_explained_and_nothing_typed_is_lost(reader, change, complaint):
    token = first_link.waiting_token()
    page = reader.post(f"/welcome/{token}/", FORM | change).content.decode()
    assert complaint in page
    kept = {**FORM, **change}["email"]
    assert kept in page
    assert not User.objects.exists()


def test_the_token_is_readable_by_its_owner_only():
    first_link.waiting_token()
    assert (settings.VAR / "first-founder").stat().st_mode & 0o777 == 0o600


def test_looking_at_the_link_makes_nothing(reader):
    token = first_link.waiting_token()
    reader.get(f"/welcome/{token}/")
    reader.head(f"/welcome/{token}/")
    assert not User.objects.exists()
    assert first_link.waiting_token() == token
