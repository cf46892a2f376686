"""Some pages of the book as a PDF (PDF/UA-1, ISO 14289-1), made by Typst. The same words, the same bytes."""

from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.rich_text import expand_db_html

from alongside.answers.leaflet import paragraphs_of
from alongside.core.json_ld import address_of
from alongside.core.typesetting import accessible_pdf

from .book_pages import BookPage

TEMPLATE = Path(__file__).with_suffix(".typ")


def make_pdf(page: BookPage) -> bytes:
    """Raises typst.TypstError if it cannot conform."""
    changed = timezone.localtime(page.last_published_at or timezone.now())
    data = data_of(page) | {"changed": [changed.year, changed.month, changed.day]}
    return accessible_pdf(TEMPLATE, data, changed=changed)


def data_of(page: BookPage) -> dict[str, Any]:
    samples = [block.value for block in page.look_inside]
    return {
        "title": page.book_title or page.title,
        "author": page.author,
        "label": page.label,
        "address": address_of(page),
        "pages": [
            {
                "heading": sample["heading"],
                "paragraphs": paragraphs_of(expand_db_html(sample["text"].source)),
            }
            for sample in samples
        ],
    }
