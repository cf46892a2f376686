"""When an answer may be expected: what the founders say, and what is true of late."""

import math
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from .looks import median_days_to_answer
from .models import SilenceAlarm, inbox_settings


@dataclass(frozen=True)
class Expected:
    """days: within which we answer. until: of the treatment that makes us slow. lately: the median of
    the last half year in whole days, None while it would tell of single people. is_silent: somebody
    has waited too long."""

    days: int
    until: date | None
    lately: int | None
    is_silent: bool


def expected() -> Expected:
    """Four queries."""
    today, settings = timezone.localdate(), inbox_settings()
    median = median_days_to_answer()
    return Expected(
        days=settings.days_to_answer(today),
        until=settings.in_treatment_until if settings.is_in_treatment(today) else None,
        lately=None if median is None else max(1, math.ceil(median)),
        is_silent=SilenceAlarm.current() is not None,
    )
