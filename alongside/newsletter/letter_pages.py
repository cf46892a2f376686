"""Letters are pages: written and published like any other, kept in the public archive at `/letters/`."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from alongside.core.models import SitePage

from .letter_blocks import SectionBlock


class LettersPage(SitePage):
    """The archive: every letter that was published, the newest first."""

    introduction = models.TextField(blank=True)
    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["newsletter.LetterPage"]
    max_count = 1


class LetterPage(SitePage):
    """One letter. Its title is the subject of the mail."""

    sentence = models.CharField(
        "first words",
        max_length=140,
        help_text="Mail programs show this line beside the subject.",
    )
    sections = StreamField([("section", SectionBlock())], blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("sentence"),
        FieldPanel("sections"),
    ]
    parent_page_types = ["newsletter.LettersPage"]
    subpage_types: list[str] = []
