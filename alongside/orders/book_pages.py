"""The page of the book at `/book/`: founders write it like any other page.

Prices, postage and stock come from the shop at each rendering. It is answered from memory like every public
page, so whatever changes them raises the edition (`signals`, `stock`).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from alongside.core import json_ld
from alongside.core.documents import Document
from alongside.core.models import SitePage

TEXT = ["h3", "bold", "italic", "link", "ol", "ul"]
LABEL = (
    "The book tells what patients lived through. It is not medical advice, and not from a clinical "
    "source."
)
_IN_STOCK = {True: "https://schema.org/InStock", False: "https://schema.org/PreOrder"}
_SOLD_OUT = "https://schema.org/SoldOut"


class SampleBlock(blocks.StructBlock):
    """A page or two of the book, to look at before it is bought."""

    heading = blocks.CharBlock(max_length=120, help_text="Such as the title of a chapter.")
    text = blocks.RichTextBlock(features=["bold", "italic"])

    class Meta:
        icon = "openquote"
        label = "Pages of the book"


class BookPage(SitePage):
    """The book, and how to get it."""

    sentence = models.CharField(
        "in one sentence", max_length=255, help_text="For search and previews."
    )
    book_title = models.CharField("title of the book", max_length=160, blank=True)
    author = models.CharField("written by", max_length=160, blank=True)
    cover = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cover_alt = models.CharField(
        "what is on the cover",
        max_length=255,
        blank=True,
        help_text="For people who cannot see it. Title and author stand beside it already.",
    )
    blurb = RichTextField("what it is about", features=TEXT, blank=True)
    look_inside = StreamField([("pages", SampleBlock())], blank=True)
    who_wrote_it = RichTextField(features=TEXT, blank=True)
    what_it_is = RichTextField("what it is, and what it is not", features=TEXT, blank=True)
    while_closed = RichTextField(
        features=TEXT,
        blank=True,
        help_text="Shown as long as nobody has ordered and no orders are taken.",
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("sentence"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("book_title", "author", "cover", "cover_alt", "blurb")],
            heading="The book",
        ),
        FieldPanel("look_inside"),
        FieldPanel("who_wrote_it"),
        FieldPanel("what_it_is"),
        FieldPanel("while_closed"),
        FieldPanel("asked"),
    ]
    settings_panels = [FieldPanel("brief_id"), *Page.settings_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("sentence"),
        index.SearchField("book_title"),
        index.SearchField("blurb"),
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    def clean(self) -> None:
        """Raises ValidationError for a cover that says nothing to whoever cannot see it."""
        super().clean()
        if self.cover_id and not self.cover_alt.strip():
            words = "Please say in a few words what is on the cover."
            raise ValidationError({"cover_alt": words})

    @property
    def label(self) -> str:
        """The provenance label. It goes wherever words of the book go."""
        return LABEL

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, **_shop_now()}

    def structured_data(self) -> dict[str, Any]:
        """The page, and the book with its offers (schema.org); the label goes with it."""
        data = json_ld.web_page(self, summary=f"{self.sentence} {self.label}")
        data |= {"creditText": self.label, "audience": json_ld.AUDIENCE}
        return data | ({"mainEntity": self._book()} if self.book_title else {})

    def _book(self) -> dict[str, Any]:
        book: dict[str, Any] = {"@type": "Book", "name": self.book_title, "inLanguage": "en-GB"}
        if self.author:
            book["author"] = self.author
        if offers := _offers():
            book["offers"] = offers
        return book

    def file_paths(self) -> list[str]:
        inside = [reverse("book-look-inside")] if self.look_inside else []
        return [reverse("book-cancel"), *inside]

    def document(self) -> Document:
        return Document(
            id=self.brief_id or "p-book",
            kind="page",
            url=self.url,
            title=self.title,
            one_sentence=self.sentence,
            asked=self.asked_lines,
            body=" ".join(filter(None, (self.book_title, self.author))),
        )


def _shop_now() -> dict[str, Any]:
    from . import on_sale, ways_to_pay
    from .models import Chapter, Order, Shop

    shop = Shop.current()
    return {
        "has_orders": Order.objects.exists(),
        "has_chapters": Chapter.objects.exists(),
        "shop": shop,
        "is_open": on_sale.is_open(shop),
        "editions": on_sale.on_sale(shop),
        "postage": on_sale.postage(),
        "ways": [words for _, words in ways_to_pay.ways(shop)],
    }


def _offers() -> list[dict[str, Any]]:
    """What can be bought, for machines; nothing of what is made up for demonstration."""
    from . import money

    now = _shop_now()
    if not now["is_open"] or now["shop"].is_made_up:
        return []
    return [
        {
            "@type": "Offer",
            "name": one.edition.name,
            "price": money.decimal(one.edition.pence),
            "priceCurrency": "GBP",
            "availability": _IN_STOCK[one.is_now] if one.can_order else _SOLD_OUT,
        }
        for one in now["editions"]
        if not one.is_to_come
    ]
