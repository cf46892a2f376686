"""Django's door to the outbox: what Wagtail or any library sends is as durable as our own mail."""

import logging
from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from .actions import put_words_in_outbox
from .addresses import BadAddress

logger = logging.getLogger("alongside.mail")
KIND = "staff.notice"


class OutboxBackend(BaseEmailBackend):
    """EMAIL_BACKEND. One row for each recipient, so that nobody reads who else got it.

    Keeps the plain text only and lays it out like all our mail. No attachments (ValueError).
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for email in email_messages:
                if email.attachments:
                    raise ValueError("Mail through the outbox has no attachments")
                for address in email.recipients():
                    _put(email, address)
        return len(email_messages)


def _put(email: EmailMessage, address: str) -> None:
    """An address that cannot be right must not stop the others, nor end up in Wagtail's log."""
    people = get_user_model().objects.filter(email__iexact=address, is_active=True)
    try:
        put_words_in_outbox(
            to=address,
            subject=str(email.subject),
            text=str(email.body),
            kind=KIND,
            private=not people.exists(),
        )
    except BadAddress:
        logger.error("A notice was not written: the address of a recipient is not valid.")
