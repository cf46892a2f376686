"""The lines of Today about letters: what keeps one from going out, what nobody knows, who is new."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.urls import reverse

from alongside.newsletter import figures, in_words
from alongside.newsletter.models import BounceMailbox, Delivery, Mailing, PeopleImport

from .today_lines import Line

LATELY = timedelta(days=7)
State = Mailing.State


def letter_lines(now: datetime) -> Iterator[Line]:
    """For founders. Seven queries, and numbers of people rounded."""
    yield from _kept(now)
    yield from _came_to(now)
    box = BounceMailbox.objects.exclude(problem="").first()
    if box:
        facts = "ask your operator: nobody hears which letters come back"
        yield Line.soon("The mailbox of letters does not answer", reverse("letters"), facts=facts)
    if waiting := PeopleImport.objects.filter(state=PeopleImport.State.LOOKED_AT).count():
        facts = "it is forgotten after 14 days"
        yield Line.calm("A list waits to be brought in", reverse("letter_imports"), waiting, facts)
    if new := figures.new_this_week(now):
        facts = f"{figures.people(new)} this week"
        yield Line.calm("New people who get letters", reverse("letter_people"), facts=facts)


def _kept(now: datetime) -> Iterator[Line]:
    """Each letter that should go out and does not, and why."""
    going = Mailing.objects.filter(
        state__in=[State.WAITING, State.SENDING, State.PAUSED], due_at__lte=now
    )
    for mailing in going.exclude(problem=""):
        paused = mailing.state == State.PAUSED
        what = "A letter has paused itself" if paused else "A letter does not go out"
        problem = in_words.problem(mailing.problem)
        yield Line.soon(what, reverse("mailing", args=[mailing.pk]), facts=problem)


def _came_to(now: datetime) -> Iterator[Line]:
    """Doubts until somebody decides; what could not be sent for a week."""
    kept = list(Mailing.objects.filter(totals={}).exclude(state=State.CANCELLED))
    rows = Delivery.objects.filter(mailing__in=kept)
    doubts = rows.undecided()
    for mailing, number in _by_mailing(doubts):
        facts = "send them again, or leave it: you decide"
        yield Line.soon("Letters of which nobody knows", mailing, number, facts)
    failed = rows.filter(state=Delivery.State.FAILED, settled_at__gt=now - LATELY)
    for mailing, number in _by_mailing(failed):
        facts = "why stands beside each"
        yield Line.calm("Letters that could not be sent", mailing, number, facts)


def _by_mailing(rows: "QuerySet[Delivery]") -> Iterator[tuple[str, int]]:
    """Where to look, and how many. The index of mailing and state has them."""
    for pk, number in rows.values_list("mailing").annotate(Count("pk")).order_by("-mailing"):
        yield reverse("mailing", args=[pk]), number
