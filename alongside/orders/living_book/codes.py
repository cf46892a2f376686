"""QR codes for the typesetter (ISO/IEC 18004), one chapter or all of them."""

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import Any

import segno

from alongside.core.spreadsheets import harmless
from alongside.orders.models import Chapter, Printing

from . import addresses

LEVELS = {
    "l": "7 %: the smallest code, for clean white paper",
    "m": "15 %: for most books",
    "q": "25 %: for thin or rough paper",
    "h": "30 %: when something is printed over it",
}
"""How much of a code may be spoilt (ISO/IEC 18004, section 8.5)."""

KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "eps": "application/postscript",
    "pdf": "application/pdf",
}
PIXELS = 600  # a picture is at least so wide
QUIET = 4  # modules on each side: the least that the standard asks for


@dataclass(frozen=True)
class Wish:
    """How the codes are to be. level: a key of `LEVELS`; quiet: modules of white on each side."""

    printing: Printing | None = None
    level: str = "m"
    quiet: int = QUIET


def code(chapter: Chapter, wish: Wish) -> segno.QRCode:
    """The least version that holds the address; better protected than asked for if that costs nothing."""
    address = addresses.in_code(chapter, wish.printing)
    return segno.make(address, error=wish.level, micro=False)


def as_file(chapter: Chapter, wish: Wish, kind: str) -> bytes:
    """kind: a key of `KINDS`."""
    made = code(chapter, wish)
    width = made.symbol_size(border=wish.quiet)[0]
    about = {"title": addresses.on_paper(chapter)} if kind == "svg" else {}
    out: Any = io.StringIO() if kind == "eps" else io.BytesIO()
    made.save(out, kind=kind, scale=-(-PIXELS // width), border=wish.quiet, **about)
    written = out.getvalue()
    return written.encode() if isinstance(written, str) else written


def file_name(chapter: Chapter, wish: Wish) -> str:
    """Without its ending: `chapter-03`, `chapter-03-printing-2`."""
    of = f"-printing-{wish.printing.pk}" if wish.printing else ""
    return f"chapter-{chapter.number:02}{of}"


def as_archive(chapters: list[Chapter], wish: Wish) -> bytes:
    """All of them in all kinds, and a list of the addresses (ZIP)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for chapter in chapters:
            for kind in KINDS:
                name = f"{kind}/{file_name(chapter, wish)}.{kind}"
                archive.writestr(name, as_file(chapter, wish, kind))
        archive.writestr("addresses.csv", _list(chapters, wish))
    return out.getvalue()


def _list(chapters: list[Chapter], wish: Wish) -> str:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["chapter", "title", "to print below the code", "in the code", "file"])
    for one in chapters:
        row = [addresses.on_paper(one), addresses.in_code(one, wish.printing)]
        table.writerow([one.number, harmless(one.title), *row, file_name(one, wish)])
    return "\ufeff" + text.getvalue()
