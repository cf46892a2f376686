"""What the page of a chapter shows: today's answers, what changed since a printing, the mistakes."""

from dataclasses import dataclass

from alongside.answers.models import AnswerPage
from alongside.orders.models import BookEdition, Chapter, Erratum, Printing

from .changes import Change, since


@dataclass(frozen=True)
class Answer:
    """One answer of a chapter. `change` is None when it says what the printing says."""

    page: AnswerPage
    change: Change | None


def printings() -> list[Printing]:
    """Those that a reader may have in her hand: of the book, in the order of the editions."""
    of_book = Printing.objects.exclude(edition__kind=BookEdition.Kind.JOURNAL)
    return list(
        of_book.select_related("edition").order_by(
            "edition__position", "edition", "-printed_on", "-number"
        )
    )


def answers(chapter: Chapter, printing: Printing | None) -> list[Answer]:
    """Those that are online and not out of date, changed ones first; else in the order of the chapter."""
    pages = AnswerPage.objects.live().public().filter(translation_key__in=chapter.answers)
    found = {str(page.translation_key): page for page in pages.prefetch_related("reviews")}
    shown = [found[key] for key in chapter.answers if key in found and found[key].is_findable]
    changed = since(printing.printed_on, shown) if printing else {}
    told = [Answer(page, changed.get(page.pk)) for page in shown]
    return sorted(told, key=lambda one: one.change is None)


def errata(chapter: Chapter, printing: Printing | None) -> list[Erratum]:
    """Mistakes in this chapter; with `printing`, those of its copies only."""
    known = Erratum.objects.online().filter(chapter=chapter)
    return [one for one in known if printing is None or one.concerns(printing)]


Group = tuple[Printing | None, list[tuple[Erratum, bool]]]


def errata_by_printing() -> list[Group]:
    """Each printing with its mistakes, also with none; True beside the first showing of a mistake.

    (None, …): those that are in no printing that is noted.
    """
    known, seen = list(Erratum.objects.online()), set[int]()
    groups: list[Group] = [
        (printing, _once([one for one in known if one.concerns(printing)], seen))
        for printing in printings()
    ]
    left = _once([one for one in known if one.pk not in seen], seen)
    return [*groups, (None, left)] if left else groups


def _once(some: list[Erratum], seen: set[int]) -> list[tuple[Erratum, bool]]:
    told = [(one, one.pk not in seen) for one in some]
    seen.update(one.pk for one in some)
    return told
