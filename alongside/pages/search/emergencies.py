"""Which emergencies a query may be about, so that “what to do now” can stand above everything else.

This looks words up and shows a page, as an index does. It does not judge how ill anybody is, gives no
score and keeps nothing: it must not become a triage (UK medical-device law).

The rules are in `emergency_rules`. We would rather show a sign once too often than miss one, but a
warning on every page teaches people not to look at it: so a rule asks for what is alarming about the
symptom, not for the symptom's name.
"""

import re

from alongside.pages.search.emergency_rules import RULES


def find_emergencies(heard: str) -> dict[str, int]:
    """Ids of the emergency signs that a heard query overlaps → how many of their rules hold."""
    found: dict[str, int] = {}
    for rule in RULES:
        if rule.holds(heard):
            found[rule.sign] = found.get(rule.sign, 0) + 1
    return found


def words_listened_for() -> set[str]:
    """The words that the rules name, for mending typing mistakes; `shiver*` for `shiver\\w*`."""
    patterns = [need.pattern for rule in RULES for need in rule.needs]
    found = {m for p in patterns for m in re.findall(r"(?<![\\a-z])[a-z]{4,}(?:\\w)?", p)}
    return {word.replace("\\w", "*") for word in found}
