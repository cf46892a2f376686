"""What a moderator may do to the words of a quote: cut, and say with a note what stood there.

The edit rules that readers see (`signs/edit_rules.html`) are these. Everything that is shown is hers, word
for word and in her order; “[…]” or a note such as [name] stands wherever something is left out.
"""

import re
import unicodedata

CUT = "[…]"
NOTES = ("[name]", "[hospital]", "[place]", "[date]", "[age]", "[job]", "[number]")
"""What may stand for what is left out, beside `CUT`."""

_GAP = re.compile(r"\[(?:…|\.\.\.|" + "|".join(note[1:-1] for note in NOTES) + r")\]")
_WORD = re.compile(r"\w+(?:['’‘-]\w+)*|[^\w\s]")
_TURNS_ROUND = re.compile(
    r"(?i)not|no|never|nobody|nothing|none|nor|neither|without|hardly|.+n['’]t"
)
_FEW = 3  # words: who cuts only so many, and a “not” among them, turns round what she says

NOTHING_LEFT = "Nothing of hers is left. Please leave some of her words, or do not show it."
NOT_AT_THE_BEGINNING = (
    "Something is missing at the beginning. Please put […] where you have cut it out."
)
NOT_AT_THE_END = "Something is missing at the end. Please put […] where you have cut it out."
TURNED_ROUND = (
    "Cutting only “{words}” turns round what she says. Please leave it, or cut the whole sentence."
)


def tidy(shown: str) -> str:
    """What is shown, with “[…]” always written alike and no spaces around it."""
    text = unicodedata.normalize("NFC", shown.replace("\r\n", "\n")).strip()
    return text.replace("[...]", CUT)


def is_only_cut(original: str, shown: str) -> bool:
    """Whether `shown` is `original` with nothing but pieces replaced by “[…]” or a note."""
    return not problem_with(original, shown)


def problem_with(original: str, shown: str) -> str:
    """What has to be changed before it can be shown, in words for the moderator; "" if nothing."""
    hers, pieces = _words(tidy(original)), _pieces(tidy(shown))
    if not any(piece for piece in pieces if piece):
        return NOTHING_LEFT
    place, cut = 0, 0  # up to where her words are used; how many gaps stand before this piece
    for number, piece in enumerate(pieces):
        if piece:
            is_last = number == len(pieces) - 1
            found = _find(piece, hers, place, cut, is_last=is_last)
            if found is None:
                return _why_not(piece, hers, place, cut)
            if problem := _turned_round(hers[place:found]):
                return problem
            place, cut = found + len(piece), 0
        cut += 1
    if pieces[-1]:
        return "" if place == len(hers) else NOT_AT_THE_END
    if len(hers) - place < cut - 1:
        return _added("a note where nothing is cut")
    return _turned_round(hers[place:])


def _pieces(shown: str) -> list[list[str]]:
    """Her words between the gaps; an empty list where a gap stands at an end, or two in a row."""
    return [_words(part) for part in _GAP.split(shown)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _find(piece: list[str], hers: list[str], place: int, cut: int, *, is_last: bool) -> int | None:
    """Where these words stand, at `place` itself or, after gaps, at least a word for each later."""
    if cut == 0:
        return place if hers[place : place + len(piece)] == piece else None
    last = len(hers) - len(piece)
    starts = [last] if is_last and last >= place + cut else range(place + cut, last + 1)
    return next((at for at in starts if hers[at : at + len(piece)] == piece), None)


def _why_not(piece: list[str], hers: list[str], place: int, cut: int) -> str:
    """Names the words that are not hers, as far as can be told."""
    if cut == 0 and any(hers[at : at + len(piece)] == piece for at in range(len(hers))):
        return NOT_AT_THE_BEGINNING
    for length in range(1, len(piece) + 1):
        some = piece[:length]
        if not any(hers[at : at + length] == some for at in range(place, len(hers))):
            return _added(f"“{' '.join(piece[max(0, length - 3) : length])}”")
    if cut and hers[place : place + len(piece)] == piece:
        return _added("a note where nothing is cut")
    return (
        f"After “{' '.join(piece[-4:])}” something is missing. Please put […] where you have cut."
    )


def _added(what: str) -> str:
    return (
        f"This is not word for word what she wrote: {what}. You may only cut, "
        "and write […] or a note such as [name] in its place."
    )


def _turned_round(cut: list[str]) -> str:
    words = [word for word in cut if word[0].isalnum()]
    if 0 < len(words) <= _FEW and any(_TURNS_ROUND.fullmatch(word) for word in words):
        return TURNED_ROUND.format(words=" ".join(words))
    return ""
