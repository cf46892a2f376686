"""The narrow door from `experiences`: a release comes in, a quote comes in, a quote goes."""

import uuid
from collections.abc import Sequence
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.contrib.redirects.models import Redirect

from alongside.core.edition import raise_edition

from .catalogue import merged
from .figures import Figures
from .models import PlacePage, SignPage
from .releases import PublishedQuote, Release


@transaction.atomic
def publish_release(*, figures: Figures, method: str, is_made_up: bool) -> Release:
    """Show these figures from now on, and keep of the last ones only date, method and total."""
    last = Release.objects.select_for_update().first()
    if last is not None:
        last.figures = {}
        last.save(update_fields=["figures"])
    release = Release.objects.create(
        number=last.number + 1 if last else 1,
        method=method,
        people=figures.people,
        figures=figures.as_json(),
        is_made_up=is_made_up,
    )
    raise_edition()
    return release


@transaction.atomic
def publish_quote(
    *, about: str, words: str, signed_as: str, on_behalf: bool, is_made_up: bool = False
) -> uuid.UUID:
    """Show words of a patient on the page of a sign, or on “What it took to be heard”."""
    quote = PublishedQuote.objects.create(
        about=about, words=words, signed_as=signed_as, on_behalf=on_behalf, is_made_up=is_made_up
    )
    raise_edition()
    return quote.uid


@transaction.atomic
def take_names_away(*uids: uuid.UUID) -> int:
    """The quotes stay and stand without a name. Returns how many there are."""
    changed = PublishedQuote.objects.filter(uid__in=uids).update(signed_as="")
    if changed:
        raise_edition()
    return changed


@transaction.atomic
def take_away_quotes(*uids: uuid.UUID) -> int:
    """Gone from the next second on: every process drops what it kept. Returns how many there were."""
    gone = PublishedQuote.objects.filter(uid__in=uids).delete()[0]
    if gone:
        raise_edition(withdrawn=True)
    return gone


@transaction.atomic
def forget_demonstration() -> None:
    """Quotes and releases with anything in them that was made up go, as if they had never been."""
    gone = PublishedQuote.objects.filter(is_made_up=True).delete()[0]
    gone += Release.objects.filter(is_made_up=True).delete()[0]
    if gone:
        raise_edition()


class NoSuchPlace(Exception):
    """No place of spread has this slug."""


class CannotMerge(Exception):
    """A sign with itself, in a circle, one that was merged already, or into one that is not public."""


class NotAsUrgent(CannotMerge):
    """Whoever looks for an emergency must not be led to a page that says that it can wait."""


@transaction.atomic
def draft_sign(
    *, name: str, place: str, urgency: str, lay_terms: Sequence[str], by: Any
) -> SignPage:
    """A draft in the catalogue, from what patients told us. Raises NoSuchPlace, or ValidationError."""
    parent = PlacePage.objects.filter(slug=place).first()
    if parent is None:
        raise NoSuchPlace
    slug = _free_slug(slugify(name)[:50] or "sign")
    page = SignPage(
        title=name,
        slug=slug,
        brief_id=f"s-{slug}",
        urgency=urgency,
        action="Ring your breast care nurse, cancer team or GP. Say you have had breast cancer.",
        urgency_reason="Not written yet: an editor has to fill this in, from a clinical source.",
        description="Patients told us of this. There is no clinical source yet.",
        lay_terms="\n".join(lay_terms),
        general_knowledge=True,
        live=False,
        owner=by,
    )
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page


def _free_slug(slug: str) -> str:
    """It, or the first of `slug-2`, `slug-3` … that no sign has in its address or in its code."""
    taken: set[str] = set()
    for used, code in SignPage.objects.values_list("slug", "brief_id"):
        taken |= {used, code.removeprefix("s-")}
    return next(one for one in chain([slug], (f"{slug}-{n}" for n in count(2))) if one not in taken)


@transaction.atomic
def merge_sign(*, sign: SignPage, into: SignPage, by: Any) -> SignPage:
    """`sign` counts under `into` and its address leads there. If `into` was merged itself, what it counts
    under is meant. Returns the sign under which it counts now. Raises CannotMerge, NotAsUrgent.
    """
    _hold_catalogue()
    sign.refresh_from_db()
    into = _counted_under(into)
    if sign.pk == into.pk or sign.merged_into or not into.live:
        raise CannotMerge
    if sign.is_emergency and not into.is_emergency:
        raise NotAsUrgent
    if sign.live:
        Redirect.objects.update_or_create(
            old_path=_path_of(sign),
            site=None,
            defaults={"redirect_page": into, "redirect_link": "", "is_permanent": False},
        )
    _say_merged(sign, into.code, by=by)
    # A moderator may merge, and has no right of Wagtail's to take pages down: the door asked already.
    UnpublishPageAction(sign, user=by).execute(skip_permission_checks=True)
    raise_edition()
    return into


@transaction.atomic
def take_apart(*, sign: SignPage, by: Any) -> bool:
    """It stands by itself again. Whether it is public again: only if it was when it was merged.

    That it was, the redirect from its address says. What an editor wrote since stays a draft.
    """
    _hold_catalogue()
    redirects = Redirect.objects.filter(old_path=_path_of(sign), site=None)
    was_public = bool(redirects.delete()[0])
    draft = _say_merged(sign, "", by=by)
    if was_public:
        # Who may merge may undo it: these words were public before, and an editor had published them.
        sign.save_revision(user=by).publish(user=by, skip_permission_checks=True)
        if _words_of(draft) != _words_of(sign):
            draft.save_revision(user=by)
    raise_edition()
    return was_public


def _hold_catalogue() -> None:
    """Two merges at once could make a circle."""
    list(SignPage.objects.select_for_update().order_by("pk").values_list("pk"))


def _counted_under(sign: SignPage) -> SignPage:
    code = merged().get(sign.code, sign.code)
    return SignPage.objects.filter(brief_id=code).first() or sign


def _path_of(sign: SignPage) -> str:
    return str(Redirect.normalise_path(sign.get_url_parts()[2]))


def _say_merged(sign: SignPage, code: str, *, by: Any) -> SignPage:
    """In the page and in its newest draft, so that neither brings the other back. Returns the draft."""
    sign.merged_into = code
    sign.save(update_fields=["merged_into"])
    draft: SignPage = sign.get_latest_revision_as_object()
    draft.merged_into = code
    draft.save_revision(user=by)
    sign.refresh_from_db()
    return draft


def _words_of(sign: SignPage) -> dict[str, Any]:
    kept = sign.serializable_data()
    own = {field.name for field in SignPage._meta.local_fields} | {"title"}
    return {name: value for name, value in kept.items() if name in own}
