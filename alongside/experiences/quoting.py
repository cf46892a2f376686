"""What may stand on the website of words that she agreed to: hers, word for word, with pieces cut out.

The published edit rules (`signs/edit_rules.html`): a moderator may cut, and may put a note such as [name] in
the place of what she cut. She may not add, change or move a word.
"""

import re

_NOTE = re.compile(r"\[(?:…|\.\.\.|[a-z][a-z ]{1,20})\]")
NOTES = ("[…]", "[name]", "[hospital]", "[place]", "[date]")


def is_only_cut(original: str, shown: str) -> bool:
    """Whether `shown` is `original` with pieces cut out, each with a note in its place; and not empty."""
    pieces = [_words(piece) for piece in _NOTE.split(shown)]
    if not any(pieces):
        return False
    words, at = _words(original), 0
    for number, piece in enumerate(pieces):
        found = _find(words, piece, at, must_begin=number == 0)
        if found is None:
            return False
        at = found + len(piece)
    return at == len(words) or not pieces[-1] or _ends(words, pieces[-1])


def _words(text: str) -> list[str]:
    """Her words: how many spaces stand between them does not matter."""
    return text.split()


def _find(words: list[str], piece: list[str], start: int, *, must_begin: bool) -> int | None:
    if not piece:
        return start
    last = start if must_begin else len(words) - len(piece)
    places = range(start, last + 1)
    return next((at for at in places if words[at : at + len(piece)] == piece), None)


def _ends(words: list[str], piece: list[str]) -> bool:
    return words[-len(piece) :] == piece
