"""The search index: tantivy finds what could fit, `ranking` puts it in order.

Every way that people type a question is a small document of its own beside the page that it leads
to. All of it lives in memory and is built from nothing at each new edition.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import tantivy

from alongside.core.documents import Document
from alongside.pages.search.spelling import Spelling
from alongside.pages.search.words import key, stem, surface

HEAP = 15_000_000  # bytes; the smallest that tantivy takes
CANDIDATES = 150  # phrases, and pages, that are looked at closely

QUIET = frozenset(
    stem(word)
    for word in """a an the and or of to in on at by for with from as is am are was were be been being it its this that
    these those i im ive id my me mine you your youre we our us she her he his him they them their do does dont did done have
    has had having will would can could should shall may might must what whats which who how when where there here if so
    but not no just get got go going very really any some all about into than then too also up out off over please
    like want know think because im hes shes theyre cancer breast""".split()
)


FAMILY = frozenset(stem(w) for w in "mum dad wife husband sister brother partner daughter son nan friend aunt relative feel keep make take stop day week month year time someone people person woman women help".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say what a page is about."""

    page: int
    text: str
    source: str  # "asked", "term" or "title"
    words: frozenset[str]
    size: float


@dataclass(frozen=True, slots=True)
class Hit:
    page: int
    score: float
    phrase: Phrase | None = None


@dataclass
class Weights:
    best: float = 1.0
    more: float = 0.15
    page: float = 0.8
    title: float = 1.0
    asked: float = 0.9
    sentence: float = 0.6
    body: float = 0.4
    qpow: float = 0.5
    ppow: float = 0.5
    exact: float = 0.6
    quiet: float = 0.15
    family: float = 0.35
    sat: float = 0.5
    soft: float = 0.8


class SearchIndex:
    def __init__(self, documents: Sequence[Document], weights: Weights | None = None) -> None:
        self.w = weights or Weights()
        self.documents = list(documents)
        self.number = {d.id: n for n, d in enumerate(self.documents)}
        raw: list[tuple[int, str, str, list[str]]] = []
        self.fields: list[dict[str, float]] = []
        df: Counter[str] = Counter()
        vocabulary: Counter[str] = Counter()
        self.keys: dict[str, set[int]] = defaultdict(set)
        for n, d in enumerate(self.documents):
            field: dict[str, float] = {}
            def put(text: str, weight: float) -> list[str]:
                s = surface(text)
                vocabulary.update(s)
                ws = [stem(x) for x in s]
                for x in set(ws):
                    field[x] = field.get(x, 0) + weight
                return ws
            raw.append((n, d.title, "title", put(d.title, self.w.title)))
            for t in d.asked:
                raw.append((n, t, "asked", put(t, self.w.asked)))
            for t in d.lay_terms:
                raw.append((n, t, "term", put(t, self.w.title if d.kind == "word" else self.w.asked)))
            df.update(field.keys())
            put(d.one_sentence, self.w.sentence)
            put(d.body, self.w.body)
            self.fields.append({x: v/(v+self.w.sat) for x, v in field.items()})
            if d.kind == "word":
                import re
                names = [d.title, *re.split(r"[()/,]", d.title), *d.lay_terms]
                for name in names:
                    k = key(name)
                    if k: self.keys[k].add(n)
        self.df = df
        self.total = len(self.documents)
        self.postings: dict[str, list[int]] = defaultdict(list)
        self.phrases: list[Phrase] = []
        for n, text, source, ws in raw:
            fs = frozenset(ws)
            if not fs: continue
            self.phrases.append(Phrase(n, text, source, fs, sum(self.idf(x) for x in fs)))
            for x in fs:
                self.postings[x].append(len(self.phrases) - 1)
        self.page_postings: dict[str, list[int]] = defaultdict(list)
        for n, f in enumerate(self.fields):
            for x in f: self.page_postings[x].append(n)
        self.vocabulary = vocabulary
        self.spelling = Spelling(vocabulary)

    def idf(self, x: str) -> float:
        v = math.log(1 + self.total / (0.5 + self.df.get(x, 0)))
        return v * (self.w.quiet if x in QUIET else self.w.family if x in FAMILY else 1)

    def understand(self, query: str) -> list[tuple[float, dict[str, float]]]:
        out = []
        seen = set()
        for word in surface(query):
            s = stem(word)
            if s in seen: continue
            seen.add(s)
            alts = {s: 1.0}
            if s in QUIET:
                pass
            elif word not in self.vocabulary and s not in self.df:
                for g, near in self.spelling.guess(word).items():
                    gs = stem(g)
                    alts[gs] = max(alts.get(gs, 0), near)
            elif self.vocabulary[word] <= 2 and len(word) >= 6:
                for g, near in self.spelling.guess(word).items():
                    if self.vocabulary[g] >= 3 * self.vocabulary[word]:
                        gs = stem(g)
                        alts[gs] = max(alts.get(gs, 0), near * .9)
            best = max(alts, key=lambda a: (a in self.df) * alts[a])
            w = self.idf(best) if best in self.df else self.idf(s) * .5
            out.append((w, alts))
        return out

    def rank(self, query: str, limit: int = 50) -> list[Hit]:
        w = self.w
        q = self.understand(query)
        total = sum(x for x, _ in q) or 1
        over: dict[int, float] = defaultdict(float)
        pcov: dict[int, float] = defaultdict(float)
        pagecov: dict[int, float] = defaultdict(float)
        for weight, alts in q:
            got: dict[int, tuple[float,str]] = {}
            pg: dict[int, float] = {}
            for a, near in alts.items():
                for p in self.postings.get(a, ()):
                    if got.get(p, (0,))[0] < near: got[p] = (near, a)
                for p in self.page_postings.get(a, ()):
                    v = near * self.fields[p][a]
                    if pg.get(p, 0) < v: pg[p] = v
            for p, (near, a) in got.items():
                over[p] += weight * near
                pcov[p] += self.idf(a) * near
            for p, v in pg.items():
                pagecov[p] += weight * v
        pages: dict[int, list[tuple[float, Phrase]]] = defaultdict(list)
        for p, o in over.items():
            ph = self.phrases[p]
            s = (o / total) ** w.qpow * (pcov[p] / ph.size) ** w.ppow
            pages[ph.page].append((s, ph))
        hits = []
        k = key(query)
        exact = self.keys.get(k, ())
        for n, v in pagecov.items():
            ss = sorted(pages.get(n, []), key=lambda x: -x[0])[:4]
            score = w.page * v / total
            if ss:
                score += w.best * ss[0][0] + w.more * sum(x[0] for x in ss[1:4])
            if n in exact: score += w.exact
            hits.append(Hit(n, score, ss[0][1] if ss else None))
        for n in exact:
            if n not in pagecov: hits.append(Hit(n, w.exact, None))
        hits.sort(key=lambda h: -h.score)
        return hits[:limit]
