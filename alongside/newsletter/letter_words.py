"""Rich text of a letter as a mail needs it: HTML with its styles in it, and plain text of equal worth."""

import re
import textwrap
from html import escape
from html.parser import HTMLParser

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

WIDTH = 72
_STYLES = {
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding-left:26px",
    "ol": "margin:0 0 16px;padding-left:26px",
    "li": "margin:0 0 8px",
    "a": "color:#07494f;text-decoration:underline",
    "b": "",
    "i": "",
}
_SAME = {"strong": "b", "em": "i"}
_HARMLESS = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)


def absolute(address: str) -> str:
    """The address as it works in a mail; "" for one that works nowhere."""
    if address.startswith("/") and not address.startswith("//"):
        return settings.WAGTAILADMIN_BASE_URL + address
    return address if _HARMLESS.match(address) else ""


def mail_html(rich: str) -> SafeString:
    """Rich text as it is stored → HTML for a mail: few tags, whole addresses, styles in place."""
    writer = _MailWriter()
    writer.feed(expand_db_html(rich))
    writer.close()
    return mark_safe("".join(writer.parts))  # safe: nothing but our own tags and escaped text


def plain_text(rich: str) -> str:
    """Rich text as it is stored → lines of at most 72 letters; links are written out after their words."""
    writer = _TextWriter()
    writer.feed(expand_db_html(rich))
    writer.close()
    return "\n\n".join(writer.paragraphs)


def wrap(text: str, *, first: str = "", then: str = "") -> str:
    """`text` in lines of at most 72 letters; an address is never broken."""
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


class _MailWriter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _SAME.get(tag, tag)
        if tag == "br":
            self.parts.append("<br/>")
        elif tag in _STYLES:
            style = f' style="{_STYLES[tag]}"' if _STYLES[tag] else ""
            address = absolute(dict(attrs).get("href") or "") if tag == "a" else ""
            href = f' href="{escape(address)}"' if address else ""
            self.parts.append(f"<{tag}{href}{style}>")

    def handle_endtag(self, tag: str) -> None:
        tag = _SAME.get(tag, tag)
        if tag in _STYLES:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data))


class _TextWriter(HTMLParser):
    """Paragraphs of wrapped lines; the items of a list are one paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._words: list[str] = []
        self._lists: list[tuple[str, int]] = []  # kind, number of the item that is open
        self._items: list[str] = []
        self._href, self._linked = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._end_line()
            self._lists.append((tag, 0))
        elif tag == "li" and self._lists:
            self._end_line()
            kind, number = self._lists.pop()
            self._lists.append((kind, number + 1))
        elif tag in ("p", "br"):
            self._end_line()
        elif tag == "a":
            self._href, self._linked = absolute(dict(attrs).get("href") or ""), len(self._words)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._write_address()
        elif tag in ("p", "li"):
            self._end_line()
        elif tag in ("ul", "ol") and self._lists:
            self._end_line()
            self._lists.pop()
            if not self._lists:
                self._end_list()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def close(self) -> None:
        super().close()
        self._end_line()
        self._end_list()

    def _write_address(self) -> None:
        said = "".join(self._words[self._linked :]).strip()
        shown = self._href.removeprefix("mailto:").removeprefix("tel:")
        if shown and shown != said:
            self._words.append(f" ({shown})")
        self._href = ""

    def _end_line(self) -> None:
        text = "".join(self._words).strip()
        self._words = []
        if not text:
            return
        if not self._lists:
            self.paragraphs.append(wrap(text))
            return
        kind, number = self._lists[-1]
        before = "  " * (len(self._lists) - 1) + (f"{number}. " if kind == "ol" else "- ")
        self._items.append(wrap(text, first=before, then=" " * len(before)))

    def _end_list(self) -> None:
        if self._items:
            self.paragraphs.append("\n".join(self._items))
            self._items = []
