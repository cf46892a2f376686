"""Her devices: which are signed in, signing them out, and what happened before."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from alongside.accounts.devices import describe
from alongside.accounts.models import AuditEntry, SignIn

pytestmark = pytest.mark.django_db
DEVICES, END = "/account/devices/", "/account/devices/sign-out/"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"  # noqa: E501
CHROME = "(KHTML, like Gecko) Chrome/142.0.0.0"


def words(response):
    return response.content.decode()


def test_one_is_signed_out_from_another(founder, signed_in):
    lost, hers = signed_in(founder), signed_in(founder)
    page = words(hers.get(DEVICES))
    assert page.count("(this one)") == 1
    theirs = lost.session["sign_in"]
    assert f'value="{theirs}"' in page
    assert "That device is signed out." in words(hers.post(END, {"device": theirs}, follow=True))
    assert lost.get("/admin/")["Location"].startswith("/account/sign-in/")
    assert hers.get("/admin/").status_code == 200
    assert f'value="{theirs}"' not in words(hers.get(DEVICES))
    assert AuditEntry.objects.filter(action="account.device-signed-out").count() == 1


def test_all_others_are_signed_out(founder, signed_in):
    others, hers = [signed_in(founder) for _ in range(3)], signed_in(founder)
    hers.post(END, {"device": "others"})
    assert [client.get("/admin/").status_code for client in others] == [302, 302, 302]
    assert hers.get("/admin/").status_code == 200
    assert "Sign out all others" not in words(hers.get(DEVICES))


def test_nobody_signs_out_the_device_of_somebody_else(founder, editor, signed_in):
    hers, other = signed_in(founder), signed_in(editor)
    number = hers.session["sign_in"]
    other.post(END, {"device": number})
    assert hers.get("/admin/").status_code == 200
    assert SignIn.objects.get(pk=number).ended_at is None


@pytest.mark.parametrize("device", ["", "x", "-1", "٣", "9" * 40, "0x1"])
def test_nonsense_signs_out_nothing(device, founder, signed_in):
    client = signed_in(founder)
    assert client.post(END, {"device": device}).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_looking_signs_out_nothing(founder, signed_in):
    lost, hers = signed_in(founder), signed_in(founder)
    assert hers.get(END, {"device": "others"}).status_code == 405
    assert lost.get("/admin/").status_code == 200


def test_the_history_says_what_did_not_work(founder, signed_in):
    SignIn.objects.create(user=founder, how="app", device="Chrome on Windows", failed=True)
    page = words(signed_in(founder).get(DEVICES))
    assert "did not work" in page
    assert "Chrome on Windows" in page


def test_nobody_sees_the_history_of_somebody_else(founder, editor, signed_in):
    SignIn.objects.create(user=founder, how="app", device="Opera on Chromebook")
    assert "Opera on Chromebook" in words(signed_in(founder).get(DEVICES))
    assert "Opera on Chromebook" not in words(signed_in(editor).get(DEVICES))


def test_the_last_day_is_noted_once_a_day(founder, signed_in, django_assert_num_queries):
    now = timezone.now()
    with time_machine.travel(now):
        client = signed_in(founder)
    with time_machine.travel(now + timedelta(hours=11)):
        client.get(DEVICES)
    with time_machine.travel(now + timedelta(hours=22)):
        client.get(DEVICES)
        day = timezone.localdate()
        assert SignIn.objects.get(pk=client.session["sign_in"]).last_seen == day
        before = list(SignIn.objects.values())
        client.get(DEVICES)
        assert list(SignIn.objects.values()) == before


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (MAC, "Safari on Mac"),
        (f"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 {CHROME} Mobile Safari/537.36",
         "Chrome on Android"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/142.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1",
         "Safari on iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) FxiOS/145.0 Safari/605.1.15",
         "Firefox on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        ("curl/8.5", "A browser"),
        ("", "A browser"),
        ("<script>zebrafinch</script> 203.0.113.7", "A browser"),
    ],
)  # fmt: skip
def test_a_device_is_described_from_our_own_words_only(agent, device):
    assert describe(agent) == device
