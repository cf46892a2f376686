"""How fast, and when: hours of the day, letters an hour and a day, mail services that ask us to wait."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from alongside.newsletter.models import Delivery, Mailing, NewsletterSettings

State = Delivery.State
MANY = 5  # refusals "for now" in a row from one mail service, then all its people wait
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=1)
ALIKE, SERVICES = 10, 3  # final refusals of one kind in a row, from so many mail services: it is us


def opens_at(written: NewsletterSettings, now: datetime) -> datetime:
    """When letters may go out: `now` or later. Hours are those of the readers (TIME_ZONE)."""
    start, end = written.from_hour % 24, written.until_hour % 24
    here = timezone.localtime(now)
    is_open = start <= here.hour < end if start < end else here.hour >= start or here.hour < end
    if start == end or is_open:
        return now
    today = timezone.make_aware(datetime.combine(here.date(), time(start)))
    if today > now:
        return today
    return timezone.make_aware(datetime.combine(here.date() + timedelta(days=1), time(start)))


def room(written: NewsletterSettings, now: datetime, *, most: int) -> int:
    """How many more may go out now, up to `most`. Two senders at once may go over by one batch."""
    if opens_at(written, now) > now:
        return 0
    limits = ((written.an_hour, timedelta(hours=1)), (written.a_day, timedelta(days=1)))
    for limit, span in limits:
        if limit:
            most = min(most, limit - _gone_since(now - span))
    return max(most, 0)


def _gone_since(moment: datetime) -> int:
    gone = Delivery.objects.filter(settled_at__gt=moment, state__in=[State.SENT, State.UNKNOWN])
    going = Mailing.objects.filter(finished_at=None)
    on_the_way = Delivery.objects.filter(mailing__in=list(going), state=State.CLAIMED)
    return gone.count() + on_the_way.count()


@dataclass
class Services:
    """Mail services (domains) that said "not now" too often. In memory: a new sender asks them again."""

    _refusals: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _until: dict[str, datetime] = field(default_factory=dict)
    _pauses: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def waits_until(self, domain: str, now: datetime) -> datetime | None:
        """None if we may write there."""
        until = self._until.get(domain)
        return until if until and until > now else None

    def note(self, domain: str, state: State, now: datetime) -> None:
        """What one letter to this service came to."""
        if state == State.SENT:
            for memory in (self._refusals, self._until, self._pauses):
                memory.pop(domain, None)
        elif state == State.DEFERRED:
            self._refusals[domain] += 1
            if self._refusals[domain] >= MANY and not self.waits_until(domain, now):
                pause = min(FIRST_PAUSE * 2 ** self._pauses[domain], LONGEST_PAUSE)
                self._until[domain] = now + pause
                self._pauses[domain] += 1


@dataclass
class Streak:
    """Final refusals of one kind, one after the other: not these people, but something about us."""

    kind: str = ""
    deliveries: list[int] = field(default_factory=list)
    domains: set[str] = field(default_factory=set)

    def note(self, delivery: int, domain: str, state: State, why: str) -> None:
        if state == State.FAILED and why == self.kind:
            self.deliveries.append(delivery)
            self.domains.add(domain)
        elif state == State.FAILED:
            self.kind, self.deliveries, self.domains = why, [delivery], {domain}
        elif state == State.SENT:
            self.kind, self.deliveries, self.domains = "", [], set()

    @property
    def is_ours(self) -> bool:
        return len(self.deliveries) >= ALIKE and len(self.domains) >= SERVICES
