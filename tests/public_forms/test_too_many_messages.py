"""The form was sent too often: she is told how long to wait and whom to ring, and keeps her words."""

from datetime import timedelta

from django.core.cache import caches

from tests.public_forms.conftest import FILLED
from tests.public_forms.toy import MOST, accepted


def test_she_waits_and_the_same_page_arrives(enquirer, clock):
    for _ in range(MOST):
        assert enquirer(after=5).status_code == 303
    response = enquirer({**FILLED, "name": "Ann"})
    page = response.content.decode()
    assert response.status_code == 429
    wait = int(response["Retry-After"])
    assert 0 < wait <= 3600
    assert "<title>Not sent yet: " in page
    assert "Please wait 59 minutes, then press Send again." in page
    assert FILLED["message"] in page
    assert 'value="Ann"' in page
    banner = page[page.index('class="banner"') : page.index("<fieldset")]
    assert "If you cannot wait:" in banner
    assert "999" in banner
    assert len(accepted()) == MOST
    assert enquirer(page=page, after=timedelta(seconds=wait)).status_code == 303
    assert len(accepted()) == MOST + 1


def test_mistakes_are_not_counted(enquirer):
    for _ in range(MOST + 5):
        enquirer({**FILLED, "message": ""}, after=3)
        enquirer(homepage="buy", after=3)
    assert enquirer(after=3).status_code == 303


def test_when_nothing_can_be_counted_her_message_arrives(enquirer, settings, tmp_path, caplog):
    (tmp_path / "a-file").write_text("")
    broken = {**settings.CACHES["limits"], "LOCATION": tmp_path / "a-file" / "limits"}
    settings.CACHES = {**settings.CACHES, "limits": broken}
    assert enquirer().status_code == 303
    assert len(accepted()) == 1
    assert "Posts are not counted" in caplog.text
    assert FILLED["message"] not in caplog.text
    assert caches["limits"]._path == tmp_path / "a-file" / "limits"
