"""The catalogue, from the moderators' side: a sign that people told of again and again, and merging."""

from collections.abc import Sequence

from django.db import transaction

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.experiences.models import Experience, UnlistedSign
from alongside.experiences.unlisted import fold
from alongside.signs import actions as website
from alongside.signs.models import SignPage


@transaction.atomic
def make_sign(*, words: Sequence[str], name: str, place: str, urgency: str, by: User) -> SignPage:
    """A draft of a new sign, for an editor to finish; whoever told of `words` counts under it.

    words: in any spelling that folds alike (`unlisted.fold`). It is not published by this, and says that
    it has no clinical source yet. place: slug. Raises signs.actions.NoSuchPlace, or ValidationError.
    """
    wanted = {fold(one) for one in words}
    rows = [
        row
        for row in UnlistedSign.objects.select_for_update().filter(code="").order_by("experience")
        if fold(row.words) in wanted
    ]
    spellings = list(dict.fromkeys([*words, *(row.words for row in rows)]))
    page = website.draft_sign(name=name, place=place, urgency=urgency, lay_terms=spellings, by=by)
    for row in rows:
        _count_under(page.code, row.experience_id)
    UnlistedSign.objects.filter(pk__in=[row.pk for row in rows]).update(code=page.code)
    audit.record(actor=by, action="sign.drafted", target=f"page:{page.pk}")
    return page


def _count_under(code: str, experience_id: int) -> None:
    experience = Experience.objects.select_for_update().get(pk=experience_id)
    codes = dict.fromkeys([*experience.sign_codes, code])
    Experience.objects.filter(pk=experience.pk).update(signs=" ".join(codes))


@transaction.atomic
def merge(*, sign: SignPage, into: SignPage, by: User) -> SignPage:
    """`sign` is a part of `into` from now on: it counts there, and its address leads there. If `into` is
    part of another one itself, that one is meant, and returned.

    Raises signs.actions.CannotMerge.
    """
    into = website.merge_sign(sign=sign, into=into, by=by)
    audit.record(actor=by, action="sign.merged", target=f"page:{sign.pk}")
    return into


@transaction.atomic
def take_apart(*, sign: SignPage, by: User) -> bool:
    """Undo a merge: the sign stands by itself again. Whether its page is public again."""
    is_public = website.take_apart(sign=sign, by=by)
    audit.record(actor=by, action="sign.taken_apart", target=f"page:{sign.pk}")
    return is_public
