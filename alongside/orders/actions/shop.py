"""Founders say who sells, how one pays and what it costs. An order keeps the prices of its own day."""

from typing import IO, Any

from django.db import transaction
from django.db.models import Max, Model, ProtectedError

from alongside.accounts.audit import record
from alongside.core.edition import raise_edition
from alongside.orders import ebook, opening
from alongside.orders.models import BookEdition, BookFile, PostageBand, Shop


class NotReady(Exception):
    """The shop cannot be open like this. `gaps`: what is missing. Nothing was written."""

    def __init__(self, gaps: list[opening.Gap]) -> None:
        super().__init__(f"{len(gaps)} things are missing")
        self.gaps = gaps


class InUse(Exception):
    """It was ordered or counted: it can be taken from sale, and not be taken out."""


@transaction.atomic
def change_shop(shop: Shop, *, by: Any) -> None:
    """Keep it; there is one row. Raises NotReady if it is open and could not be."""
    shop.pk = shop.pk or 1
    shop.save()
    _done("shop.changed", by)


@transaction.atomic
def change_edition(edition: BookEdition, *, by: Any) -> None:
    """A new one, or another price or name of one. Its numbers of copies are left alone. Raises NotReady."""
    if edition.pk is None:
        edition.is_made_up = Shop.current().is_made_up
        edition.position = _after_the_last(BookEdition)
        edition.save()
    else:
        fields = ["name", "about", "isbn", "pence", "vat", "is_on_sale"]
        edition.save(update_fields=fields)
    _done("shop.edition-changed", by, f"edition:{edition.pk}")


@transaction.atomic
def take_out_edition(edition: BookEdition, *, by: Any) -> None:
    """One that nobody ordered and nobody counted. Raises InUse, NotReady."""
    number = edition.pk
    try:
        edition.delete()
    except ProtectedError:
        raise InUse from None
    _done("shop.edition-removed", by, f"edition:{number}")


@transaction.atomic
def keep_ebook(edition: BookEdition, upload: IO[bytes], *, by: Any) -> BookFile:
    """What buyers of this e-book download from now on. Raises ebook.NotABook."""
    kept = ebook.keep(edition, upload)
    record(actor=by, action="shop.e-book-kept", target=f"edition:{edition.pk}")
    return kept


@transaction.atomic
def change_band(band: PostageBand, *, by: Any) -> None:
    """A new one, or another price of one. Raises NotReady."""
    if band.pk is None:
        band.position = _after_the_last(PostageBand)
    band.save()
    _done("shop.postage-changed", by, f"band:{band.pk}")


@transaction.atomic
def take_out_band(band: PostageBand, *, by: Any) -> None:
    """Nothing is posted at its price any more. Raises NotReady."""
    number = band.pk
    band.delete()
    _done("shop.postage-removed", by, f"band:{number}")


@transaction.atomic
def open_shop(*, by: Any) -> None:
    """Orders are taken from now on. Raises NotReady."""
    _set_open(True)
    _done("shop.opened", by)


@transaction.atomic
def close_shop(*, by: Any) -> None:
    """No new orders; those that are there go on. Also: it was looked at, and shall not be open yet."""
    _set_open(False)
    _done("shop.closed", by)


def _set_open(is_open: bool) -> None:
    shop = Shop.current()
    shop.pk, shop.is_open = shop.pk or 1, is_open
    shop.save()


def _done(action: str, by: Any, target: str = "") -> None:
    """Looked at after the change and in its transaction: an open shop never lacks what it must have."""
    shop = Shop.current()
    if shop.is_open and (gaps := opening.missing(shop)):
        raise NotReady(gaps)
    record(actor=by, action=action, target=target)
    raise_edition()


def _after_the_last(model: type[Model]) -> int:
    last: int | None = model._default_manager.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
