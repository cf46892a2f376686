"""When an answer may be expected: what the founders say, and what is true of late."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from .figures import median_days_to_answer
from .models import SilenceAlarm, inbox_settings


@dataclass(frozen=True)
class Expected:
    """days: within which we answer. until: of the treatment that makes us slow. lately: days in
    which half of those who wrote in the last half year had an answer, None if that cannot be said.
    is_silent: somebody has waited too long."""

    days: int
    until: date | None
    lately: int | None
    is_silent: bool


def expected() -> Expected:
    """Four queries."""
    today, settings = timezone.localdate(), inbox_settings()
    return Expected(
        days=settings.days_to_answer(today),
        until=settings.in_treatment_until if settings.is_in_treatment(today) else None,
        lately=median_days_to_answer(),
        is_silent=SilenceAlarm.current() is not None,
    )
