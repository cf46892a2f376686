"""The catalogue, from the moderators' side: a sign that people told of again and again, and merging."""

from collections.abc import Sequence

from django.db import transaction

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.experiences.models import Experience, UnlistedSign
from alongside.signs import actions as website
from alongside.signs.models import SignPage


@transaction.atomic
def make_sign(*, words: Sequence[str], name: str, place: str, urgency: str, by: User) -> SignPage:
    """A draft of a new sign, for an editor to finish; whoever told of `words` counts under it.

    It is not published by this, and says that it has no clinical source yet. place: slug. Raises
    signs.actions.NoSuchPlace, or ValidationError.
    """
    page = website.draft_sign(name=name, place=place, urgency=urgency, lay_terms=words, by=by)
    rows = UnlistedSign.objects.select_for_update().filter(words__in=words, code="")
    for row in rows.select_related("experience"):
        experience = Experience.objects.select_for_update().get(pk=row.experience_id)
        codes = dict.fromkeys([*experience.sign_codes, page.code])
        Experience.objects.filter(pk=experience.pk).update(signs=" ".join(codes))
    rows.update(code=page.code)
    audit.record(actor=by, action="sign.drafted", target=f"page:{page.pk}")
    return page


@transaction.atomic
def merge(*, sign: SignPage, into: SignPage, by: User) -> None:
    """`sign` is a part of `into` from now on: it counts there, and its address leads there.

    Raises signs.actions.CannotMerge.
    """
    website.merge_sign(sign=sign, into=into, by=by)
    audit.record(actor=by, action="sign.merged", target=f"page:{sign.pk}")


@transaction.atomic
def take_apart(*, sign: SignPage, by: User) -> None:
    """Undo a merge: the sign stands by itself again."""
    website.take_apart(sign=sign, by=by)
    audit.record(actor=by, action="sign.taken_apart", target=f"page:{sign.pk}")
