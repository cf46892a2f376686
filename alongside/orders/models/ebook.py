"""The file of an e-book. The file itself lies under `VAR/books`, where no address leads to it."""

from django.db import models
from django.utils import timezone

from .stock import BookEdition


class BookFile(models.Model):
    """Which file a buyer downloads. Written by `ebook.keep` alone."""

    class Kind(models.TextChoices):
        EPUB = "epub", "EPUB"
        PDF = "pdf", "PDF"

    edition = models.ForeignKey(BookEdition, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField(help_text="Bytes.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="one_file_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"BookFile {self.pk}"
