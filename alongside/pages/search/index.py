"""The search index: tantivy finds what could fit, `ranking` puts it in order.

Every way that people type a question is a small document of its own beside the page that it leads
to. All of it lives in memory and is built from nothing at each new edition.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import tantivy

from alongside.core.documents import Document
from alongside.core.language.vocabulary import FAMILY, QUIET, Asked, Vocabulary
from alongside.core.language.words import stem, surface
from alongside.pages.search.likelihood import Likelihood
from alongside.pages.search.names import Names, wants_meaning
from alongside.pages.search.ranking import Phrase, Weights, page_fit, phrase_fit

HEAP = 15_000_000  # bytes; the least that tantivy takes
PHRASES, PAGES = 250, 40  # how many of each are looked at closely
UNTELLING = QUIET | FAMILY


@dataclass(frozen=True, slots=True)
class Found:
    """One page that fits, and the phrase that fitted best, if any."""

    document: Document
    score: float = 0.0
    phrase: Phrase | None = None
    fit: float = 0.0  # of that phrase, 0 to 1
    shared: int = 0  # telling words that the phrase and the query have in common
    named: bool = False  # the query names this word of the glossary


class SearchIndex:
    """Everything that search knows about one edition of the site. Never changes once built."""

    def __init__(self, documents: Iterable[Document], weights: Weights | None = None) -> None:
        self.documents = list(documents)
        self.number = {document.id: n for n, document in enumerate(self.documents)}
        self.weights = weights or Weights()
        self.vocabulary = Vocabulary()
        pages = [self._read(document) for document in self.documents]
        self.vocabulary.count(page.known for page in pages)
        self._words = [page.words for page in pages]
        self._phrases = list(self._weigh(pages))
        self._likelihood = Likelihood(page.texts for page in pages)
        self._names = Names(self.documents, self.vocabulary.mend)
        self._pages_found = _Store(" ".join(page.words) for page in pages)
        self._phrases_found = _Store(" ".join(phrase.words) for phrase in self._phrases)

    def find(self, query: str, emergencies: Iterable[str] = (), limit: int = 50) -> list[Found]:
        """Pages that fit the query, best first. Pages of `emergencies` (ids) are lifted."""
        asked = self.vocabulary.understand(query)
        total = sum(word.worth for word in asked)
        fits = self._fits_of_phrases(asked, total)
        likely = self._likelihood.fits([word.best for word in asked])
        named = self._named_in(query)
        lifted = {self.number[sign] for sign in emergencies if sign in self.number}
        pages = {*named, *lifted, *self._pages_found.find(asked, PAGES)}
        pages.update(heapq.nlargest(PAGES, likely, key=likely.__getitem__))
        pages.update(heapq.nlargest(PAGES, fits, key=lambda n: fits[n][0][0]))
        scores: dict[int, float] = {}
        for n in pages:
            known = page_fit(asked, total, self._words[n])
            scores[n] = self._score(n, fits.get(n, []), known, likely.get(n, 0))
            scores[n] += named.get(n, 0) + (self.weights.emergency if n in lifted else 0)
        best = sorted((n for n in pages if scores[n] > 0), key=lambda n: (-scores[n], n))[:limit]
        return [
            _describe(self.documents[n], scores[n], asked, fits.get(n, []), n in named)
            for n in best
        ]

    def _read(self, document: Document) -> "_Page":
        w = self.weights
        lay = w.title if document.kind == "word" else w.asked
        page = _Page()

        def read(text: str, worth: float, counted: float) -> list[str]:
            written = surface(text)
            self.vocabulary.seen.update(written)
            return page.add([stem(word) for word in written], worth, counted)

        page.phrases.append((document.title, "name", read(document.title, w.title, 2)))
        page.phrases += [(text, "asked", read(text, w.asked, 1)) for text in document.asked]
        page.phrases += [(text, "lay", read(text, lay, 1)) for text in document.lay_terms]
        page.known = set(page.words)
        read(document.one_sentence, w.sentence, 0.7)
        read(document.body, w.body, 0.3)
        page.words = {word: v / (v + w.enough) for word, v in page.words.items()}
        return page

    def _weigh(self, pages: Sequence["_Page"]) -> Iterator[Phrase]:
        for number, page in enumerate(pages):
            for text, source, stems in page.phrases:
                words = {word: self.vocabulary.worth(word) for word in stems}
                if words:
                    yield Phrase(number, text, source, words, sum(words.values()))

    def _named_in(self, query: str) -> dict[int, float]:
        """Glossary pages that the query names → what that counts."""
        w = self.weights
        counts = w.named_and_meant if wants_meaning(query) else w.named
        within = dict.fromkeys(sorted(self._names.within(query)), counts)
        return within | dict.fromkeys(sorted(self._names.whole(query)), w.whole_name)

    def _fits_of_phrases(
        self, asked: list[Asked], total: float
    ) -> dict[int, list[tuple[float, Phrase]]]:
        """Page → its phrases that share a word with the query, with how well they fit."""
        fits: dict[int, list[tuple[float, Phrase]]] = defaultdict(list)
        for number in self._phrases_found.find(asked, PHRASES):
            phrase = self._phrases[number]
            if fit := phrase_fit(asked, total, phrase):
                fits[phrase.page].append((fit, phrase))
        for page in fits.values():
            page.sort(key=lambda item: -item[0])
        return fits

    def _score(
        self, number: int, fits: list[tuple[float, Phrase]], known: float, likely: float
    ) -> float:
        w = self.weights
        score = w.page * known + w.likely * likely
        if fits:
            score += w.best_phrase * fits[0][0] + w.more_phrases * sum(fit for fit, _ in fits[1:4])
        return score * (w.plain_page if self.documents[number].kind == "page" else 1)


@dataclass
class _Page:
    """What one document brings to the index."""

    phrases: list[tuple[str, str, list[str]]] = field(default_factory=list)  # text, source, stems
    texts: list[tuple[list[str], float]] = field(default_factory=list)
    words: dict[str, float] = field(default_factory=dict)  # stem → weight on this page
    known: set[str] = field(default_factory=set)  # the stems that tell this page from others

    def add(self, stems: list[str], worth: float, counted: float) -> list[str]:
        self.texts.append((stems, counted))
        for word in dict.fromkeys(stems):
            self.words[word] = self.words.get(word, 0) + worth
        return stems


def _describe(
    document: Document,
    score: float,
    asked: list[Asked],
    fits: list[tuple[float, Phrase]],
    named: bool,
) -> Found:
    fit, phrase = fits[0] if fits else (0.0, None)
    shared = sum(_is_shared(word, phrase) for word in asked) if phrase else 0
    return Found(document, score, phrase, fit, shared, named)


def _is_shared(word: Asked, phrase: Phrase) -> bool:
    return any(m in phrase.words and m not in UNTELLING for m in word.meanings)


class _Store:
    """Texts in memory, in tantivy: finds the numbers of those that share the query's words."""

    def __init__(self, texts: Iterable[str]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field(
            "words", stored=False, tokenizer_name="whitespace", index_option="freq"
        )
        builder.add_unsigned_field("number", stored=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(heap_size=HEAP, num_threads=1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(words=text, number=number))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        everything = self._searcher.search(tantivy.Query.all_query(), self._searcher.num_docs or 1)
        self._numbers = {
            (at.segment_ord, at.doc): self._searcher.doc(at)["number"][0]
            for _, at in everything.hits
        }

    def find(self, asked: list[Asked], limit: int) -> list[int]:
        """Numbers of the texts that share the most telling words with the query."""
        telling = [word for word in asked if not UNTELLING.issuperset(word.meanings)] or asked
        terms = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, "words", meaning),
                    max(word.worth * sure, 0.01),
                ),
            )
            for word in telling
            for meaning, sure in word.meanings.items()
        ]
        if not terms:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(terms), limit, count=False)
        return [self._numbers[at.segment_ord, at.doc] for _, at in found.hits]
