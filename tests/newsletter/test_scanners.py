"""Programs that look at mail follow every link, often and by every method; nothing changes (promise 5)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.core.mail.models import OutboxMessage
from alongside.newsletter import emails
from alongside.newsletter.models import Mailing
from alongside.newsletter.sending.composing import Recipient
from alongside.newsletter.sending.plates import Plates, frozen_page, place
from tests.newsletter.conftest import letters, path_of
from tests.newsletter.sending_stage import letter
from tests.promises.test_links_are_safe import _database

pytestmark = pytest.mark.django_db
PREFETCH = {"Sec-Purpose": "prefetch", "Purpose": "prefetch", "X-Moz": "prefetch"}
OURS = re.compile(r"https?://[^/\s\"'<>]+(/letters/[^\s\"'<>]*|/keep-in-touch/)")


@pytest.fixture
def every_link(visitor, subscriber, settings):
    """All links of ours in every mail that the newsletter can send, that of a letter included."""
    visitor.ask(email="new@example.org")
    ann = subscriber()
    visitor.ask(email="ann@example.org")
    visitor.send(path_of("address", ann), {"email": "ann@elsewhere.example"})
    moved = subscriber("moved@example.org")
    visitor.send(path_of("address", moved), {"email": "moved@elsewhere.example"})
    asked = [m for m in letters(kind="newsletter.new_address") if m.to.startswith("moved")]
    visitor.send(OURS.search(asked[0].text)[1])
    visitor.send("/letters/leave/", {"email": "ann@example.org"})
    page = letter()
    mailing = Mailing.objects.create(page=page, revision=page.live_revision)
    plate = Plates(frozen_page(mailing), place()).plate(parts=15, spared=0, named=False)
    words = plate.words_for(Recipient(ann.pk, mailing.pk, "ann@example.org"))
    yes = visitor.confirm
    yes()
    kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert kinds == {f"newsletter.{kind}" for kind in emails.KINDS}
    texts = [text for mail in letters() for text in (mail.text, mail.html)]
    found = {path for text in (*texts, words.text, words.html) for path in OURS.findall(text)}
    assert len([path for path in found if re.search(r"[\w-]{32}", path)]) >= 7
    return sorted(found)


def test_promise_no_scanner_changes_anything(every_link, client):
    later = timezone.now() + timedelta(minutes=4)
    before = _database()
    for path in every_link:
        for ask in (client.get, client.head, client.options, client.get):
            assert ask(path).status_code < 500
            assert ask(path, headers=PREFETCH).status_code < 500
    OutboxMessage.objects.update(settled_at=later - timedelta(minutes=9))
    changed = _database()
    for path in every_link:
        client.get(path)
    assert _database() == changed
    assert {table for table in before if before[table] != changed[table]} == {"core_outboxmessage"}
