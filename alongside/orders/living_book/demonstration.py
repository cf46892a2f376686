"""Made-up chapters and one mistake, to show the living book. Each page of them says so."""

from itertools import count, islice

from django.db import transaction

from alongside.answers.models import AnswersPage
from alongside.core.demo import Advance, Demonstration
from alongside.orders.actions import living_book as actions
from alongside.orders.models import Chapter, Erratum

WHAT = "made-up chapters of the book, and one mistake in it"
MOST = 5  # answers of a chapter


def demonstration() -> Demonstration:
    return Demonstration("chapters", WHAT, make, clear)


@transaction.atomic
def make(number: int, advance: Advance) -> None:
    """So many chapters with numbers that are free, each about one group of questions."""
    page = AnswersPage.objects.live().first()
    groups = page.groups() if page else []
    taken = set(Chapter.objects.values_list("number", flat=True))
    free = (one for one in count(1) if one not in taken)
    chapters = [
        Chapter(
            number=at,
            title=group.name,
            answers=[str(one.translation_key) for one in answers[:MOST]],
            is_made_up=True,
        )
        for at, (group, answers) in zip(islice(free, number), groups, strict=False)
    ]
    for chapter in chapters:
        actions.write_chapter(chapter, by=None)
        advance(1)
    if chapters and not Erratum.objects.filter(is_made_up=True).exists():
        _mistake(chapters[0])


def _mistake(chapter: Chapter) -> None:
    mistake = Erratum(
        chapter=chapter,
        place="page 12, first line",
        says="our webside",
        should_say="our website",
        basis=Erratum.Basis.BOOK,
        is_made_up=True,
    )
    actions.write_erratum(mistake, printings=[], by=None)
    actions.put_online(mistake, by=None)


def clear() -> int:
    """What was made up. How many chapters there were."""
    return actions.clear_made_up()
