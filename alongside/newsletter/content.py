"""The content pack's part of this room: the archive, and the letter that everybody gets first."""

from typing import Any

from alongside.core.content import Loader
from alongside.core.pack import MarkdownFile

from .letter_pages import LetterPage, LettersPage

ARCHIVE = "p-letters"
INTRODUCTION = (
    "Everything that we wrote to people who keep in touch. You need no address to read it here."
)


def outline(loader: Loader) -> None:
    """The archive under home, and the letters of the pack in it."""
    loader.outline(LettersPage, ARCHIVE, "home", title="Our letters", slug="letters")
    for file in loader.pack.letters:
        loader.outline(
            LetterPage,
            f"l-{file.slug}",
            ARCHIVE,
            title=file.head["title"],
            slug=file.slug,
            sentence=file.head["sentence"],
        )


def fill(loader: Loader) -> None:
    """Their words."""
    words = {"introduction": INTRODUCTION, "search_description": INTRODUCTION}
    loader.fill(LettersPage, ARCHIVE, INTRODUCTION, words)
    for file in loader.pack.letters:
        loader.fill(LetterPage, f"l-{file.slug}", [file.head, file.body], _letter(loader, file))


def _letter(loader: Loader, file: MarkdownFile) -> dict[str, Any]:
    before = file.body.partition("\n# ")[0].strip() if not file.body.startswith("# ") else ""
    texts = {"": before, **file.parts} if before else file.parts
    return {
        "title": file.head["title"],
        "sentence": file.head["sentence"],
        "search_description": file.head["sentence"],
        "sections": [_section(loader, heading, text) for heading, text in texts.items()],
    }


def _section(loader: Loader, heading: str, text: str) -> dict[str, Any]:
    body = [{"type": "text", "value": loader.rich(text)}]
    return {
        "type": "section",
        "value": {"heading": heading, "part": "", "notes": [], "body": body},
    }
