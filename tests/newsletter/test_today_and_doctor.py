"""Today says what keeps a letter; the doctor says whether anybody hears what comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.backoffice.bounces_health import bounces_are_heard, dns_says_who_may_send
from alongside.backoffice.today import today_for
from alongside.backoffice.trust import numbers
from alongside.core.mail import transports
from alongside.newsletter.models import BounceMailbox, Delivery, Mailing, NewsletterSettings
from tests.enquiries.conftest import seen

from .letters import make_letter, section, text
from .subscribers import subscribe

pytestmark = pytest.mark.django_db
WORDS = (
    "A letter has paused itself", "Letters of which nobody knows", "Letters that could not be sent",
    "The mailbox of letters does not answer", "New people who get letters",
)  # fmt: skip


@pytest.fixture
def trouble(db: None) -> Mailing:
    """Everything of which Today speaks."""
    page = make_letter(section(text("Hello.")))
    mailing = Mailing.objects.create(
        page=page, revision=page.latest_revision, state="paused", problem="sender 550 5.7.1"
    )
    for number, state in enumerate(("unknown", "failed", "failed", "sent", "skipped")):
        who = subscribe(f"reader{number}@example.org")
        Delivery.objects.create(
            mailing=mailing, subscriber=who, state=state, settled_at=timezone.now()
        )
    BounceMailbox.objects.create(problem="timeout")
    return mailing


def test_today_says_what_keeps_a_letter_and_why(trouble, founder, signed_in):
    page = seen(signed_in(founder).get("/admin/today/"))
    assert "A letter has paused itself her mail service takes no mail from us (550)" in page
    for words in WORDS:
        assert words in page
    lines = {line.what: line for line in today_for(founder).lines}
    assert lines["Letters of which nobody knows"].count == 1
    assert lines["Letters that could not be sent"].count == 2
    assert lines["New people who get letters"].facts == "fewer than 8 people this week"
    assert lines["A letter has paused itself"].url == f"/admin/letters/sent/{trouble.pk}/"


@pytest.mark.parametrize("who", ["moderator", "dispatcher", "operator", "editor"])
def test_nobody_else_sees_it(who, trouble, request):
    lines = today_for(request.getfixturevalue(who)).lines
    assert not {line.what for line in lines} & set(WORDS)


def test_what_was_decided_or_is_old_is_not_said_again(trouble, founder):
    Delivery.objects.filter(state="unknown").update(why="left as it is")
    Delivery.objects.filter(state="failed").update(settled_at=timezone.now() - timedelta(days=8))
    Mailing.objects.update(state="done", problem="")
    BounceMailbox.objects.update(problem="")
    assert {line.what for line in today_for(founder).lines} & set(WORDS) == {WORDS[-1]}


def test_the_trust_page_counts_people_rounded(db):
    for number in range(12):
        subscribe(f"reader{number}@example.org")
    subscribe("made-up@example.invalid", is_made_up=True)
    shown = {number.what: number.value for number in numbers()}
    assert shown["People who get our letters"] == "about 10"


# ── The doctor ──


@pytest.fixture
def a_server(settings):
    settings.MAIL_TRANSPORT, settings.MAIL_PROVIDER = transports.SMTP, ""
    settings.DEFAULT_FROM_EMAIL = "letters@example.org"
    settings.BOUNCE_IMAP = {"host": ""}
    return settings


def test_without_a_mail_server_it_says_that_letters_wait(db, settings):
    settings.MAIL_TRANSPORT = transports.FILES
    assert "no mail server is set: letters wait" in bounces_are_heard().state
    assert "not needed yet" in dns_says_who_may_send().state


def test_a_mailbox_is_asked_for_when_people_get_letters(db, a_server):
    assert not bounces_are_heard().advice
    subscribe()
    assert "ALONGSIDE_BOUNCE_IMAP_HOST" in bounces_are_heard().advice


def test_leaving_by_mail_needs_a_mailbox_that_is_read(db, a_server):
    NewsletterSettings.objects.create(leave_address="leave@example.org")
    finding = bounces_are_heard()
    assert "who leaves that way stays" in finding.state and finding.advice


def test_it_says_how_the_mailbox_is(db, a_server):
    a_server.BOUNCE_IMAP = {"host": "mail.example.org"}
    assert "not read yet" in bounces_are_heard().state
    row = BounceMailbox.objects.create()
    assert bounces_are_heard().state.startswith("the mailbox at mail.example.org, read at")
    BounceMailbox.objects.filter(pk=row.pk).update(problem="SSLError")
    assert "cannot be read (SSLError)" in bounces_are_heard().state
    assert "_PASSWORD" in bounces_are_heard().advice


def test_a_mail_service_needs_a_secret_to_tell_us(db, a_server):
    a_server.MAIL_PROVIDER, a_server.ANYMAIL = "mailgun", {}
    assert "ANYMAIL_WEBHOOK_SECRET" in bounces_are_heard().advice
    a_server.ANYMAIL = {"WEBHOOK_SECRET": "name:secret"}
    finding = bounces_are_heard()
    assert "/webhooks/mail/mailgun/tracking/" in finding.state and not finding.advice


def test_what_cannot_be_seen_from_here_is_said_with_how_to_look(db, a_server):
    assert "dig TXT _dmarc.example.org" in dns_says_who_may_send().state
