"""PDFs by Typst (PDF/UA-1, ISO 14289-1), and which letters its own fonts do not have.

What people wrote travels as data, never as Typst source. Fonts of the machine are not used, so that a
label looks the same on every machine; what cannot be printed is said instead of left out silently.
"""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

MANY = 500
"""Pages. More are set by a process of their own: 5,000 take a gigabyte, and only its end gives it back."""

_LATIN = 0x24F  # the last letter of Latin Extended-B: our fonts have all up to here
_MISSING = re.compile(r'the text `"((?:\\.|[^"\\])+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PROBE = (
    b'#set document(title: "x")\n#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n'
    b"#for words in json(bytes(sys.inputs.data)) [#words #parbreak()]"
)


def pdf(template: Path, data: Mapping[str, Any], *, pages: int) -> bytes:
    """The document that `template` makes of `data`. pages: about how many it will have.

    If something in it cannot be read aloud after all, it is printed nevertheless.
    """
    words = json.dumps(data)
    if pages <= MANY:
        return _set(str(template), words)
    command = [sys.executable, "-P", __file__, str(template)]
    done = subprocess.run(command, input=words.encode(), capture_output=True, check=True)  # noqa: S603
    return done.stdout


def accessible_pdf(
    template: Path, data: Mapping[str, Any], *, changed: datetime | None = None
) -> bytes:
    """The same, or typst.TypstError if it cannot be read aloud. changed: the same words and the same day
    make the same bytes."""
    return _compile(str(template), json.dumps(data), changed=changed)


def _set(template: str, data: str) -> bytes:
    try:
        return _compile(template, data)
    except typst.TypstError:
        return _compile(template, data, aloud=False)


def _compile(
    template: str | bytes, data: str, *, aloud: bool = True, changed: datetime | None = None
) -> bytes:
    return bytes(
        typst.compile(
            template,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            pdf_standards="ua-1" if aloud else None,
            timestamp=int(changed.timestamp()) if changed else None,
        )
    )


def unprintable(words: Iterable[str]) -> set[str]:
    """The letters and signs in them that our fonts do not have. A few milliseconds, however many words."""
    strange = sorted({text for text in words if any(ord(sign) > _LATIN for sign in text)})
    if not strange:
        return set()
    try:
        _compile(_PROBE, json.dumps(strange))
    except typst.TypstError as problem:
        signs = {sign for text in strange for sign in text if ord(sign) > _LATIN}
        named = "".join(_MISSING.findall(str(getattr(problem, "diagnostic", "") or problem)))
        missing = signs & set(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), named))
        return missing or signs  # never a sign too few
    return set()


def is_picture(sign: str) -> bool:
    """An emoji, or what only changes how one looks: an address can be read without it."""
    return unicodedata.category(sign) in {"So", "Sk", "Cf", "Mn", "Me", "Co", "Cn"}


def without(words: str, signs: set[str], *, instead: str = "") -> str:
    """instead: what stands for one of these signs, or for several side by side."""
    runs = groupby(words, key=lambda sign: sign in signs)
    return "".join(instead if is_gone else "".join(run) for is_gone, run in runs)


def breakable(words: str, *, longest: int = 24) -> str:
    """A word without an end gets places where a line may end (ZERO WIDTH SPACE), so that it stays inside."""
    return " ".join(
        "\u200b".join(word) if len(word) > longest else word for word in words.split(" ")
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(_set(sys.argv[1], sys.stdin.buffer.read().decode()))
