"""What `alongside doctor` looks at around letters: who hears that one came back; what the DNS must say."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError

from alongside.core.mail import transports
from alongside.core.mail.message import sender_address
from alongside.newsletter.bouncing import webhooks
from alongside.newsletter.models import BounceMailbox, NewsletterSettings, Subscriber

from .health import Finding

NAME = "letters that come back"
HOW = "(docs/deliverability.md, “Letters that come back”)"


def bounces_are_heard() -> Finding:
    if settings.MAIL_PROVIDER:
        return _service()
    if settings.MAIL_TRANSPORT == transports.FILES:
        return Finding(NAME, "no mail server is set: letters wait, none can come back")
    try:
        box = BounceMailbox.objects.first()
        is_needed = Subscriber.objects.reachable().exists()
        written = NewsletterSettings.current()
    except DatabaseError:
        return Finding(NAME, "unknown: the database does not answer", "See database.")
    host = settings.BOUNCE_IMAP["host"]
    if not host and written.leave_address:
        state = "nobody reads the mailbox for leaving by mail: who leaves that way stays"
        return Finding(NAME, state, f"Set ALONGSIDE_BOUNCE_IMAP_HOST {HOW}")
    if not host:
        advice = f"Set ALONGSIDE_BOUNCE_IMAP_HOST {HOW}" if is_needed else ""
        return Finding(NAME, "nobody reads them: no mailbox is set", advice)
    if box is None:
        return Finding(NAME, f"the mailbox at {host} was not read yet: `alongside run` does it")
    if box.problem:
        advice = "Look at ALONGSIDE_BOUNCE_IMAP_HOST, _PORT, _USER, _PASSWORD and _FOLDER"
        return Finding(NAME, f"the mailbox at {host} cannot be read ({box.problem})", advice)
    return Finding(NAME, f"the mailbox at {host}, read at {box.looked_at:%Y-%m-%d %H:%M} UTC")


def _service() -> Finding:
    service, where = settings.MAIL_PROVIDER, f"/webhooks/mail/{settings.MAIL_PROVIDER}/tracking/"
    if not webhooks.is_safe():
        return Finding(NAME, f"{service} cannot tell us", f"Set ANYMAIL_WEBHOOK_SECRET {HOW}")
    return Finding(
        NAME, f"{service} tells us at {where} (whether it does cannot be seen from here)"
    )


def dns_says_who_may_send() -> Finding:
    """It says what to look at: this machine may have another view of the DNS than mail services have."""
    domain = sender_address().rpartition("@")[2]
    if domain in ("localhost", "") or settings.MAIL_TRANSPORT == transports.FILES:
        return Finding("SPF and DMARC", "not needed yet: no mail leaves this machine")
    look = f"`dig TXT {domain}` and `dig TXT _dmarc.{domain}` (docs/deliverability.md)"
    return Finding("SPF and DMARC", f"cannot be seen from here. Look at them with {look}")


BOUNCE_CHECKS: tuple[Callable[[], Finding], ...] = (bounces_are_heard, dns_says_who_may_send)
