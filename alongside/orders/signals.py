"""Whatever the founders change in the shop is on the book's page within a second: it raises the edition.

Copies that come and go do not pass here: `stock` changes them with `update`, and tells when there is
something new to say.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save

from alongside.core.edition import raise_edition

from .models import BookEdition, BookFile, PostageBand, Printing, Shop

ON_THE_PAGE = (Shop, PostageBand, BookEdition, BookFile, Printing)


def listen() -> None:
    for model in ON_THE_PAGE:
        name = model.__name__
        post_save.connect(_raise, sender=model, dispatch_uid=f"edition-save-orders-{name}")
        post_delete.connect(_raise, sender=model, dispatch_uid=f"edition-delete-orders-{name}")


def _raise(**named: Any) -> None:
    if not named.get("raw"):
        raise_edition()
