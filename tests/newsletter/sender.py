"""Senders of their own, for tests that kill them: `python -m tests.newsletter.sender`.

One process is made ready; each line on its standard input makes it fork one that works. `send`: until
nothing is due. It answers with the number of that process.
`order 200`: so many people, and a letter. `forget`: all of it. `look`: what the worker does
once a minute; then it lives until it is killed.
"""

import os
import signal
import sys
from threading import Event

import django


def order(count: int) -> None:
    from django.db import transaction

    from alongside.newsletter.models import Mailing
    from tests.newsletter.sending_stage import at_any_hour, letter, person

    with transaction.atomic():
        at_any_hour()
        for number in range(count):
            person(f"p{number}", domain=f"host{number % 9}.example")
        page = letter()
        Mailing.objects.create(page=page, revision=page.latest_revision)


def forget() -> None:
    from alongside.newsletter.letter_pages import LettersPage
    from alongside.newsletter.models import Mailing, NewsletterSettings, Subscriber

    for model in (Mailing, Subscriber, NewsletterSettings):
        model.objects.all().delete()
    for page in LettersPage.objects.all():
        page.delete()


def send() -> None:
    from alongside.newsletter.sending.engine import Sender

    sender = Sender()
    sender.run(Event())
    sender.close()


def look() -> None:
    from alongside.core.tasks import look_for_work

    look_for_work()
    signal.pause()


def main() -> None:
    from django.db import connections

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for here
    for line in sys.stdin:
        what, *numbers = line.split()
        child = os.fork()
        if not child:
            sys.stdin.close()
            {"order": order, "send": send, "forget": forget, "look": look}[what](*map(int, numbers))
            connections.close_all()
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    django.setup()
    from django.urls import reverse

    import alongside.newsletter.sending.engine
    import alongside.newsletter.sending.smtp  # noqa: F401

    reverse("wagtailadmin_home")  # all that takes time is loaded before the forks
    main()
