"""Markdown of the content pack → the rich text that editors see → the HTML that readers see."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from wagtail.rich_text import RichText, expand_db_html

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_BETWEEN = "\N{INFORMATION SEPARATOR TWO}"  # stands in no text that anybody types


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


def to_html(texts: Sequence[RichText]) -> list[SafeString]:
    """What readers see of each text. The links of all of them cost one look at the database."""
    together = _BETWEEN.join(text.source.replace(_BETWEEN, "") for text in texts)
    # Safe: rich text was cleaned when it was saved, as everywhere in Wagtail.
    return [mark_safe(html) for html in expand_db_html(together).split(_BETWEEN)][: len(texts)]
