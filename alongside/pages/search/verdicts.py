"""Hears when a query asks about one person's own diagnosis, prognosis or dose.

No website can answer that, and this one must not try: software that interprets one person's data is a
medical device (UK Medical Devices Regulations 2002). So a verdict opens no door to an answer; it adds
"No website can tell you that. Here is who can." and the pages that help. Nothing is worked out about
the person, and nothing is kept.

A rule needs a person (I, my mum, she …) and a question whose answer would be a judgement on her.
General questions ("how long can people live with it", "is bone pain always cancer") are no verdict.
A plain sentence about a symptom ("I have back pain") is none either: it leads to the sign.
"""

import re

from alongside.pages.search.verdict_rules import (
    DIAGNOSIS_SAID,
    DIAGNOSIS_SAID_PLAINLY,
    DOSE_SAID,
    NOT_DIAGNOSIS,
    NOT_DOSE,
    NOT_PROGNOSIS,
    PROGNOSIS_SAID,
    PROGNOSIS_SAID_PLAINLY,
)

DIAGNOSIS, PROGNOSIS, DOSE = "personal-diagnosis", "personal-prognosis", "personal-dose"

# Pages that help, by verdict; the first ones are the nearest.
HELP = {
    PROGNOSIS: ("Q26", "Q49", "Q44"),
    DIAGNOSIS: ("Q03", "Q11", "Q46"),
    DOSE: ("Q44", "Q46", "Q45"),
}

_NOTHING = re.compile(r"(?!)")

# Who asks how long she will live if she stops a drug asks about living, so that comes first.
RULES = (
    (PROGNOSIS, PROGNOSIS_SAID, NOT_PROGNOSIS),
    (PROGNOSIS, PROGNOSIS_SAID_PLAINLY, _NOTHING),
    (DOSE, DOSE_SAID, NOT_DOSE),
    (DIAGNOSIS, DIAGNOSIS_SAID, NOT_DIAGNOSIS),
    (DIAGNOSIS, DIAGNOSIS_SAID_PLAINLY, _NOTHING),
)


def find_verdict(heard: str) -> str | None:
    """`personal-dose`, `personal-prognosis`, `personal-diagnosis` or None, for a heard query."""
    for verdict, said, but_not in RULES:
        if said.search(heard) and not but_not.search(heard):
            return verdict
    return None


def words_listened_for() -> set[str]:
    """The words that the rules name, for mending typing mistakes; `dex*` for `dex\\w*`."""
    found: set[str] = set()
    for _, said, but_not in RULES:
        for pattern in (said.pattern, but_not.pattern):
            found |= set(re.findall(r"(?<![\\a-z])[a-z]{4,}(?:\\w)?", pattern))
    return {word.replace("\\w", "*") for word in found}
