"""What Wagtail and other libraries send goes through the outbox too."""

import pytest
from django.core.mail import EmailMessage, send_mail
from django.urls import reverse
from django.utils import timezone

from alongside.answers.models import AnswerPage
from alongside.core.mail.models import OutboxMessage
from alongside.core.mail.sending import send_due
from tests.editor_form import press


@pytest.fixture(autouse=True)
def as_in_production(settings):
    """The test runner of Django replaces this setting."""
    settings.EMAIL_BACKEND = "alongside.core.mail.backend.OutboxBackend"


def test_a_notice_to_reviewers_arrives(editor, reviewer, signed_in, mail_server):
    answer = AnswerPage.objects.get(brief_id="Q05")
    press(signed_in(editor), answer, "submit", sentence="A new sentence.")
    row = OutboxMessage.objects.get()
    assert (row.kind, row.private) == ("staff.notice", False)
    assert mail_server.received == []
    assert send_due(timezone.now()) == 1
    [mail] = mail_server.received
    assert mail.recipients == [reviewer.email]
    assert reverse("check_page", args=[answer.pk]) in mail.text
    assert reverse("check_page", args=[answer.pk]) in mail.html


def test_each_recipient_gets_a_mail_of_her_own(db, founder, mail_server):
    sent = send_mail("Subject", "Words.", None, [founder.email, "somebody@example.net"])
    assert sent == 1
    send_due(timezone.now())
    assert [one.recipients for one in mail_server.received] == [
        [founder.email], ["somebody@example.net"]
    ]  # fmt: skip
    assert [one.message["To"] for one in mail_server.received] == [
        founder.email, "somebody@example.net"
    ]  # fmt: skip
    assert list(OutboxMessage.objects.order_by("pk").values_list("private", flat=True)) == [
        False, True
    ]  # fmt: skip


def test_a_wrong_address_stops_no_other_and_is_in_no_log(db, founder, mail_server, caplog):
    send_mail("Subject", "Words.", None, ["canary at nowhere", founder.email])
    assert OutboxMessage.objects.count() == 1
    assert "its address" not in caplog.text
    assert "address of a recipient is not valid" in caplog.text
    assert "canary" not in caplog.text


def test_an_attachment_is_refused(db, founder):
    mail = EmailMessage("Subject", "Words.", None, [founder.email])
    mail.attach("a.txt", "x", "text/plain")
    with pytest.raises(ValueError, match="no attachments"):
        mail.send()
    assert OutboxMessage.objects.count() == 0
