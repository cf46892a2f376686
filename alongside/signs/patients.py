"""The voice of patients on the pages of places and signs: figures of the current release, and quotes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from .codes import counted_under
from .figures import ALL, Cell, Figures, Table
from .releases import PublishedQuote, Release, current_release, quotes_about
from .sentences import people_in_words

STORY = ("weeks", "visits", "taken_for")
"""What is told of one place or one sign."""
QUOTES_ON_A_PLACE = 3

NOT_YET_COLLECTED = (
    "We have no figures from patients yet, and we make none up. When enough people have told us, "
    "their answers will stand here, apart from what clinical sources say."
)


@dataclass(frozen=True)
class Noticed:
    """How many people of one group noticed a sign first."""

    group: str
    group_label: str
    words: str
    count: int
    people: int | None

    @property
    def is_everybody(self) -> bool:
        return self.group == ALL


@dataclass(frozen=True)
class Voice:
    """What patients say on one page. No release: nobody has said anything yet."""

    release: Release | None = None
    noticed: tuple[Noticed, ...] = ()
    signs: Table | None = None
    tables: tuple[Table, ...] = ()
    quotes: tuple[PublishedQuote, ...] = ()
    links: dict[str, str] = field(default_factory=dict)

    @property
    def has_figures(self) -> bool:
        return bool(self.noticed or self.signs or self.tables)

    @property
    def words(self) -> str:
        """Everything in it that may come close to an emergency."""
        cells = self.signs.cells if self.signs else ()
        return "\n".join([*(q.words for q in self.quotes), *(cell.label for cell in cells)])

    def context(self) -> dict[str, Any]:
        return {
            "voice": self,
            "release": self.release,
            "links": self.links,
            "not_yet_collected": NOT_YET_COLLECTED,
        }


def voice_of_sign(code: str, place: str) -> Voice:
    """Figures and quotes about one sign; those of signs that were merged into it count as its own."""
    release = current_release()
    figures = release.read() if release else Figures(None, ())
    return Voice(
        release=release,
        noticed=tuple(_noticed(figures, code, place)),
        tables=_story(figures, f"sign:{code}"),
        quotes=tuple(quotes_about(code, *counted_under(code))),
    )


def voice_of_place(slug: str, codes: Iterable[str]) -> Voice:
    """What people with spread to one place noticed first, and a few quotes about its signs (`codes`)."""
    release = current_release()
    figures = release.read() if release else Figures(None, ())
    signs = figures.table("signs", f"place:{slug}")
    shown = signs if signs and signs.is_shown else None
    return Voice(
        release=release,
        signs=shown,
        tables=_story(figures, f"place:{slug}"),
        quotes=tuple(quotes_about(*codes)[:QUOTES_ON_A_PLACE]),
        links=_addresses(cell.key for cell in shown.cells) if shown else {},
    )


def _noticed(figures: Figures, code: str, place: str) -> Iterable[Noticed]:
    """Everybody, then each route, then the sign's own place of spread: where there is a count to show."""
    for table in figures.of("signs"):
        is_told = table.group in (ALL, f"place:{place}") or table.group.startswith("route:")
        cell = table.cell(code) if is_told else None
        if cell and cell.count:
            yield Noticed(
                table.group,
                table.group_label,
                _noticed_first(table, cell),
                cell.count,
                table.people,
            )


def _noticed_first(table: Table, cell: Cell) -> str:
    """`about 45 of about 120 people (38 in 100)`."""
    share = f" ({cell.percent} in 100)" if cell.percent is not None else ""
    of = f" of {people_in_words(table.people)}" if table.people else " people"
    return f"about {cell.count:,}{of}{share}"


def _story(figures: Figures, group: str) -> tuple[Table, ...]:
    tables = (figures.table(measure, group) for measure in STORY)
    return tuple(table for table in tables if table and table.is_shown)


def _addresses(codes: Iterable[str]) -> dict[str, str]:
    """Code of a sign → address of its page, where it is live."""
    signs = apps.get_model("signs", "SignPage").objects.live().public()
    return {sign.code: sign.url for sign in signs.filter(brief_id__in=list(codes))}
