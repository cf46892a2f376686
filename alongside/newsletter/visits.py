"""How often the page of a letter was asked for on the website: a number, of nobody.

The published site counts (`published.tally`) and hands the numbers over; people and machines alike.
"""

from collections.abc import Mapping

from django.db.models import F

from .models import Mailing


def add(counts: Mapping[str, int]) -> None:
    """Add to the newest mailing of each letter. counts: `letter:12` → how often since the last time.

    Before a letter is sent nobody came from it, so nothing is counted.
    """
    for name, number in counts.items():
        kind, _, pk = name.partition(":")
        if kind == "letter" and pk.isdecimal():
            newest = Mailing.objects.filter(page=int(pk)).order_by("-ordered_at", "-pk").first()
            if newest:
                Mailing.objects.filter(pk=newest.pk).update(visits=F("visits") + number)
