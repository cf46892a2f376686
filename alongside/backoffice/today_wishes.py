"""The line of Today about people who have died and named somebody to be asked."""

from collections.abc import Iterator

from django.urls import reverse

from alongside.experiences.models import to_ask

from .today_lines import Line


def wish_lines() -> Iterator[Line]:
    if number := to_ask().count():
        facts = "what becomes of the words of somebody who has died"
        yield Line.waits("Somebody to ask", reverse("wishes"), number, facts)
