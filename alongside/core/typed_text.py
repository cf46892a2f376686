"""What somebody typed, made fit to be kept. Nothing that can be seen is changed."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def clean_text(text: str) -> str:
    """The same words: line ends are \\n, no control characters but \\n and tab, Unicode form NFC.

    Half a character (a lone surrogate, which no database takes) becomes �. Emoji, right-to-left text
    and its marks, and anything that looks like a script stay as typed: templates escape.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", _LINE_ENDS.sub("\n", whole)))


def without_turns(text: str) -> str:
    """For what stands among other words, on a label, in a list: without the signs that turn the direction of
    all that follows (Unicode Standard Annex 9, section 2). Right-to-left letters need none of them."""
    return _TURNS.sub("", text)


@deconstructible
class AtMost:
    """Validator: at most `most` letters (code points), and by how many it is too long."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, text: str) -> None:
        over = len(text) - self.most
        if over > 0:
            letters = "letter" if over == 1 else "letters"
            raise ValidationError(
                f"This is {over:,} {letters} too long. There is room for {self.most:,}. "
                "All your words are still here.",
                code="too_long",
            )
