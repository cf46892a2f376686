"""The catalogue of signs: what a code means, and what became of codes that were merged."""

from dataclasses import dataclass

from alongside.core.models import SitePage

from .codes import merged
from .heard_pages import BEING_HEARD, BeingHeardPage
from .models import SignPage

__all__ = ["BEING_HEARD", "CatalogueSign", "catalogue", "merged", "page_about"]


@dataclass(frozen=True)
class CatalogueSign:
    """One sign. code: for ever, for example `s-bone-pain`. place: slug of its place of spread."""

    code: str
    name: str
    place: str
    lay_terms: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    description: str = ""
    clinical_term: str = ""


def catalogue() -> list[CatalogueSign]:
    """Every sign that people can choose, by place and name. Those that were merged are left out."""
    pages = SignPage.objects.live().public().filter(merged_into="").order_by("path")
    return [
        CatalogueSign(
            code=page.code,
            name=page.title,
            place=_place_slug(page),
            lay_terms=page.lay_term_lines,
            asked=page.asked_lines,
            description=page.description,
            clinical_term=page.clinical_term,
        )
        for page in pages
    ]


def _place_slug(page: SignPage) -> str:
    return str(page.url_path).rstrip("/").split("/")[-2]


def page_about(code: str) -> SitePage | None:
    """The live page on which quotes about this code stand: of the sign, or “What it took to be heard”."""
    if code == BEING_HEARD:
        return BeingHeardPage.objects.live().public().first()
    code = merged().get(code, code)
    return SignPage.objects.live().public().filter(brief_id=code).first()
