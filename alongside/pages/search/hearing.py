"""Hears what somebody typed: text-speak undone and typing mistakes mended, for the rules to read.

`verdicts` and `emergencies` are lists of patterns over plain words. They read what `Hearing.hear`
returns, so that `shud i take`, `carnt brethe` and `can’t breathe` are one thing to them.
"""

import re
from collections.abc import Iterable

from alongside.core.language.spelling import Spelling
from alongside.core.language.words import fold

_WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")

# Text-speak and mistakes that are words of their own, or too far from the word that was meant.
_SAID = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "wot": "what", "wat": "what", "wen": "when",
    "cud": "could", "shud": "should", "shld": "should", "wud": "would", "hav": "have", "av": "have",
    "hv": "have", "ave": "have", "gona": "going to", "gonna": "going to", "gunna": "going to",
    "goin": "going", "wanna": "want to", "wana": "want to", "gotta": "got to", "iv": "ive",
    "carnt": "cant", "cannot": "cant", "couldnt": "cant", 
    "dosnt": "doesnt", "dosent": "doesnt", "dnt": "dont", "didnt": "didnt", "isnt": "isnt",
    "wks": "weeks", "wk": "week", "yrs": "years", "yr": "year", "mths": "months", "hrs": "hours",
    "hosp": "hospital", "tho": "though", "thro": "through", "thru": "through", "cos": "because",
    "coz": "because", "bcos": "because", "mam": "mum", "mom": "mum", "ma": "mum", "mummy": "mum",
    "hubby": "husband", "missus": "wife", "kemo": "chemo", "meds": "medicine", "temp": "temperature",
    "tempreture": "temperature", "brethe": "breathe", "breth": "breath",
    "im": "i am", "whats": "what is",
    "hows": "how is", "gt": "got", "lng": "long", "diein": "dying", "dieing": "dying",
    "diying": "dying", "dyeing": "dying", "di": "die", "liv": "live", "bk": "back", "bak": "back",
    "lern": "learn", "pls": "please", "plz": "please", "thort": "thought", "sumthing": "something",
    "summat": "something", "nothin": "nothing",
    "wil": "will", "wll": "will", "nite": "night", "ov": "of", "bin": "been", "wiv": "with",
    "docter": "doctor", "siezure": "seizure", "seazure": "seizure", "ne": "any", "nd": "and",
    "bowl": "bowel", "bowls": "bowels", "horse": "hoarse", "seisure": "seizure",
    "paralised": "paralysed", "numness": "numbness", "num": "numb", "mite": "might", "rite": "right",
    "fone": "phone", "sezure": "seizure", "headake": "headache", "hedake": "headache",
    "hedache": "headache", "stabing": "stabbing", "tabs": "tablets", "sez": "says",
}  # fmt: skip

_JOINED = [
    (r"can not|cant not|unable to|not able to|could not", "cant"),
    (r"do not", "dont"), (r"does not", "doesnt"), (r"did not", "didnt"), (r"has not", "hasnt"),
    (r"is not|isnt", "not"), (r"will not|would not|wouldnt", "wont"), (r"have not", "havent"),
    (r"ill (?=(?:\w+ )?(?:live|make|last|be|die|see|get|survive|have)\b)", "i will "),
    (r"i have got", "ive got"), (r"she is", "shes"), (r"he is", "hes"),
    (r"back pain|backache|back ache|bad back|sore back", "back pain"),
    (r"head aches?|bad heads?|sore head|head pains?|pain in (?:my|her|his) head", "headache"),
]  # fmt: skip


# One edit in a word of four to seven letters, two in a longer one, and the same first letter: more
# than that turns plain words into alarming ones.
NEAR_ENOUGH = 0.8
LONG, LONG_AND_NEAR = 8, 0.87  # letters; of a word that the pack has too


class Hearing:
    """Mends queries. `listened_for` are words of the rules; `trusted` words are left as they are.

    A word of the rules that ends in `*` stands for every word that begins so.
    """

    def __init__(self, listened_for: Iterable[str], trusted: Iterable[str] = ()) -> None:
        words = set(listened_for)
        self._beginnings = tuple(sorted(word[:-1] for word in words if word.endswith("*")))
        known = {word for word in words if not word.endswith("*")}
        known |= {start + end for start in self._beginnings for end in ("", "e", "s", "ed", "ing")}
        self._known = known
        self._trusted = set(trusted) - known
        self._spelling = Spelling(known)

    def hear(self, query: str) -> str:
        """The query as plain mended words with one space between."""
        words = [self._mend(word) for word in _WORD.findall(fold(query))]
        text = " ".join(words)
        for pattern, said in _JOINED:
            text = re.sub(rf"\b(?:{pattern})\b", said, text)
        return text

    def _mend(self, word: str) -> str:
        if word in _SAID:
            return _SAID[word]
        if len(word) < 4 or word in self._known or word.startswith(self._beginnings):
            return word
        # A long word may be trusted because somebody's misspelling stands in the pack: mend it too.
        enough = NEAR_ENOUGH if word not in self._trusted else LONG_AND_NEAR
        if word in self._trusted and len(word) < LONG:
            return word
        guesses = self._spelling.guess(word)
        best = max(guesses, key=lambda g: guesses[g], default=word)
        return best if guesses.get(best, 0) >= enough else word
