"""What a letter is made of: sections, each with blocks, a part and content notes."""

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from .parts import ContentNote, Part

PARTS = [(str(part.value), part.label) for part in Part]
NOTES = [(str(note.value), note.label) for note in ContentNote]


class SectionBlock(blocks.StructBlock):
    """A piece of a letter. `part`: who asked for it; empty: everybody."""

    heading = blocks.CharBlock(required=False, max_length=120)
    part = blocks.ChoiceBlock(choices=PARTS, required=False)
    notes = blocks.MultipleChoiceBlock(choices=NOTES, required=False)
    body = blocks.StreamBlock(
        [
            ("text", blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"])),
            ("picture", ImageBlock()),
        ]
    )

    class Meta:
        icon = "mail"
        label = "Section"
