"""Whom to ring: shown before the form, beside every thank you, and while answers are slow."""

import re
from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Site

DAY_AND_NIGHT = "Day and night."
FIRST_NUMBERS = [
    ("Emergency", "999", DAY_AND_NIGHT, "If your life or somebody else’s may be in danger."),
    (
        "Your 24-hour cancer helpline",
        "",
        DAY_AND_NIGHT,
        "If you are having treatment. The number is on your alert card.",
    ),
    (
        "NHS 111",
        "111",
        "Day and night, in England, Scotland and Wales.",
        "In Northern Ireland ring your GP, or GP out-of-hours.",
    ),
    ("Samaritans", "116 123", DAY_AND_NIGHT, "To talk about anything. Free to ring."),
    ("Macmillan", "0808 808 00 00", "", "About living with cancer. Free to ring."),
    ("Breast Cancer Now", "0808 800 6000", "", "Specialist nurses. Free to ring."),
]
"""As on the answer “When is it an emergency?” (Q46), whose sources were read in November 2026."""


def to_dial(number: str) -> str:
    """A telephone number as a link can dial it."""
    return re.sub(r"[^+\d]", "", number)


class _Number(blocks.StructValue):
    @property
    def to_dial(self) -> str:
        return to_dial(self["number"])


class NumberBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80)
    number = blocks.CharBlock(
        max_length=30, required=False, help_text="Empty if it stands elsewhere, as on a card."
    )
    when = blocks.CharBlock(max_length=120, required=False, label="When somebody answers")
    note = blocks.CharBlock(max_length=200, required=False, label="What it is for")

    class Meta:
        icon = "mobile-alt"
        label_format = "{name} {number}"
        value_class = _Number


def first_numbers() -> list[tuple[str, dict[str, str]]]:
    """Those that a new site begins with."""
    names = ("name", "number", "when", "note")
    return [("number", dict(zip(names, row, strict=True))) for row in FIRST_NUMBERS]


@register_setting(icon="mobile-alt")
class HelpNumbers(BaseSiteSetting):
    """Edited by founders. Every number was rung, or read on the page of its owner, on `checked_on`.

    The first ones come from the brief; readers see that nobody here has checked them yet.
    """

    numbers = StreamField([("number", NumberBlock())], default=first_numbers)
    checked_on = models.DateField(
        "all numbers checked on",
        null=True,
        blank=True,
        help_text="Ring each one, or look it up, then write the day here. Readers see it.",
    )

    panels = [FieldPanel("numbers"), FieldPanel("checked_on")]

    class Meta:
        verbose_name = "numbers to ring"


def help_numbers(request: HttpRequest) -> Any:
    """Those of this site. Reading makes no row: no GET changes anything."""
    site = Site.find_for_request(request)
    return HelpNumbers.objects.filter(site=site).first() or HelpNumbers(site=site)
