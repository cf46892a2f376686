"""From one plain-text template to the two halves of a mail: text and HTML with the same words.

    Subject, on the first line

    A paragraph. A line break in the template is a line break in the mail.

    [Read the reply]({{ address }})

A line like the last one, alone in its paragraph, is a button in HTML and "Read the reply: https://…"
in plain text.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from mjml import mjml2html
from wagtail.models import Site

from .letter import Letter

_BUTTON = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
_ILLNESS = re.compile(r"cancer|breast|metasta|oncolog|hospice|chemo|tumou?r|stage 4", re.IGNORECASE)
_LONGEST_SUBJECT = 200


class WrongTemplate(ValueError):
    """The template has not the form that the docstring of this module shows."""


class NotNeutral(ValueError):
    """Words that a neutral mail must not hold: what the illness is, or which organisation writes."""


@dataclass(frozen=True)
class Paragraph:
    """Lines, or one button (`label` and `address`)."""

    lines: tuple[str, ...]
    label: str = ""
    address: str = ""

    @property
    def text(self) -> str:
        return f"{self.label}: {self.address}" if self.label else "\n".join(self.lines)


def write(*, to: str, template: str, context: dict[str, Any], neutral: bool) -> Letter:
    """The letter. Raises WrongTemplate, NotNeutral, and TypeError for anything but plain values."""
    values = {name: _plain(value) for name, value in context.items()}
    rendered = get_template(template).template.render(  # type: ignore[attr-defined]
        Context(values, autoescape=False)  # it is text; the layout of the HTML escapes
    )
    subject, _, body = rendered.strip().partition("\n")
    if body and not body.startswith("\n"):
        raise WrongTemplate(f"{template}: the second line must be empty")
    return letter(to=to, subject=subject, body=body, neutral=neutral)


def letter(*, to: str, subject: str, body: str, neutral: bool = False) -> Letter:
    """The letter from words that are written already. Raises NotNeutral, WrongTemplate (no subject)."""
    subject = one_line(subject)[:_LONGEST_SUBJECT]
    if not subject:
        raise WrongTemplate("a mail needs a subject")
    paragraphs = _paragraphs(body)
    if neutral:
        _refuse_what_is_not_neutral(subject, paragraphs)
    foot = "" if neutral else f"{site_name()}\n{settings.WAGTAILADMIN_BASE_URL}"
    shown = [*paragraphs, *_paragraphs(foot)]
    return Letter(
        to=to,
        subject=subject,
        text="\n\n".join(paragraph.text for paragraph in shown) + "\n",
        html=_html(subject, paragraphs, foot),
    )


def one_line(words: str) -> str:
    """No line break and no control character: nothing can become a header of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def site_name() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return (site.site_name if site else "") or settings.WAGTAIL_SITE_NAME


def site_host() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def _plain(value: Any) -> Any:
    """A value of a context. Whatever somebody typed stays one line, and makes no button."""
    if isinstance(value, str):
        return one_line(value).replace("](", "] (")
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, bool | int | datetime.date):
        return value
    raise TypeError(f"mail takes plain values, not {type(value).__name__}")


def _paragraphs(body: str) -> list[Paragraph]:
    blocks = re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip())
    return [_paragraph(block) for block in blocks if block.strip()]


def _paragraph(block: str) -> Paragraph:
    lines = tuple(line.strip() for line in block.splitlines() if line.strip())
    button = _BUTTON.fullmatch(lines[0]) if len(lines) == 1 else None
    return Paragraph(lines, button[1], button[2]) if button else Paragraph(lines)


def _refuse_what_is_not_neutral(subject: str, paragraphs: list[Paragraph]) -> None:
    """Part of it stands on a lock screen. The address behind a button is the room's own choice."""
    words = [subject, *(p.label or p.text for p in paragraphs)]
    name = site_name().casefold()
    for word in words:
        if _ILLNESS.search(word) or (name and name in word.casefold()):
            raise NotNeutral("a neutral mail must not name the illness or the organisation")


def _html(subject: str, paragraphs: list[Paragraph], foot: str) -> str:
    """One layout for all mail. `fonts={}`: nothing is loaded from anywhere."""
    context = {"subject": subject, "paragraphs": paragraphs, "foot": foot.splitlines()}
    source = render_to_string("core/mail/layout.mjml", context)
    return str(mjml2html(source, disable_comments=False, fonts={}))
