"""All words of a page that a reader will read, one text after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from .blocks import RestsOnBlock

_OWN_LINE = {"p", "li", "br", "h2", "h3", "h4", "ul", "ol", "blockquote"}
_OF_EVERY_PAGE = ("title", "seo_title", "search_description")


@dataclass(frozen=True)
class Text:
    """One text of a page, without markup. `path` is where Wagtail's editor shows it."""

    path: tuple[str, ...]
    label: str
    text: str
    is_quote: bool = False


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.quotes: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.depth += tag == "blockquote"
        if tag in _OWN_LINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "blockquote"
        if tag in _OWN_LINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        (self.quotes if self.depth > 0 else self.parts).append(data)


def plain(html: str) -> str:
    """The words of rich text, a line for each paragraph. What stands in a quotation is left out."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    lines = ("".join(parser.parts)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def is_unfinished(page: models.Model) -> bool:
    """Is something missing without which the editor would not publish it? Drafts may be half done."""
    return bool(what_is_missing(page))


def what_is_missing(page: models.Model) -> list[str]:
    """Why the editor would not publish these words, as she would be told, field by field."""
    try:
        page.full_clean()
    except ValidationError as error:
        return list(_in_words(page, error))
    streams = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return [f"{_label(field)}: not complete." for field in streams if not _is_whole(page, field)]


def _in_words(page: models.Model, error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else f"{_label(page._meta.get_field(name))}: "
        yield from (f"{label}{message}" for message in messages)


def _is_whole(page: models.Model, field: Any) -> bool:
    try:
        field.stream_block.clean(getattr(page, field.name))
    except ValidationError:
        return False
    return True


def texts_of(page: models.Model) -> Iterator[Text]:
    """The texts of `page` in the order of its fields; those in `page.unread_fields` are left out."""
    inherited = {field.name for field in Page._meta.get_fields()}
    for field in page._meta.get_fields():
        name = field.name
        if name in getattr(page, "unread_fields", ()):
            continue
        if name in inherited and name not in _OF_EVERY_PAGE:
            continue
        if isinstance(field, StreamField):
            yield from _texts_of_stream(getattr(page, name), (name,), _label(field))
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            value = getattr(page, name) or ""
            text = plain(value) if isinstance(field, RichTextField) else value
            if text.strip():
                yield Text((name,), _label(field), text)


def _label(field: Any) -> str:
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]


def _texts_of_stream(stream: Any, path: tuple[str, ...], label: str) -> Iterator[Text]:
    for number, child in enumerate(stream, 1):
        yield from _texts_of_block(
            child.block, child.value, (*path, str(child.id)), f"{label}, {number}"
        )


def _texts_of_block(block: Any, value: Any, path: tuple[str, ...], label: str) -> Iterator[Text]:
    """The texts in one block, however deep. Choices, addresses and numbers of facts are no texts."""
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        for name, child in block.child_blocks.items():
            yield from _texts_of_block(child, value.get(name), (*path, name), label)
    elif isinstance(block, blocks.StreamBlock):
        yield from _texts_of_stream(value, path, label)
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value.bound_blocks if value else [], 1):
            yield from _texts_of_block(
                block.child_block, item.value, (*path, str(item.id)), f"{label}.{number}"
            )
    elif text := _text_of_field(block, value, path, label):
        yield text


def _text_of_field(block: Any, value: Any, path: tuple[str, ...], label: str) -> Text | None:
    """The text of a block that holds no others. The value of an ImageBlock is a picture: its alt text."""
    if isinstance(block, ImageBlock):
        alt = (value.contextual_alt_text or "").strip() if value else ""
        return Text((*path, "alt_text"), label, alt) if alt else None
    if isinstance(block, blocks.RichTextBlock):
        text = plain(value.source) if value else ""
        return Text(path, label, text) if text else None
    if not isinstance(block, blocks.CharBlock | blocks.TextBlock) or isinstance(
        block, RestsOnBlock
    ):
        return None
    is_text = isinstance(value, str) and value.strip()
    return Text(path, label, value, isinstance(block, blocks.BlockQuoteBlock)) if is_text else None
