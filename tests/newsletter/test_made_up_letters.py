"""An operator makes up subscribers and a letter to show the site, and takes them away again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from alongside.newsletter import letter_checks, rendering
from alongside.newsletter.contact import Contact
from alongside.newsletter.models import LetterPage, Mailing, Subscriber

pytestmark = pytest.mark.django_db


def said(*command: str) -> str:
    out = StringIO()
    call_command("demo", *command, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_they_come_marked_can_get_nothing_and_go(reader):
    hers = Contact("una@example.org", "Una")
    real = Subscriber.objects.create(mark=hers.mark(), locked=hers.lock(), parts=15)
    assert "30 subscribers were made up" in said("letters", "30")
    made_up = Subscriber.objects.filter(is_made_up=True)
    contacts = [one.contact() for one in made_up.reachable()]
    assert len({contact.address for contact in contacts}) == 30
    assert all(contact.address.endswith(".invalid") for contact in contacts)
    letter = LetterPage.objects.get(is_made_up=True)
    assert "goes to nobody" in " ".join(letter_checks.what_stops(letter))
    assert not any(finding.stops for finding in letter_checks.findings(letter))
    assert "Tea and talk" in rendering.preview(letter).text
    for address in (letter.url, "/letters/"):
        assert "Made up for demonstration." in reader.get(address).content.decode()
    said("letters", "2")
    assert LetterPage.objects.filter(is_made_up=True).count() == 1
    Mailing.objects.create(page=letter, revision=letter.live_revision)
    assert "subscribers: 32 removed" in said("clear")
    assert list(Subscriber.objects.all()) == [real]
    assert not LetterPage.objects.filter(is_made_up=True).exists() and not Mailing.objects.exists()
    assert reader.get(letter.url).status_code == 404


def test_a_real_site_makes_nobody_up(settings):
    settings.DEMONSTRATION_ALLOWED = False
    with pytest.raises(CommandError, match="real site"):
        said("letters", "5")
    assert not Subscriber.objects.exists()
