"""Search: how often the right page comes first, and how long a query takes.

The questions (`search_questions.yaml`) were written apart from the site's own lists of ways people
type things. The peer is plain BM25 over titles and texts, in the same run, with the same stemmer.

    python -m benchmarks.search           the figures, by kind of question
    python -m benchmarks.search misses    and every question whose page did not come first
"""

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import tantivy
import yaml

from alongside.core.documents import Document
from alongside.pages.search.engine import Engine, Outcome
from alongside.pages.search.index import SearchIndex
from alongside.pages.search.pack_documents import read_pack_documents
from benchmarks.figure import Figure, render_table

ROOT = Path(__file__).resolve().parent.parent
PAGES = 1_000
FOLDS = 10  # each way of typing is asked of an index that has not seen it nor the rest of its tenth


@dataclass
class Score:
    """Counts over some questions."""

    asked: int = 0
    first: int = 0
    in_three: int = 0
    emergencies: int = 0
    emergencies_found: int = 0
    emergencies_first: int = 0
    false_emergencies: int = 0
    verdicts: int = 0
    verdicts_found: int = 0
    false_verdicts: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, question: dict[str, Any], outcome: Outcome) -> None:
        """Count one question. A hit is any of the expected pages."""
        ids = [result.id for result in outcome.results]
        expected = set(question["expect"])
        self.asked += 1
        self.first += bool(set(ids[:1]) & expected)
        self.in_three += bool(set(ids[:3]) & expected)
        if not set(ids[:1]) & expected:
            self.misses.append(f"{question['query']} → {ids[:3]}, not {sorted(expected)}")
        if urgent := set(question.get("emergency") or ()):
            self.emergencies += 1
            self.emergencies_found += bool(urgent & set(outcome.emergency))
            self.emergencies_first += bool(urgent & set(outcome.emergency[:1]))
        else:
            self.false_emergencies += bool(outcome.emergency)
        if verdict := question.get("verdict"):
            self.verdicts += 1
            self.verdicts_found += outcome.verdict == verdict
        else:
            self.false_verdicts += bool(outcome.verdict)

    def __str__(self) -> str:
        return (
            f"{self.asked:4} asked  first {self.first / self.asked:6.1%}  "
            f"in three {self.in_three / self.asked:6.1%}  emergencies {self.emergencies_found}"
            f"/{self.emergencies} (first {self.emergencies_first}, false {self.false_emergencies})"
            f"  verdicts {self.verdicts_found}/{self.verdicts} (false {self.false_verdicts})"
        )


