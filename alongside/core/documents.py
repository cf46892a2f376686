"""What the search index knows of one published page. Pages make it; `pages.search` reads it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One page as search sees it.

    `id` is the id of the brief (`Q01`, `s-bone-pain`, `g-ecog`), or `p-<slug>` for a plain page.
    Figures about how long people live are never part of a document: not in `body`, not in
    `one_sentence`.
    """

    id: str
    kind: str  # "answer", "sign", "word" or "page"
    url: str
    title: str
    one_sentence: str
    asked: tuple[str, ...] = ()  # ways people really type it
    lay_terms: tuple[str, ...] = ()  # the words people use; for a word its variants
    body: str = ""
    what_to_do_now: str = ""  # set for signs that are an emergency, and for nothing else
