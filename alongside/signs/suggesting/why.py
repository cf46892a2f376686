"""Why a sign is suggested, in words: which of hers led to it, and the way to tell of it that is nearest."""

from .ranking import Ranking, features
from .reading import Heard, surface

MOST_WORDS = 3


def why(ranking: Ranking, number: int, phrase: str) -> str:
    """For example: “ribs”, “laugh”; like “sore ribs when I laugh”."""
    words = _telling_words(ranking, number, phrase)
    near = ranking.near(features(ranking.reader.read(phrase))[0]).get(number, [])
    like = ranking.phrases[max(near)[1]].text if near else ""
    said = ", ".join(f"“{word}”" for word in words)
    if said and like:
        return f"{said}; like “{like}”"
    return said or (f"like “{like}”" if like else "")


def _telling_words(ranking: Ranking, number: int, phrase: str) -> list[str]:
    gains: dict[str, float] = {}
    for word in dict.fromkeys(surface(phrase)):
        heard: tuple[Heard, ...] = ranking.reader.hear(word)
        gains[word] = ranking.gain(number, heard)
    best = sorted(gains, key=lambda word: -gains[word])[:MOST_WORDS]
    return [word for word in best if gains[word] > 0.5]
