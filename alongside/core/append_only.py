"""Rows that are written once: the log of who did what, and the lines of the ledger."""

from typing import Any, ClassVar

from django.db import models


class NeverChanged(TypeError):
    """Such a row is never changed, and never taken out but by `forget`. A new one corrects it."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **fields: Any) -> int:
        raise NeverChanged

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NeverChanged

    delete.queryset_only = True  # type: ignore[attr-defined]

    def forget(self) -> int:
        """Take out what may not, or need not, be kept any longer; how many rows that were."""
        return super().delete()[0]


class AppendOnly(models.Model):
    """Base of a model whose rows are only ever added."""

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise NeverChanged
