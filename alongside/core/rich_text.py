"""Markdown of the content pack → the rich text that editors see, with links to pages by their id."""

from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def _link_pages(tokens: list[Token], pages: Mapping[str, int]) -> None:
    for token in tokens:
        if token.type == "link_open" and (pk := pages.get(str(token.attrs.get("href")))):
            token.attrs = {"linktype": "page", "id": str(pk)}
        _link_pages(token.children or [], pages)


def from_markdown(text: str, pages: Mapping[str, int], *, inline: bool = False) -> str:
    """Rich text of `text`. `[name](Q05)` becomes a link to the page whose pk is `pages["Q05"]`."""
    environment: dict[str, Any] = {}
    if inline:
        tokens = _MARKDOWN.parseInline(" ".join(text.split()), environment)
    else:
        tokens = _MARKDOWN.parse(text, environment)
    _link_pages(tokens, pages)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, environment).strip()
    return f"<p>{html}</p>" if inline else html
