"""What `alongside doctor` looks at in the newsletter: whether letters move, and what mail services want."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from alongside.core.mail import transports
from alongside.core.mail.dkim_signature import CannotSign
from alongside.core.mail.message import sender_address
from alongside.newsletter.models import Delivery, Mailing
from alongside.newsletter.sending.signing import signer

from .health import Finding

STUCK = "Letters say why on the staff side; “alongside newsletter status” says it here"


def letters_move() -> Finding:
    """Paused letters, problems, doubts."""
    try:
        unfinished = Mailing.objects.filter(finished_at=None, due_at__lte=timezone.now())
        troubled = unfinished.exclude(problem="").count()
        kept = Mailing.objects.filter(totals={})
        doubtful = Delivery.objects.filter(mailing__in=kept).undecided()
        going, unknown = unfinished.count(), doubtful.count()
    except DatabaseError:
        return Finding("letters", "unknown: the database does not answer", "See database.")
    state = f"{going} going out, {troubled} in trouble, {unknown} of which nobody knows"
    return Finding("letters", state, STUCK if troubled or unknown else "")


def letters_are_signed() -> Finding:
    """DKIM and what DMARC compares it with. Whether the DNS has the key cannot be seen from here."""
    if settings.MAIL_PROVIDER or settings.MAIL_TRANSPORT == transports.FILES:
        return Finding("signature", settings.MAIL_PROVIDER or "no mail server: nothing to sign")
    try:
        key = signer()
    except CannotSign as error:
        return Finding("signature", f"cannot sign ({error})", "Look at ALONGSIDE_DKIM_KEY_FILE")
    if not key:
        return Finding(
            "signature", "none by us: well only if the mail server signs (docs/deliverability.md)"
        )
    domain = sender_address().rpartition("@")[2].lower()
    if domain != key.domain.lower() and not domain.endswith(f".{key.domain.lower()}"):
        return Finding(
            "signature",
            f"{key.domain} signs, {domain} writes: DMARC fails",
            "ALONGSIDE_DKIM_DOMAIN must be the domain of ALONGSIDE_MAIL_FROM",
        )
    name = f"{key.selector}._domainkey.{key.domain}"
    return Finding("signature", f"{key.domain} signs (not seen from here: TXT record of {name})")


LETTER_CHECKS: tuple[Callable[[], Finding], ...] = (letters_move, letters_are_signed)