class PlainSearch:
    """The peer: BM25 over title and text of answers, signs and words, with English stemming."""

    def __init__(self, documents: list[Document]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("title", tokenizer_name="en_stem")
        builder.add_text_field("text", tokenizer_name="en_stem")
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(heap_size=15_000_000, num_threads=1)
        for d in (d for d in documents if d.kind != "page"):
            text = " ".join((d.one_sentence, *d.lay_terms, d.body))
            writer.add_document(tantivy.Document(title=d.title, text=text, id=d.id))
        writer.commit()
        self._index.reload()

    def ids(self, query: str) -> list[str]:
        """Ids of the ten best pages."""
        parsed, _ = self._index.parse_query_lenient(query, ["title", "text"])
        searcher = self._index.searcher()
        return [searcher.doc(at)["id"][0] for _, at in searcher.search(parsed, 10).hits]


def read_questions(name: str = "search_questions") -> list[dict[str, Any]]:
    """One of the evaluation sets."""
    text = (ROOT / "benchmarks" / f"{name}.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text))


def read_documents() -> list[Document]:
    """The pages of the content pack."""
    return read_pack_documents(ROOT / "content" / "en-GB")


def score_questions(documents: list[Document], name: str = "search_questions") -> dict[str, Score]:
    """Scores by kind of question; `all` for all of them."""
    engine = Engine(SearchIndex(documents))
    scores: dict[str, Score] = defaultdict(Score)
    for question in read_questions(name):
        outcome = engine.search(question["query"], 10)
        scores["all"].add(question, outcome)
        scores[question["kind"]].add(question, outcome)
    return scores


def score_peer(
    documents: list[Document], name: str = "search_questions"
) -> tuple[float, float, float]:
    """How often the peer has the right page first, in the first three, and an emergency first."""
    peer, questions = PlainSearch(documents), read_questions(name)
    found = [(peer.ids(q["query"]), q) for q in questions]
    first = sum(bool(set(ids[:1]) & set(q["expect"])) for ids, q in found)
    in_three = sum(bool(set(ids[:3]) & set(q["expect"])) for ids, q in found)
    urgent = [bool(set(ids[:1]) & set(q["emergency"])) for ids, q in found if q.get("emergency")]
    return first / len(found), in_three / len(found), sum(urgent) / len(urgent)


def score_left_out(documents: list[Document], folds: range = range(FOLDS)) -> Score:
    """Ask for each page in ways that were taken out of the index first.

    Harder than real questions, because what is taken out is often the only one of its words; and the
    only right answer here is that one page, though another may be as good.
    """
    score = Score()
    for fold in folds:
        asked: list[dict[str, Any]] = []
        kept = []
        for d in documents:
            out = {text for n, text in enumerate(d.asked) if (n + len(d.id)) % FOLDS == fold}
            kept.append(replace(d, asked=tuple(text for text in d.asked if text not in out)))
            if d.kind != "page":
                urgent = [d.id] if d.what_to_do_now else []
                asked += [{"query": q, "expect": [d.id], "emergency": urgent} for q in out]
        engine = Engine(SearchIndex(kept))
        for question in asked:
            score.add(question, engine.search(question["query"], 10))
    return score


def grow(documents: list[Document], size: int) -> list[Document]:
    """Documents repeated up to `size` with every fifth word altered, so that they are new pages."""
    grown = list(documents)
    while len(grown) < size:
        d, copy = documents[len(grown) % len(documents)], len(grown) // len(documents)

        def alter(text: str, copy: int = copy) -> str:
            words = text.split()
            return " ".join(f"{w}{copy}x" if n % 5 == 4 else w for n, w in enumerate(words))

        grown.append(
            replace(
                d,
                id=f"{d.id}-{copy}",
                title=alter(d.title),
                asked=tuple(map(alter, d.asked)),
                lay_terms=tuple(map(alter, d.lay_terms)),
                body=alter(d.body),
            )
        )
    return grown


def time_queries(search: Callable[[str], object], rounds: int = 4) -> tuple[float, float]:
    """Median and 99th percentile of one query, in milliseconds."""
    queries = [question["query"] for question in read_questions()]
    for query in queries[:50]:
        search(query)
    times = []
    for query in queries * rounds:
        start = time.perf_counter()
        search(query)
        times.append((time.perf_counter() - start) * 1_000)
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def figures() -> list[Figure]:
    """Right pages, emergencies, verdicts, and time at 1,000 pages."""
    documents = read_documents()
    many = grow(documents, PAGES)
    _, ours = time_queries(Engine(SearchIndex(many)).search)
    _, theirs = time_queries(PlainSearch(many).ids)
    return [
        *_accuracy(documents, "search_questions", "search"),
        *_accuracy(documents, "search_questions_held_out", "search, second set"),
        _figure("search: p99 at 1,000 pages", "≤ 10 ms", ours, theirs, "ms"),
    ]


def _accuracy(documents: list[Document], name: str, title: str) -> list[Figure]:
    score = score_questions(documents, name)["all"]
    peer_first, peer_three, peer_urgent = score_peer(documents, name)
    urgent = score.emergencies_first / score.emergencies
    heard = score.verdicts_found / score.verdicts
    first, in_three = score.first / score.asked, score.in_three / score.asked
    return [
        _figure(f"{title}: right page first", "≥ 85 %", 100 * first, 100 * peer_first, "%"),
        _figure(f"{title}: in the first three", "≥ 95 %", 100 * in_three, 100 * peer_three, "%"),
        _figure(f"{title}: emergencies first", "100 %", 100 * urgent, 100 * peer_urgent, "%"),
        # No other search does this, so the peer is the whole set.
        _figure(f"{title}: personal questions heard", "100 %", 100 * heard, 100, "%", "all"),
    ]


def _figure(
    name: str, budget: str, ours: float, peer: float, unit: str, peer_name: str = "plain BM25"
) -> Figure:
    return Figure(name, budget, ours, peer, peer_name, ours / peer, unit)


def main() -> None:
    documents = read_documents()
    for name in ("search_questions", "search_questions_held_out"):
        scores = score_questions(documents, name)
        print(name)
        for kind in sorted(scores, key=lambda kind: -scores[kind].asked):
            print(f"{kind:16}{scores[kind]}")
        if "misses" in sys.argv:
            print("\n".join(scores["all"].misses))
    print(f"left out        {score_left_out(documents)}")
    many = grow(documents, PAGES)
    start = time.perf_counter()
    engine = Engine(SearchIndex(many))
    print(f"{len(many)} pages built in {time.perf_counter() - start:.2f} s")
    print("p50 {:.2f} ms, p99 {:.2f} ms".format(*time_queries(engine.search)))
    print(render_table(figures()))


if __name__ == "__main__":
    main()
