"""What the newsletter holds about one address, for a person's rights (UK GDPR articles 15 and 17)."""

from datetime import datetime
from typing import Any

from alongside.core import subject
from alongside.core.installation_key import Unreadable

from . import actions
from .consent import WORDINGS
from .contact import Contact
from .finding import by_address, suppressed
from .models import Subscriber
from .parts import labels_of


def register() -> None:
    subject.register(
        subject.Holder(room="newsletter", title="Letters by e-mail", export=_export, erase=_erase)
    )


def record_of(subscriber: Subscriber, *, masked: bool = False) -> dict[str, Any]:
    """All there is in words, ready for JSON. masked: for whoever may only have got a letter forwarded."""
    contact = subscriber.contact()
    consents = subscriber.consents.order_by("at")
    deliveries = subscriber.deliveries.select_related("mailing__page").order_by("pk")
    return {
        "what": "letters by e-mail",
        "address": contact.masked if masked else contact.address,
        "first name": contact.first_name,
        "state": subscriber.get_state_display(),
        "asked on": _day(subscriber.asked_at),
        "said yes on": _day(subscriber.confirmed_at),
        "left on": _day(subscriber.left_at),
        "gets": list(labels_of(subscriber.wants)),
        "leaves out": list(labels_of(subscriber.spare)),
        "paused until": str(subscriber.paused_until or ""),
        "another address waits for a yes": bool(subscriber.new_locked),
        "agreed to": [
            {"at": _day(one.at), "said yes": _day(one.confirmed_at), "where": one.where,
             "wording": one.wording, "words": _words(one.wording)}
            for one in consents
        ],
        "letters": [
            {"subject": one.mailing.page.title, "state": one.get_state_display(),
             "at": _day(one.settled_at)}
            for one in deliveries
        ],
        "letters that came back": subscriber.bounces.count(),
        "kept": Subscriber.kept_for,
    }  # fmt: skip


def _day(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _words(version: str) -> list[str]:
    return list(WORDINGS[version].says) if version in WORDINGS else []


# ── For `alongside subject` ──


def _export(email: str, opener: None) -> list[dict[str, Any]]:
    subscriber = by_address(email)
    found = [record_of(subscriber)] if subscriber else []
    found += [{"what": "mark", "says": row.get_why_display()} for row in suppressed(email)]
    waits = "It waits for a yes, to get somebody's letters from then on."
    return [*found, *({"what": "new address", "says": waits} for _ in _moving_to(email))]


def _erase(email: str, opener: None) -> subject.Erased:
    """The mark that she gets no letters stays: without it somebody could sign her up again."""
    gone = []
    for row in _moving_to(email):
        actions.forget_new_address(subscriber=row)
        gone.append(f"Address forgotten that subscriber {row.pk} wanted to change to")
    if subscriber := by_address(email):
        number = subscriber.pk
        actions.erase(subscriber=subscriber)
        gone.append(f"Subscriber {number} is erased. A mark keeps her from being signed up again.")
    return subject.Erased(gone)


def _moving_to(email: str) -> list[Subscriber]:
    """Each is locked with a nonce of its own, so all have to be opened; there are never many."""
    return [row for row in Subscriber.objects.exclude(new_locked=b"") if _is(row, email)]


def _is(row: Subscriber, email: str) -> bool:
    try:
        address = Contact.unlock(bytes(row.new_locked)).address
    except Unreadable:
        return False
    return subject.same_address(address, email)
