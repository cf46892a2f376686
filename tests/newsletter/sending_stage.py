"""What tests of sending share: a letter, people who asked for it, a sender that runs until nothing is due."""

from collections import Counter
from datetime import datetime, timedelta
from threading import Event

from django.utils import timezone
from wagtail.models import Page

from alongside.newsletter.contact import Contact
from alongside.newsletter.letter_pages import LetterPage, LettersPage
from alongside.newsletter.models import Delivery, Mailing, NewsletterSettings, Subscriber
from alongside.newsletter.sending.engine import Sender

NIGHT_AND_DAY = {"from_hour": 0, "until_hour": 0, "an_hour": 0, "a_day": 0}


def letter(*sections: tuple[str, list[str], str], title: str = "What we learnt") -> LetterPage:
    """sections: part ("" for everybody), content notes, words."""
    parent = LettersPage.objects.first() or Page.objects.get(depth=2).add_child(
        instance=LettersPage(title="Letters", slug="letters")
    )
    page = LetterPage(title=title, sentence="In short.")
    page.sections = [
        ("section", {"heading": "", "part": part, "notes": notes, "body": [("text", words)]})
        for part, notes, words in sections or [("", [], "<p>Canaryword for everybody.</p>")]
    ]
    parent.add_child(instance=page)
    page.save_revision().publish()
    return LetterPage.objects.get(pk=page.pk)


def person(name: str, *, domain: str = "example.net", first_name: str = "", **fields) -> Subscriber:
    """Somebody who gets letters."""
    contact = Contact(f"{name}.canary@{domain}", first_name)
    given = {"state": "active", "parts": 15, "confirmed_at": timezone.now() - timedelta(days=1)}
    return Subscriber.objects.create(mark=contact.mark(), locked=contact.lock(), **(given | fields))


def at_any_hour(**limits: int) -> None:
    NewsletterSettings.objects.update_or_create(pk=1, defaults=NIGHT_AND_DAY | limits)


def send(at: datetime | None = None) -> int:
    """Run a sender until nothing is due at that moment; how many rows moved."""
    moved: list[int] = []
    sender = Sender(now=lambda: at or timezone.now())
    try:
        sender.run(Event(), told=moved.append)
    finally:
        sender.close()
    return sum(moved)


def states(mailing: Mailing) -> Counter[str]:
    return Counter(Delivery.objects.filter(mailing=mailing).values_list("state", flat=True))


def whys(mailing: Mailing) -> Counter[tuple[str, str]]:
    return Counter(Delivery.objects.filter(mailing=mailing).values_list("state", "why"))
