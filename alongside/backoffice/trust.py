"""What the public may know about how this house is kept: numbers of the running system, none of a person."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from alongside.core import due
from alongside.core.freshness import Freshness
from alongside.enquiries.figures import inbox_figures, median_days_to_answer
from alongside.enquiries.models import Conversation, ShredCertificate
from alongside.enquiries.rehearsals import last_rehearsal
from alongside.experiences.models import Experience
from alongside.newsletter.models import Subscriber

from .models import RestoreRehearsal

SMALL = 8  # fewer people than this are not counted in public (NHS HES; design section 8)


@dataclass(frozen=True)
class Number:
    """One line of the table: what, and how it is today, in words."""

    what: str
    value: str


def numbers(*, now: datetime | None = None) -> list[Number]:
    """Everything that the trust page shows. Constant number of queries."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    overdue = sum(
        page.state in (Freshness.OVERDUE, Freshness.STALE, Freshness.WITHDRAWN)
        for page in due.pages_due(today=today)
    )
    return [
        Number("Half of the people who wrote of late had their first answer within", _median(now)),
        Number(
            "Messages that have waited longer than we promised",
            in_public(inbox_figures(now=now).overdue),
        ),
        Number("Conversations that we hold now", in_public(Conversation.objects.count())),
        Number("Conversations erased so far", in_public(ShredCertificate.objects.count())),
        Number(
            "Experiences that wait for a moderator", in_public(Experience.objects.waiting().count())
        ),
        Number("People who get our letters", in_public(_get_letters())),
        Number("Pages past their date for checking", str(overdue)),
        Number("Pages not yet checked by a clinician", str(due.count_not_checked())),
        Number("Recovery sheets last rehearsed", _day(_sheets_rehearsed())),
        Number("A backup last brought back as a rehearsal", _day(_backup_rehearsed())),
    ]


def in_public(count: int) -> str:
    """A count that names nobody: none, fewer than 8, or rounded to 5."""
    if count == 0:
        return "none"
    return f"fewer than {SMALL}" if count < SMALL else f"about {5 * round(count / 5)}"


def _get_letters() -> int:
    return Subscriber.objects.reachable().filter(is_made_up=False).count()


def _median(now: datetime) -> str:
    days = median_days_to_answer(now=now)
    if days is None:
        return "too few answers yet to say"
    return "a day" if days == 1 else f"{days} days"


def _sheets_rehearsed() -> date | None:
    """Of the sheets in use: that older ones worked says nothing. None if the last try failed."""
    last = last_rehearsal()
    return timezone.localdate(last.at) if last and last.succeeded else None


def _backup_rehearsed() -> date | None:
    worked = RestoreRehearsal.objects.filter(succeeded=True)
    last = worked.aggregate(last=Max("at"))["last"]
    return timezone.localdate(last) if last else None


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "not yet"
