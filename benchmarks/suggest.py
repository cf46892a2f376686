"""Signs suggested for free words: how often the right one is among the first three, beside plain BM25."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import django
import tantivy
import yaml
from django.apps import apps

if not apps.ready:
    with patch.dict(os.environ, DJANGO_SETTINGS_MODULE="alongside.settings.local"):
        django.setup()  # what other benchmarks start has settings of its own

from alongside.signs.catalogue import CatalogueSign
from alongside.signs.suggesting import signs_of_the_pack, told
from alongside.signs.suggesting.ranking import Ranking
from benchmarks.figure import Figure

PHRASES = Path(__file__).with_name("suggest_phrases.yaml")
BLIND = Path(__file__).with_name("suggest_phrases_blind.yaml")
Rank = Callable[[str], list[str]]


def sets() -> Iterator[tuple[str, list[tuple[str, set[str]]]]]:
    """Name of a set → (phrase, codes of which any is right)."""
    by_sign = yaml.safe_load(PHRASES.read_text())
    for name in ("dev", "held_out"):
        yield (
            name,
            [(p, {code}) for code, one in by_sign.items() if code != "several" for p in one[name]],
        )
    blind = yaml.safe_load(BLIND.read_text())
    yield "blind", [(one["phrase"], {one["id"], *one.get("also", [])}) for one in blind]


def in_three(rank: Rank, phrases: list[tuple[str, set[str]]]) -> float:
    """Share of phrases for which a right sign is among the first three."""
    return sum(bool(set(rank(p)[:3]) & right) for p, right in phrases) / len(phrases)


def ours() -> Rank:
    ranking = Ranking(signs_of_the_pack(), told())
    return lambda phrase: [ranking.signs[n].code for n, _ in ranking.rank(phrase)]


def bm25(signs: list[CatalogueSign]) -> Rank:
    """tantivy with English stemming over name, words people use and description."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("code", stored=True)
    schema.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(schema.build())
    writer = index.writer()
    for sign in signs:
        text = " ".join((sign.name, *sign.lay_terms, sign.description))
        writer.add_document(tantivy.Document(code=[sign.code], text=[text]))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(phrase: str) -> list[str]:
        words = "".join(c if c.isalnum() else " " for c in phrase)
        hits = searcher.search(index.parse_query(words, ["text"]), 3).hits
        return [searcher.doc(address)["code"][0] for _, address in hits]

    return rank


def measure() -> list[tuple[str, int, float, float]]:
    """(set, phrases, ours, BM25) for each set."""
    mine, peer = ours(), bm25(signs_of_the_pack())
    return [(name, len(p), in_three(mine, p), in_three(peer, p)) for name, p in sets()]


def speed(rank: Rank) -> float:
    """Phrases a second, on one core, each phrase read for the first time."""
    phrases = [phrase for _, one in sets() for phrase, _ in one]
    start = time.perf_counter()
    for phrase in phrases:
        rank(phrase)
    return len(phrases) / (time.perf_counter() - start)


def figures() -> list[Figure]:
    mine, peer = speed(ours()), speed(bm25(signs_of_the_pack()))
    fast = Figure("phrases a second", "≥ 500", mine, peer, "plain BM25", mine / peer, "/s")
    return [*_accuracy(), fast]


def _accuracy() -> list[Figure]:
    names = {"dev": "tuned on", "held_out": "held out", "blind": "written blind"}
    return [
        Figure(
            f"right sign in the first three, {names[name]} ({number} phrases)", "≥ 85 %",
            100 * mine, 100 * peer, "plain BM25", mine / peer, "%",
        )
        for name, number, mine, peer in measure()
    ]  # fmt: skip
