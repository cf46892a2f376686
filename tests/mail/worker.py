"""A worker of its own for tests that kill it: `python -m tests.mail.worker put 40`, or `send 11`."""

import sys

import django


def put(count: int) -> None:
    """Put that many mails into the outbox."""
    from django.db import transaction

    from alongside.core.mail.actions import put_in_outbox

    with transaction.atomic():
        for number in range(count):
            put_in_outbox(
                to=f"person{number}.canary@example.net", template="core/mail/test.txt",
                context={"when": "now", "address": "https://site.example/"},
                kind="toy.notice", private=number % 2 == 0,
            )  # fmt: skip


def send(minutes: int) -> None:
    """Send what is due so many minutes from now."""
    from datetime import timedelta

    from django.utils import timezone

    from alongside.core.mail.sending import send_due

    send_due(timezone.now() + timedelta(minutes=minutes))


if __name__ == "__main__":
    django.setup()
    {"put": put, "send": send}[sys.argv[1]](int(sys.argv[2]))
