"""A founder lets a letter go out: it reaches everybody who asked for it, once, as a proper mail."""

# ruff: noqa: F811  (mail_server is a fixture)

import email
import email.policy
import quopri
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from io import StringIO
from itertools import product, takewhile

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.management import call_command
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.actions import stop_mail_to
from alongside.core.mail.models import OutboxMessage
from alongside.core.mail.sending import send_due
from alongside.newsletter import ledger, tokens
from alongside.newsletter.actions.mailing import (
    AlreadySent,
    NothingToSend,
    NotPublished,
    NotStaff,
    cancel,
    order,
    pause,
    resume,
    send_test,
)
from alongside.newsletter.models import Delivery, Mailing, NewsletterSettings, Suppressed
from alongside.newsletter.sending import quoted
from alongside.newsletter.sending.process import is_due
from tests.mail_server import mail_server  # noqa: F401  (a fixture)
from tests.newsletter.sending_stage import at_any_hour, letter, person, send, states, whys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def night_and_day(db):
    at_any_hour()


@pytest.fixture
def dns(settings, tmp_path):
    """The site has a key for signing, and this is what the DNS says about it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (tmp_path / "dkim.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    settings.MAIL_DKIM = {
        "key_file": str(tmp_path / "dkim.pem"), "selector": "s1", "domain": "example.org"
    }  # fmt: skip
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])
    return lambda name, timeout=5: record if name == b"s1._domainkey.example.org." else None


def test_everybody_gets_it_once_and_the_ledger_says_so(mail_server, founder):
    people = [person(f"p{n}") for n in range(7)]
    mailing = order(letter(), by=founder)
    assert is_due(timezone.now())
    send()
    mailing.refresh_from_db()
    assert (mailing.state, mailing.problem) == ("done", "")
    assert states(mailing) == {"sent": 7}
    assert ledger.totals(mailing).open == 0
    assert sorted(one.recipients[0] for one in mail_server.received) == sorted(
        one.contact().address for one in people
    )
    assert ledger.progress(mailing).rate_per_second > 0
    assert send() == 0
    assert not is_due(timezone.now())
    assert len(mail_server.received) == 7
    assert list(AuditEntry.objects.values_list("action", "target")) == [
        ("newsletter.ordered", f"mailing:{mailing.pk}")
    ]


def test_the_mail_is_as_the_standards_want_it(mail_server, founder, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"
    settings.NEWSLETTER_BOUNCES_TO = "returned@example.org"
    NewsletterSettings.objects.update(leave_address="leave@example.org")
    who = person("ann", first_name='Zoë <b> "Z."')
    mailing = order(letter(("", [], "<p>Grüße. Canaryword.</p>"), title="Zwölf Gründe"), by=founder)
    send()
    (got,) = mail_server.received
    assert got.sender == "returned@example.org"
    assert max(map(len, got.raw.split(b"\r\n"))) <= 998
    assert got.raw.isascii()
    message = got.message
    token = tokens.make(subscriber=who.pk, mailing=mailing.pk)
    assert message["Subject"] == "Zwölf Gründe"
    assert message["To"] == "ann.canary@example.net"
    assert message["List-Unsubscribe"] == (
        f"<https://www.example.org/letters/leave/{token}/>, "
        f"<mailto:leave@example.org?subject=leave%20{token}>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<letters.www.example.org>"
    assert message["List-Archive"] == "<https://www.example.org/letters/>"
    assert message["Auto-Submitted"] is None
    assert abs(parsedate_to_datetime(message["Date"]) - timezone.now()) < timedelta(minutes=1)
    back = tokens.read(message["Message-ID"][1:].partition("@")[0], purpose="message")
    assert (back.subscriber, back.mailing) == (who.pk, mailing.pk)
    assert 'Hello Zoë <b> "Z.",' in got.text
    assert "Zoë &lt;b&gt; &quot;Z.&quot;" in got.html
    for half in (got.text, got.html):
        assert f"https://www.example.org/letters/leave/{token}/" in half
        assert f"https://www.example.org/letters/preferences/{token}/" in half
        assert "Grüße. Canaryword." in half
        assert "StandsInThisPlace" not in half


@pytest.mark.parametrize(
    "title", ["=?utf-8?q?=48i?= x", "What =?is", "Zwölf " * 20, "日本語" * 40, "x" * 150]
)
def test_a_title_goes_out_as_it_was_typed(title, mail_server, founder):
    person("ann")
    page = letter(title=title)
    order(page, by=founder)
    send_test(page, to=[founder.email], by=founder)
    send()
    send_due(timezone.now())
    assert [one.message["Subject"] for one in mail_server.received] == [
        title.strip(), f"[Test] {title.strip()}"
    ]  # fmt: skip
    for one in mail_server.received:
        head = one.raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
        (at,) = [at for at, line in enumerate(head) if line.startswith(b"Subject:")]
        folded = [head[at], *takewhile(lambda line: line[:1] == b" ", head[at + 1 :])]
        assert len(folded[0]) > len("Subject: ") and all(line.strip() for line in folded)
        assert max(map(len, folded)) <= 76


def test_a_first_name_that_nobody_can_see_is_not_greeted(mail_server, founder):
    person("ann", first_name="\u200b")
    order(letter(), by=founder)
    send()
    (got,) = mail_server.received
    assert "Hello,\n" in got.text and "Hello," in got.html and "Hello ," not in got.html


def test_another_parser_reads_the_same(mail_server, founder):
    """The old parser of the library (RFC 822 rules, no policy) and one by hand."""
    person("ann", first_name=".Dot\r\nBcc: x@example.net")
    order(letter(("", [], "<p>" + "Long words. " * 40 + "</p><p>.</p>")), by=founder)
    send()
    (got,) = mail_server.received
    old = email.message_from_bytes(got.raw, policy=email.policy.compat32)
    plain, html = old.get_payload()
    assert plain.get_payload(decode=True).decode().replace("\r\n", "\n") == got.text
    assert html.get_payload(decode=True).decode().replace("\r\n", "\n") == got.html
    assert "Hello .Dot Bcc: x@example.net," in got.text
    head, _, body = got.raw.partition(b"\r\n\r\n")
    assert b"Bcc" not in head
    boundary = re.search(rb'boundary="([^"]+)"', head)[1]
    assert body.count(b"--" + boundary) == 3
    assert all(len(line) <= 76 for line in body.split(b"\r\n"))


@pytest.mark.parametrize("name", ["Zoë", ".", "F" * 60, "é" * 60, "F" + "&#x27;" * 59])
def test_no_line_is_longer_than_76_letters_wherever_her_name_stands(name):
    """RFC 2045 §6.7 (5): with the `=` at its end."""
    for letters, length in product(("a", "é", "€", ".", "aé", "to the end "), range(160)):
        words = (letters * length)[:length]
        made = quoted.pieces(f"{words}HER NAME, {words}\n{words}HER NAME", ("HER NAME",))
        body = b"".join(quoted.in_a_gap(name) if isinstance(one, str) else one for one in made)
        assert max(map(len, body.split(b"\r\n"))) <= 76, body
        told = quopri.decodestring(body).decode().replace("\r\n", "\n")
        assert told == f"{words}{name}, {words}\n{words}{name}"


def test_the_signature_holds_and_breaks_with_one_letter(mail_server, founder, dns):
    person("ann", first_name="Ann")
    order(letter(title="A subject that is long enough to be folded somewhere, é"), by=founder)
    send()
    raw = mail_server.received[0].raw
    assert dkim.verify(raw, dnsfunc=dns)
    token = re.search(rb"leave/([\w-]{32})/>", raw)[1]
    for old, new in (
        (b"Canaryword", b"canaryword"), (b"To: ann", b"To: amn"), (b"One-Click", b"Two-Click"),
        (token + b"/>", token[::-1] + b"/>"), (b"Subject: ", b"Subject: x"),
        (b"\r\nFrom: ", b"\r\nFrom: evil@example.net\r\nFrom: "),
    ):  # fmt: skip
        assert raw.count(old) >= 1
        assert not dkim.verify(raw.replace(old, new), dnsfunc=dns), old


def test_a_key_that_cannot_be_used_keeps_everything_back(mail_server, founder, dns, tmp_path):
    (tmp_path / "dkim.pem").write_text("not a key")
    person("ann")
    mailing = order(letter(), by=founder)
    send()
    mailing.refresh_from_db()
    assert mail_server.received == []
    assert mailing.problem.startswith("CannotSign")
    assert states(mailing) == {"waiting": 1}


def test_each_gets_her_parts_and_is_spared_what_she_cannot_bear(mail_server, founder):
    person("campaign", parts=1)
    person("book", parts=8)
    person("spared", parts=3, spared=1)
    page = letter(
        ("1", [], "<p>Campaignword</p>"), ("2", [], "<p>Trialword</p>"),
        ("1", ["1"], "<p>Somebody died</p>"),
    )  # fmt: skip
    mailing = order(page, by=founder)
    send()
    (campaign,) = mail_server.to("campaign.canary@example.net")
    assert "Campaignword" in campaign.text and "Somebody died" in campaign.text
    assert "Trialword" not in campaign.text + campaign.html
    (spared,) = mail_server.to("spared.canary@example.net")
    assert "Campaignword" in spared.text and "Trialword" in spared.text
    assert "died" not in spared.text + spared.html
    assert mail_server.to("book.canary@example.net") == []
    assert whys(mailing) == {("sent", ""): 2, ("skipped", "nothing for her"): 1}


def test_who_must_get_none_gets_none_and_the_ledger_says_why(mail_server, founder):
    today = timezone.localdate()
    person("paused", paused_until=today + timedelta(days=1))
    person("back", paused_until=today)
    left, gone, dead, erased = (person(name) for name in ("left", "gone", "dead", "erased"))
    person("asked", state="asked", confirmed_at=None)
    person("made-up", is_made_up=True)
    person("late", confirmed_at=timezone.now() + timedelta(hours=1))
    mailing = order(letter(), by=founder)
    unreadable = person("unreadable")
    type(unreadable).objects.filter(pk=unreadable.pk).update(locked=b"not ours")
    # Filled by hand, so that they go between the filling and the sending.
    from alongside.newsletter.sending import moves

    moves.begin_due(timezone.now())
    type(left).objects.filter(pk=left.pk).update(state="left", left_at=timezone.now())
    Suppressed.objects.create(mark=gone.contact().mark(), why="bounced")
    stop_mail_to(dead.contact().address, "bereavement")
    erased.delete()
    send()
    assert [one.recipients for one in mail_server.received] == [["back.canary@example.net"]]
    assert whys(mailing) == {
        ("sent", ""): 1, ("skipped", "paused"): 1, ("skipped", "left"): 1,
        ("skipped", "suppressed"): 2, ("skipped", "erased"): 1, ("failed", "unreadable"): 1,
    }  # fmt: skip
    mailing.refresh_from_db()
    assert mailing.state == "done"


def test_two_clicks_order_once_and_a_letter_goes_out_once(mail_server, founder):
    person("ann")
    page = letter()
    first = order(page, by=founder)
    assert order(page, by=founder) == first
    send()
    with pytest.raises(AlreadySent):
        order(page, by=founder)
    assert Mailing.objects.count() == 1
    assert len(mail_server.received) == 1


def test_an_empty_letter_is_not_ordered(founder):
    page = letter()
    page.live_revision.content["sections"] = "[]"
    page.live_revision.save()
    with pytest.raises(NothingToSend):
        order(page, by=founder)
    page.unpublish()
    with pytest.raises(NotPublished):
        order(page, by=founder)
    assert not Mailing.objects.exists()


def test_it_waits_for_its_hour_and_its_words_are_frozen(mail_server, founder):
    person("ann")
    page = letter()
    mailing = order(page, by=founder, due_at=timezone.now() + timedelta(hours=2))
    page.sections = [("section", {"heading": "", "part": "", "notes": [],
                                  "body": [("text", "<p>Later words</p>")]})]  # fmt: skip
    page.save_revision()
    assert send() == 0
    assert not is_due(timezone.now())
    assert (mail_server.received, states(mailing)) == ([], {})
    send(timezone.now() + timedelta(hours=3))
    assert "Canaryword" in mail_server.received[0].text
    assert "Later words" not in mail_server.received[0].text


def test_pause_resume_and_cancel(mail_server, founder):
    for n in range(3):
        person(f"p{n}")
    page = letter()
    mailing = order(page, by=founder)
    assert pause(mailing, by=founder) and not pause(mailing, by=founder)
    assert send() == 0 and mail_server.received == []
    assert resume(mailing, by=founder)
    at_any_hour(an_hour=1)
    send()
    assert states(mailing) == {"sent": 1, "waiting": 2}
    assert cancel(mailing, by=founder) and not cancel(mailing, by=founder)
    assert whys(mailing) == {("sent", ""): 1, ("skipped", "cancelled"): 2}
    assert mailing.finished_at
    assert not resume(mailing, by=founder)
    at_any_hour()
    again = order(page, by=founder)  # who has it does not get it again
    send()
    assert states(again) == {"sent": 2}
    assert len({one.recipients[0] for one in mail_server.received}) == 3
    assert len(mail_server.received) == 3
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "newsletter.ordered", "newsletter.paused", "newsletter.resumed", "newsletter.cancelled",
        "newsletter.ordered",
    ]  # fmt: skip


def test_a_letter_to_try_out_goes_to_staff_alone(mail_server, founder, reviewer):
    page = letter()
    person("ann")
    with pytest.raises(NotStaff):
        send_test(page, to=[founder.email, "ann.canary@example.net"], by=founder)
    assert send_test(page, to=[founder.email, reviewer.email], by=founder) == 2
    send_due(timezone.now())
    got = {one.recipients[0]: one for one in mail_server.received}
    assert set(got) == {founder.email, reviewer.email}
    one = got[reviewer.email]
    assert one.message["Subject"] == "[Test] What we learnt"
    assert "Canaryword" in one.text and "Canaryword" in one.html
    assert "StandsInThisPlace" not in one.text + one.html
    assert not Delivery.objects.exists()
    assert OutboxMessage.objects.filter(kind="newsletter.test").count() == 2


def test_without_a_mail_server_it_waits_and_says_so(founder):
    person("ann")
    mailing = order(letter(), by=founder)
    assert not is_due(timezone.now())
    mailing.refresh_from_db()
    assert (mailing.state, mailing.problem) == ("waiting", "no mail server")
    assert send() == 0
    assert states(mailing) == {"waiting": 1}


def test_a_letter_of_the_series_goes_to_each_when_it_is_due(mail_server, founder):
    from alongside.newsletter.actions.mailing import order_series

    mailing = order_series(letter(), by=founder, days_after=3)
    now = timezone.now()
    for name, days in (("early", -1), ("late", 1)):
        Delivery.objects.create(
            mailing=mailing, subscriber=person(name), due_at=now + timedelta(days=days)
        )
    send()
    assert [one.recipients[0] for one in mail_server.received] == ["early.canary@example.net"]
    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("sending", {"sent": 1, "waiting": 1})


def test_an_operator_sends_by_hand_and_sees_how_far_it_is(mail_server, founder, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    for n in range(3):
        person(f"p{n}")
    page, said = letter(), StringIO()
    mailing = order(page, by=founder)
    call_command("newsletter", "send", stdout=said)
    assert "of 3, " in said.getvalue() and "[####" in said.getvalue()
    assert f"Mailing {mailing.pk}: has gone out. 3 sent." in said.getvalue()
    assert len(mail_server.received) == 3
    call_command("newsletter", "send", stdout=said)
    assert "No letter can go out now." in said.getvalue()
    assert "canary" not in said.getvalue()
