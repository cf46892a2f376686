"""The blocks that health statements are made of. A fact cannot be written without its basis."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

INLINE = ["bold", "italic", "link"]


class Nation(models.TextChoices):
    ALL = "all", "All four nations"
    ENGLAND = "england", "England"
    SCOTLAND = "scotland", "Scotland"
    WALES = "wales", "Wales"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"
    ENGLAND_AND_WALES = "england-wales", "England and Wales"
    GREAT_BRITAIN = "england-scotland-wales", "England, Scotland and Wales"


class _BasisValue(blocks.StructValue):
    """What every block with a basis can say of it."""

    @property
    def is_unsourced(self) -> bool:
        """True when no source at all stands behind it."""
        return not self.get("sources") and not self.get("about_this_site")


class FactBlock(blocks.StructBlock):
    """One fact and its basis: sources, or a plain mark that there is none yet."""

    text = blocks.RichTextBlock(features=INLINE)
    sources = blocks.ListBlock(
        SnippetChooserBlock("core.Source"), default=[], label="Sources", required=False
    )
    general_knowledge = blocks.BooleanBlock(
        required=False,
        label="Part of it is general knowledge, not yet sourced",
        help_text="Shown to the reader in these words.",
    )
    about_this_site = blocks.BooleanBlock(
        required=False, label="It is about this site itself", help_text="Needs no other source."
    )

    class Meta:
        icon = "pick"
        label = "Fact"
        value_class = _BasisValue
        template = "core/blocks/fact.html"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if not (value["sources"] or value["general_knowledge"] or value["about_this_site"]):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "sources": ValidationError(
                        "Say what this rests on: pick a source, or tick one of the boxes below."
                    )
                }
            )
        return value


def numbers_of_facts(text: str) -> tuple[int, ...]:
    """`"1, 3"` → (1, 3). Raises ValidationError on anything else."""
    try:
        numbers = tuple(int(part) for part in text.replace(";", ",").split(",") if part.strip())
    except ValueError:
        numbers = ()
    if not numbers or min(numbers) < 1:
        raise ValidationError("Write the numbers of the facts below that this rests on, like 1, 3.")
    return numbers


class RestsOnBlock(blocks.CharBlock):
    """The numbers of the facts that a statement rests on, as the editor counts them from 1."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not self.is_deferred_validation:
            numbers_of_facts(value)
        return value


class StatementBlock(blocks.StructBlock):
    """A sentence or two of the one-minute answer, and the facts that it rests on."""

    text = blocks.RichTextBlock(features=INLINE)
    rests_on = RestsOnBlock(
        label="Rests on facts", help_text="Numbers of the facts in “In full” below, like 1, 3."
    )

    class Meta:
        icon = "pilcrow"
        label = "Statement"


class RedFlagBlock(blocks.StructBlock):
    """What to do first, then when."""

    do = blocks.CharBlock(label="Do this first", max_length=255)
    when = blocks.TextBlock(label="When", rows=2)
    signs = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="signs.SignPage"),
        default=[],
        label="Signs",
        required=False,
    )

    class Meta:
        icon = "warning"
        label = "Red flag"


class NationBlock(blocks.StructBlock):
    """What is different in one nation of the UK."""

    where = blocks.ChoiceBlock(choices=Nation.choices)
    note = blocks.RichTextBlock(features=INLINE)
    sources = blocks.ListBlock(
        SnippetChooserBlock("core.Source"), default=[], label="Sources", required=False
    )

    class Meta:
        icon = "globe"
        label = "Note for a nation"
        value_class = _BasisValue

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["where"] = Nation(value["where"]).label
        return context
