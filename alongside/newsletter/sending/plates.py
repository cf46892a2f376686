"""The plates of the letters that are going out: rendered once for each set of sections, then kept."""

from dataclasses import dataclass, field
from typing import cast

from django.conf import settings

from alongside.newsletter.letter_pages import LetterPage
from alongside.newsletter.models import Mailing, NewsletterSettings
from alongside.newsletter.parts import ContentNote, Part
from alongside.newsletter.rendering import Rendered, has_anything, render

from .composing import NAME, Place, Plate, placeholder_links, plate

Key = tuple[int, int, bool]


def place() -> Place:
    """Of this site, with the settings of today."""
    site = settings.WAGTAILADMIN_BASE_URL
    return Place(site, NewsletterSettings.current().leave_address)


def frozen_page(mailing: Mailing) -> LetterPage:
    """The letter as it was when it was ordered."""
    return cast(LetterPage, mailing.revision.as_object())


@dataclass
class Plates:
    """Of one mailing. 256 sets at the most; sets that show the same sections share one plate."""

    page: LetterPage
    place: Place
    _by_choice: dict[Key, Plate | None] = field(default_factory=dict)
    _by_words: dict[Rendered, Plate] = field(default_factory=dict)

    def plate(self, *, parts: int, spared: int, named: bool) -> Plate | None:
        """None if the letter has nothing for her."""
        key = (parts, spared, named)
        if key not in self._by_choice:
            self._by_choice[key] = self._make(Part(parts), ContentNote(spared), named)
        return self._by_choice[key]

    def _make(self, parts: Part, spared: ContentNote, named: bool) -> Plate | None:
        if not has_anything(self.page, parts, spared):
            return None
        archive = self.place.site + (self.page.url or "/letters/")
        links = placeholder_links(self.place, archive=archive)
        name = NAME if named else ""
        rendered = render(self.page, parts=parts, spared=spared, links=links, first_name=name)
        if rendered not in self._by_words:
            self._by_words[rendered] = plate(rendered, self.place)
        return self._by_words[rendered]
