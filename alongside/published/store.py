"""The bounded memory of the published site."""

from collections import OrderedDict
from collections.abc import Iterator

from .addresses import Origin
from .kept import Body, Page

Key = tuple[Origin, str]  # where, and the path as Django sees it (decoded)

MOST_SMALL = 1_000  # redirects and "not found" pages


class Store:
    """Pages by key, at most `max_bytes` of them; the least recently used goes first.

    A page is *fresh* until the edition changes; then it is *stale*: only sent when Django fails.
    Redirects and 404 pages are counted apart, so that a flood of made-up addresses can push out
    nothing but its own kind. Equal bodies are kept once.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.largest = max_bytes // 10  # bytes of one body
        self.used = 0  # bytes
        self._fresh: OrderedDict[Key, Page] = OrderedDict()
        self._small: OrderedDict[Key, Page] = OrderedDict()
        self._stale: OrderedDict[Key, Page] = OrderedDict()
        self._stale_small: OrderedDict[Key, Page] = OrderedDict()
        self._bodies: dict[bytes, Body] = {}

    def __len__(self) -> int:
        return sum(len(shelf) for shelf in self._shelves())

    def _shelves(self) -> tuple[OrderedDict[Key, Page], ...]:
        """In the order in which they are emptied when the memory is full."""
        return self._stale_small, self._stale, self._small, self._fresh

    def get(self, key: Key) -> Page | None:
        """The fresh page, or None. The hot path."""
        page = self._fresh.get(key)
        if page is not None:
            self._fresh.move_to_end(key)
            return page
        page = self._small.get(key)
        if page is not None:
            self._small.move_to_end(key)
        return page

    def is_fresh(self, key: Key) -> bool:
        """Whether the page is kept and current; asking does not count as using it."""
        return key in self._fresh or key in self._small

    def get_stale(self, key: Key) -> Page | None:
        """What was sent before the edition changed, or None."""
        return self._stale.get(key) or self._stale_small.get(key)

    def get_body(self, digest: bytes) -> Body | None:
        """A body that is kept already, so that it need not be compressed again."""
        return self._bodies.get(digest)

    def put(self, key: Key, page: Page) -> None:
        """Keep a fresh page instead of whatever was kept under this key."""
        self.drop(key)
        page.body = self._bodies.setdefault(page.body.digest, page.body)
        page.body.holders += 1
        if page.body.holders == 1:
            self.used += page.body.size
        self.used += page.size
        shelf = self._fresh if page.status == 200 else self._small
        shelf[key] = page
        if len(self._small) > MOST_SMALL:
            self._forget(self._small)
        for full in self._shelves():
            while self.used > self.max_bytes and full:
                self._forget(full)

    def drop(self, key: Key) -> None:
        """Forget this key, fresh and stale."""
        for shelf in self._shelves():
            if key in shelf:
                self._release(shelf.pop(key))

    def turn(self) -> None:
        """A new edition: what was fresh is stale."""
        for page in self._stale_small.values():
            self._release(page)
        self._stale_small, self._small = self._small, OrderedDict()
        for key, page in self._fresh.items():
            older = self._stale.pop(key, None)
            if older is not None:
                self._release(older)
            self._stale[key] = page
        self._fresh = OrderedDict()

    def stale_pages(self) -> Iterator[Key]:
        """Keys to render again, the most recently used first. Redirects and 404s are not."""
        return iter(list(reversed(self._stale)))

    def _forget(self, shelf: OrderedDict[Key, Page]) -> None:
        self._release(shelf.popitem(last=False)[1])

    def _release(self, page: Page) -> None:
        self.used -= page.size
        page.body.holders -= 1
        if page.body.holders == 0:
            self.used -= page.body.size
            del self._bodies[page.body.digest]
