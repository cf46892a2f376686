"""The e-book as files: kept where only this code reaches them, handed out to whoever paid."""

import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import BookEdition, BookFile

MOST = 60 * 1024 * 1024  # bytes
TYPES = {BookFile.Kind.EPUB: "application/epub+zip", BookFile.Kind.PDF: "application/pdf"}


class NotABook(ValueError):
    """Its words are for the founder: what is wrong with the file."""


def folder() -> Path:
    return Path(settings.VAR) / "books"


def path_of(file: BookFile) -> Path:
    return folder() / f"{file.edition_id}.{file.kind}"


def files_of(editions: Iterable[int]) -> list[BookFile]:
    """Those of these editions (ids) that are really there."""
    files = BookFile.objects.filter(edition__in=list(editions)).select_related("edition")
    return [file for file in files if path_of(file).exists()]


def is_there(edition: BookEdition) -> bool:
    """Whether who pays can download it. One that is made up has no file, and says so."""
    return edition.is_made_up or bool(files_of([edition.pk]))


def kind_of(content: bytes) -> BookFile.Kind:
    """By what is in it, never by its name. Raises NotABook."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        return BookFile.Kind.PDF
    if content.startswith(b"PK\x03\x04") and _is_epub(content):
        return BookFile.Kind.EPUB
    raise NotABook("This is no EPUB and no PDF, or it is broken. Please choose another file.")


def _is_epub(content: bytes) -> bool:
    """EPUB 3.3, section 4.2: a ZIP with the file `mimetype`."""
    try:
        with ZipFile(BytesIO(content)) as book:
            return book.read("mimetype").strip() == TYPES[BookFile.Kind.EPUB].encode()
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error):
        return False


@transaction.atomic
def keep(edition: BookEdition, upload: IO[bytes]) -> BookFile:
    """Take a file in; one of the same kind before it is replaced. Raises NotABook."""
    content = upload.read(MOST + 1)
    if len(content) > MOST:
        raise NotABook(f"The file is too large. It may have {MOST // 1024 // 1024} MB.")
    if edition.is_posted:
        raise NotABook("This edition is on paper. Please choose the e-book.")
    file, _ = BookFile.objects.update_or_create(
        edition=edition,
        kind=kind_of(content),
        defaults={"size": len(content), "at": timezone.now()},
    )
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_of(file)
    partial = path.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.replace(path)
    return file
