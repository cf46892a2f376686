"""Releases of figures, and quotes: what the private room `experiences` hands over to the website.

A quote is a copy of words whose writer agreed to exactly these words. It stands here while she agrees,
under a random number that leads nowhere; taking it away deletes the row.
"""

import json
import uuid
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from .figures import Figures, read_figures

LABEL = "Collated from what patients told us. Not from a clinical source."


class Release(models.Model):
    """One numbered set of figures. The newest is shown; of older ones date, method and total stay."""

    number = models.PositiveIntegerField(unique=True)
    published_at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=10, help_text="Version of the method: docs/method.md.")
    people = models.PositiveIntegerField(null=True, help_text="Rounded to 5.")
    figures = models.JSONField(help_text="signs.figures. Emptied when a newer release comes.")
    is_made_up = models.BooleanField(
        default=False, help_text="Some of it was made up for demonstration."
    )

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Release {self.number}"

    def read(self) -> Figures:
        """Its figures; of an older release nothing but the total is left."""
        rows = Release.objects.filter(pk=self.pk).annotate(text=Cast("figures", models.TextField()))
        text = rows.values_list("text", flat=True).get()
        return _read(text) if text != "{}" else Figures(self.people, ())

    @property
    def label(self) -> str:
        """The provenance label that travels with every figure."""
        made_up = "MADE UP FOR DEMONSTRATION. " if self.is_made_up else ""
        people = f"{self.people:,} people" if self.people else "fewer than 8 people"
        day = timezone.localtime(self.published_at)
        return (
            f"{made_up}{LABEL} Release {self.number} of {day:%-d %B %Y}: {people}, "
            f"method {self.method}."
        )


@lru_cache(maxsize=1)
def _read(text: str) -> Figures:
    """Reading 300 KB takes 25 ms, and every page of a sign shows the same figures."""
    return read_figures(json.loads(text))


def current_release() -> Release | None:
    """The one that the website shows. Its figures are fetched when they are read."""
    return Release.objects.defer("figures").first()


class PublishedQuote(models.Model):
    """Words of a patient, shown word for word as she agreed."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(
        max_length=80, db_index=True, help_text="Code of a sign, or `being-heard`."
    )
    words = models.TextField()
    signed_as = models.CharField(
        max_length=60, blank=True, help_text="A first or pen name, or none."
    )
    on_behalf = models.BooleanField(default=False, help_text="Told by somebody close to her.")
    published_on = models.DateField(default=timezone.localdate)
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["-published_on", "uid"]

    def __str__(self) -> str:
        return f"Quote {self.uid}"

    kept_for = "until the person who wrote it takes it back"

    @classmethod
    def purge(cls, now: Any) -> int:
        """Nothing by date: `experiences` takes it away with its experience."""
        return 0


def quotes_about(*codes: str) -> list[PublishedQuote]:
    return list(PublishedQuote.objects.filter(about__in=codes))


def quotes_by_code() -> dict[str, list[PublishedQuote]]:
    """All quotes by what they are about, in one query."""
    quotes: dict[str, list[PublishedQuote]] = {}
    for quote in PublishedQuote.objects.all():
        quotes.setdefault(quote.about, []).append(quote)
    return quotes
