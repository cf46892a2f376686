"""Why a sign is suggested, in words: what was written that led to it, and the nearest way to say it."""

from collections import Counter
from collections.abc import Callable

from alongside.core.language.words import root

from .meanings import PARTS
from .ranking import Ranking, features
from .reading import MEANT_BY, Heard, plain_words, share, trace
from .said import SAID

MOST_WORDS = 3
LITTLE, SHARE = (
    0.5,
    0.35,
)  # a word that adds less, or less than this share of the best, is not named
PUBLIC = ("name", "lay", "asked")  # the phrases of the catalogue that are shown
NO_SIGN = ("cant", "not")  # matter beside other words only
SKELETON = frozenset(map(root, PARTS["skeleton"].split()))


def why(ranking: Ranking, number: int, phrase: str) -> str:
    """For example: “achy” is a form of “aching”; “hip” is a part of the skeleton; like “aching bones”."""
    known = _words_of(ranking, number)
    reasons = [
        _reason(ranking, number, known, written, heard)
        for written, heard in _telling(ranking, number, phrase)
    ]
    near = ranking.near(features(ranking.reader.read(phrase))[0], number)
    shown = [(fit, at) for at, fit in near.items() if ranking.phrases[at].source in PUBLIC]
    if shown:
        reasons.append(f"like “{ranking.phrases[max(shown)[1]].text}”")
    return "; ".join(reasons)


def _words_of(ranking: Ranking, number: int) -> Counter[str]:
    """The words that the catalogue has for a sign, as they are written there."""
    texts = (p.text for p in ranking.phrases if p.sign == number and p.source in PUBLIC)
    return Counter(word for text in texts for word in plain_words(text))


def _telling(ranking: Ranking, number: int, phrase: str) -> list[tuple[str, tuple[Heard, ...]]]:
    """What was written that adds most to a sign, and what it was heard as."""
    gains: dict[str, tuple[float, tuple[Heard, ...]]] = {}
    for written, word in trace(phrase):
        if word in NO_SIGN:
            continue
        heard = ranking.reader.hear(word)
        gain = ranking.gain(number, heard)
        if gain > max(LITTLE, gains.get(written, (0.0,))[0]) and share(root(word)) == 1:
            gains[written] = gain, heard
    best = sorted(gains.items(), key=lambda item: -item[1][0])[:MOST_WORDS]
    return [(written, heard) for written, (gain, heard) in best if gain >= SHARE * best[0][1][0]]


def _reason(
    ranking: Ranking, number: int, known: Counter[str], written: str, heard: tuple[Heard, ...]
) -> str:
    """One word of hers, and what it has to do with the sign."""
    words = plain_words(written)
    own = words[0] if len(words) == 1 else ""
    if own in known and ranking.signs[number].place == "bone" and root(own) in SKELETON:
        return f"“{written}” is a part of the skeleton"
    if not own or own in known:
        return f"“{written}”"
    roots = {one.root for one in heard}
    if same := _commonest(known, lambda word: root(word) in roots):
        how = (
            "is a form of" if root(own) == root(same) else "means" if own in SAID else "is read as"
        )
        return f"“{written}” {how} “{same}”"
    meanings = [meaning for one in heard for meaning in one.meanings]
    meant = max(meanings, key=lambda meaning: ranking.gain_of(meaning, number), default="")
    if like := _commonest(known, lambda word: meant in MEANT_BY.get(root(word), ())):
        return f"“{written}” is much like “{like}”"
    return f"“{written}”"


def _commonest(known: Counter[str], fits: Callable[[str], bool]) -> str:
    return next((word for word, _ in known.most_common() if fits(word)), "")
