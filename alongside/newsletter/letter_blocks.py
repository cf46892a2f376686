"""What a letter is made of: sections, each with blocks, a part and content notes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from alongside.core.blocks import FactBlock

from .parts import ContentNote, Part

PARTS = [(str(part.value), part.label) for part in Part]
NOTES = [(str(note.value), note.label) for note in ContentNote]
TEXT = ["bold", "italic", "link", "ol", "ul"]


class HttpsBlock(blocks.RegexBlock):
    """An address of another site. Not a text: neither the word list nor the reading age looks here."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("help_text", "Begins with https://")
        kwargs.pop("regex", None)
        errors = {"invalid": "An address begins with https:// and has no spaces."}
        super().__init__(regex=r"\Ahttps://[^\s/]\S*\Z", error_messages=errors, **kwargs)


class AnswerCardBlock(blocks.PageChooserBlock):
    """An answer of ours: its question, its one sentence, what it rests on and how fresh it is."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["page_type"] = "answers.AnswerPage"
        super().__init__(**kwargs)

    class Meta:
        icon = "help"
        label = "Answer card"


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words."""

    words = blocks.BlockQuoteBlock(label="Her words")
    who = blocks.CharBlock(
        required=False, max_length=120, help_text="Only as she wants to be named."
    )

    class Meta:
        icon = "openquote"
        label = "Quote"


class ButtonBlock(blocks.StructBlock):
    """One thing to do. Leads to a page of ours, or to another site over https."""

    words = blocks.CharBlock(label="Words on the button", max_length=60)
    page = blocks.PageChooserBlock(required=False)
    address = HttpsBlock(required=False, label="Or an address")

    class Meta:
        icon = "link"
        label = "Button"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if bool(value["page"]) == bool(value["address"]):
            problem = "Choose a page or write an address: one of the two."
            raise blocks.StructBlockValidationError(block_errors={"page": ValidationError(problem)})
        return value


class EventBlock(blocks.StructBlock):
    """Something to come to: what, when and where."""

    what = blocks.CharBlock(max_length=120)
    begins = blocks.DateTimeBlock(help_text="UK time.")
    ends = blocks.DateTimeBlock(required=False, help_text="UK time. May stay empty.")
    where = blocks.CharBlock(max_length=200, help_text="A place, or “Online”.")
    about = blocks.TextBlock(required=False, rows=3, label="More about it")
    address = HttpsBlock(required=False, label="Address to find out more")

    class Meta:
        icon = "date"
        label = "Event"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value.get("begins") and value.get("ends") and value["ends"] <= value["begins"]:
            problem = ValidationError("It ends before it begins.")
            raise blocks.StructBlockValidationError(block_errors={"ends": problem})
        return value


class SectionBlock(blocks.StructBlock):
    """A piece of a letter. `part`: who asked for it; empty: everybody."""

    heading = blocks.CharBlock(required=False, max_length=120)
    part = blocks.ChoiceBlock(
        choices=[("", "everybody"), *PARTS],
        required=False,
        label="For",
        help_text="Only people who asked for this get the section by mail.",
    )
    notes = blocks.MultipleChoiceBlock(
        choices=NOTES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="It speaks of",
        help_text="People who asked to be spared this do not get the section by mail. "
        "On the website a line says so before it.",
    )
    body = blocks.StreamBlock(
        [
            ("text", blocks.RichTextBlock(features=TEXT)),
            ("fact", FactBlock(help_text="Anything about health: say what it rests on.")),
            ("answer", AnswerCardBlock()),
            ("picture", ImageBlock()),
            ("quote", QuoteBlock()),
            ("button", ButtonBlock()),
            ("event", EventBlock()),
        ]
    )

    class Meta:
        icon = "mail"
        label = "Section"
        label_format = "{heading}"


def part_of(section: Any) -> Part:
    """For whom a section is; Part(0): for everybody."""
    return Part(int(section.get("part") or 0))


def notes_of(section: Any) -> ContentNote:
    """What a section speaks of."""
    return ContentNote(sum(int(note) for note in section.get("notes") or ()))
