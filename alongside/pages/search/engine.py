"""One query in, one outcome out: emergencies, a verdict perhaps, and pages in order.

Nothing about a query is logged or kept. The outcome says where help stands; it never says what a
person has, how ill she is or what to take.
"""

from dataclasses import dataclass

from alongside.core.documents import Document
from alongside.pages.search import emergencies, verdicts
from alongside.pages.search.hearing import Hearing
from alongside.pages.search.index import Found, SearchIndex
from alongside.pages.search.reasons import give_reason

# An emergency that no rule named is shown all the same when somebody typed just what others typed, or
# when it is the best page that there is: with two telling words in common, or among nothing but signs
# of which it is not the only emergency (a list of symptoms looks like that).
JUST_LIKE, LIKE, TELLING_WORDS = 0.97, 0.28, 2
MOST = 50  # results for one query
NEARLY, NAMED_ENOUGH = 0.7, 0.3  # of the best score


@dataclass(frozen=True, slots=True)
class Result:
    """One page that was found. `why` says in plain words why it was."""

    id: str
    kind: str
    url: str
    title: str
    one_sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What search answers. `emergency` holds ids of signs, the strongest first.

    `results` are those that were asked for, of `total` that were found.
    """

    results: tuple[Result, ...] = ()
    emergency: tuple[str, ...] = ()
    verdict: str | None = None
    total: int = 0


class Engine:
    """Search over one edition of the site."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self.by_id = {document.id: document for document in index.documents}
        self._urgent = [d.id for d in index.documents if d.what_to_do_now]
        listened_for = emergencies.words_listened_for() | verdicts.words_listened_for()
        self.hearing = Hearing(listened_for, index.vocabulary.seen)

    def search(self, query: str, count: int = 10, start: int = 0) -> Outcome:
        """The outcome for a query, with `count` results from `start`; an empty one for no query."""
        if not query.strip():
            return Outcome()
        heard = self.hearing.hear(query)
        by_rule = emergencies.find_emergencies(heard)
        verdict = verdicts.find_verdict(heard)
        found = self._put_help_first(self.index.find(query, by_rule, MOST), verdict)[:MOST]
        shown = tuple(_to_result(query, f) for f in found[start : start + count])
        return Outcome(shown, self._order(by_rule, found), verdict, len(found))

    def urgent(self, outcome: Outcome) -> list[Document]:
        """The pages of the outcome's emergencies, for “what to do now”."""
        return [self.by_id[sign] for sign in outcome.emergency]

    def help_for(self, verdict: str | None) -> list[Document]:
        """Pages that help where no website may answer, the nearest first."""
        return [self.by_id[i] for i in verdicts.HELP.get(verdict or "", ()) if i in self.by_id]

    def _order(self, by_rule: dict[str, int], found: list[Found]) -> tuple[str, ...]:
        """Emergencies that rules or people's own words point to, the strongest first."""
        strength = {sign: 1.0 + rules for sign, rules in by_rule.items() if sign in self._urgent}
        for f in found:
            sign = f.document.id
            if sign in strength:
                strength[sign] += f.fit
            elif f.document.what_to_do_now and (f.fit >= JUST_LIKE or _is_best_emergency(f, found)):
                strength[sign] = f.fit
        return tuple(sorted(strength, key=lambda sign: -strength[sign]))

    def _put_help_first(self, found: list[Found], verdict: str | None) -> list[Found]:
        """With a verdict, the page about the drug or the symptom, then the pages that help."""
        help_ids = [document.id for document in self.help_for(verdict)]
        if not verdict or not help_ids:
            return found
        found_by_id = {f.document.id: f for f in found}
        helping = [found_by_id.get(i) or Found(self.by_id[i]) for i in help_ids]
        if verdict == verdicts.PROGNOSIS or not found:
            first = []
        else:
            first = [_topic(found, verdict)]
            first += [f for f in found if f is not first[0]][:1]
        placed = {f.document.id for f in first}
        ordered = first + [f for f in helping if f.document.id not in placed]
        placed |= set(help_ids)
        return ordered + [f for f in found if f.document.id not in placed]


def _is_best_emergency(f: Found, found: list[Found]) -> bool:
    if f is not found[0] or f.fit < LIKE:
        return False
    top = [g.document for g in found[:3]]
    symptoms_only = all(d.kind == "sign" for d in top)
    return f.shared >= TELLING_WORDS or (
        symptoms_only and sum(bool(d.what_to_do_now) for d in top) > 1
    )


def _topic(found: list[Found], verdict: str) -> Found:
    """The page about what was asked, if one fits nearly as well as the best: for a diagnosis a sign,
    for a dose the word of the glossary that the query names."""
    is_diagnosis = verdict == verdicts.DIAGNOSIS
    for f in found[:10]:
        is_topic = f.document.kind == "sign" if is_diagnosis else f.named
        if is_topic and f.score >= (NEARLY if is_diagnosis else NAMED_ENOUGH) * found[0].score:
            return f
    return found[0]


def _to_result(query: str, found: Found) -> Result:
    d = found.document
    return Result(d.id, d.kind, d.url, d.title, d.one_sentence, give_reason(query, found))
