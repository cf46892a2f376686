"""Without a mail server mail becomes files, and a page for staff shows them."""

import os
import stat
import time
from email import message_from_bytes

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.core.mail import files
from alongside.core.mail.models import OutboxMessage, State
from alongside.core.mail.sending import send_due
from tests.mail.conftest import ENQUIRER


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    assert settings.MAIL_TRANSPORT == "alongside.core.mail.files.FileTransport"
    return settings.EMAIL_FILE_PATH


def test_a_private_address_does_not_stand_on_the_disk(put, folder):
    put(text="Hello\n\nYou are {{ me }}.\n", context={"me": ENQUIRER})
    assert send_due(timezone.now()) == 1
    [path] = folder.iterdir()
    mail = message_from_bytes(path.read_bytes())
    assert mail["To"] == "somebody@hidden.invalid"
    assert b"canary" not in path.read_bytes()
    assert "You are somebody@hidden.invalid." in mail.get_payload()[0].get_payload()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert OutboxMessage.objects.get().state == State.SENT


def test_a_member_of_staff_is_named(put, folder, founder):
    put(founder.email, private=False)
    send_due(timezone.now())
    [path] = folder.iterdir()
    assert message_from_bytes(path.read_bytes())["To"] == founder.email


def test_sent_again_after_a_crash_it_is_the_same_file(put, folder):
    row = put()
    send_due(timezone.now())
    OutboxMessage.objects.filter(pk=row.pk).update(state=State.WAITING, locked=row.locked)
    send_due(timezone.now())
    assert len(list(folder.iterdir())) == 1


def test_a_full_disk_is_tried_again(put, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "file" / "outbox"
    (tmp_path / "file").write_text("no folder")
    put()
    assert send_due(timezone.now()) == 0
    row = OutboxMessage.objects.get()
    assert (row.state, row.problem) == (State.WAITING, "NotADirectoryError")


def test_staff_read_them_newest_first(put, folder, mail_founder, signed_in):
    for number in range(27):
        put(text=f"Subject {number}\n\nWords of <b>mail</b> {number}.\n")
    send_due(timezone.now())
    browser = signed_in(mail_founder)
    assert "nothing is really sent" in browser.get(reverse("mail")).content.decode()
    page = browser.get(reverse("mail_files")).content.decode()
    assert "Mail in files: 27" in page
    assert page.index("Subject 26") < page.index("Subject 25")
    assert "Subject 1<" not in page
    assert "somebody@hidden.invalid" in page
    second = browser.get(reverse("mail_files"), {"p": 2}).content.decode()
    assert "Subject 1<" in second
    newest = files.mail_files()[0]
    one = browser.get(reverse("mail_file", args=[newest.name])).content.decode()
    assert "Words of &lt;b&gt;mail&lt;/b&gt; 26." in one


@pytest.mark.parametrize("name", ["secret-key", "..%2Fsecret-key", "nothing.eml", "x.eml%00"])
def test_no_other_file_can_be_read(folder, mail_founder, signed_in, name):
    folder.mkdir()
    (folder.parent / "secret-key").write_text("canary")
    (folder / "secret-key").write_text("canary")
    response = signed_in(mail_founder).get(f"{reverse('mail_files')}{name}/")
    assert response.status_code == 404
    assert b"canary" not in response.content


def test_with_a_mail_server_no_words_are_shown(
    put, folder, mail_founder, signed_in, settings, mail_server
):
    settings.MAIL_TRANSPORT = files.__name__ + ".FileTransport"
    put()
    send_due(timezone.now())
    [path] = folder.iterdir()
    browser = signed_in(mail_founder)
    one = reverse("mail_file", args=[path.name])
    assert browser.get(one).status_code == 200
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    for address in (reverse("mail_files"), one):
        response = browser.get(address)
        assert response.status_code == 404
        assert b"Canaryword" not in response.content


def test_files_are_deleted_after_90_days(put, folder):
    put()
    send_due(timezone.now())
    [path] = folder.iterdir()
    old = folder / "20200101.log"  # as an older version wrote them
    old.write_text("To: somebody")
    os.utime(old, times=(time.time() - 91 * 86400,) * 2)
    assert OutboxMessage.purge(timezone.now()) == 1
    assert list(folder.iterdir()) == [path]
