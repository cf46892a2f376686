"""Mail of this room: an invitation, and the news that something about an account changed.

No address, name or device of anybody else in it, and nothing that opens an account but an invitation.
"""

import logging

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from alongside.core.mail.actions import put_words_in_outbox
from alongside.core.mail.addresses import BadAddress
from alongside.core.mail.transports import FILES

from .models import Invitation, User

logger = logging.getLogger("alongside.accounts")
KIND = "accounts.notice"


def link_of(token: str) -> str:
    """The whole address of an invitation's page."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('invitation', args=[token])}"


def is_mailed() -> bool:
    """Whether mail really leaves this machine."""
    return bool(settings.MAIL_TRANSPORT != FILES)


def send_invitation(invitation: Invitation, token: str, by: User) -> None:
    """The link, once. It is also shown to the founder who invites, in case mail does not arrive.

    Not where mail becomes files: operators can read them, and must not be able to take up what was
    meant for a founder.
    """
    link = f"{link_of(token)}\n\n" if is_mailed() else "She gives you the link herself.\n\n"
    _send(
        invitation.email,
        "You are invited",
        f"Hello {invitation.name},\n\n"
        f"{by.first_name or 'A founder'} invites you to help with {settings.WAGTAIL_SITE_NAME}.\n"
        "A link makes your account. It works once, and for 7 days:\n\n"
        f"{link}"
        "You choose a password and a second step, on your phone. It takes five minutes.\n"
        "You did not expect this? Leave it, and nothing happens.\n",
    )


def send_notice(user: User, what: str, *, by: User | None = None, to: str = "") -> None:
    """What changed about her account, when, and whom to ring. To `to`, else to her own address."""
    when = date_format(timezone.localtime(), "j F Y, H:i")
    who = "A founder did this." if by else "If you did this, all is well."
    _send(
        to or user.email,
        "Your account was changed",
        f"{what}\n\nWhen: {when}\n\n{who} If you are not sure, ring a founder today. She can shut "
        "your account at once, and give you a new way in.\n\n"
        f"Your account: {settings.WAGTAILADMIN_BASE_URL}{reverse('mfa_index')}\n",
    )


def _send(to: str, subject: str, text: str) -> None:
    """In the transaction of what it tells about. An address that cannot be right undoes nothing."""
    if not to:
        return
    try:
        put_words_in_outbox(to=to, subject=subject, text=text, kind=KIND, private=False)
    except BadAddress:
        logger.error("A staff account has no address that mail can be sent to")
