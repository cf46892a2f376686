"""Mail about experiences. None of it ever holds a word of one."""

import logging
from datetime import datetime

from django.conf import settings

from alongside.accounts.models import User
from alongside.accounts.roles import FOUNDERS
from alongside.core.mail.actions import put_in_outbox
from alongside.core.mail.addresses import BadAddress

from .models import Experience

logger = logging.getLogger("alongside.experiences")

QUESTION = "experiences.question"
NOTICE = "experiences.notice"


def come_back_address() -> str:
    """Where to type the six words, as it is written down: without https://."""
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return f"{address.partition('//')[2]}/signs/share/yours/"


def ask_her(experience: Experience, *, email: str, now: datetime) -> bool:
    """“There is a question for you.” False if no mail can go to this address."""
    try:
        put_in_outbox(
            to=email,
            template="experiences/mail/question.txt",
            context={},
            kind=QUESTION,
            private=True,
            neutral=True,
            reference=f"experience:{experience.pk}",
            due_at=now,
        )
    except BadAddress:
        return False
    return True


def tell_founders(template: str, *, now: datetime) -> None:
    """Tell every founder, at once."""
    for user in User.objects.filter(is_active=True, groups__name=FOUNDERS).distinct():
        try:
            put_in_outbox(
                to=user.email,
                template=f"experiences/mail/{template}.txt",
                context={"address": settings.WAGTAILADMIN_BASE_URL},
                kind=NOTICE,
                private=False,
                reference=f"user:{user.pk}",
                due_at=now,
            )
        except BadAddress:
            logger.error("Staff account %s has no address that mail can be sent to", user.pk)
