"""Letters as a founder writes them, for the tests of this room."""

import io
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images.models import Image

from alongside.answers.models import AnswerPage
from alongside.newsletter.models import LetterPage, LettersPage
from alongside.newsletter.parts import ContentNote, Part


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def text(html: str) -> dict[str, Any]:
    return block("text", f"<p>{html}</p>")


def section(
    *body: dict[str, Any],
    heading: str = "",
    part: Part | None = None,
    notes: ContentNote | None = None,
) -> dict[str, Any]:
    spoken = [str(note.value) for note in notes] if notes else []
    asked = str(part.value) if part else ""
    return block(
        "section", {"heading": heading, "part": asked, "notes": spoken, "body": list(body)}
    )


def make_letter(
    *sections: dict[str, Any], title: str = "News from us", live: bool = True, **fields: Any
) -> LetterPage:
    """A letter in the archive, written as a program writes: nothing was checked."""
    fields.setdefault("slug", f"letter-{LetterPage.objects.count()}")
    fields.setdefault("sentence", "What is new this month.")
    letter = LetterPage(title=title, sections=list(sections), live=False, **fields)
    LettersPage.objects.get().add_child(instance=letter)
    revision = letter.save_revision(clean=False)
    if live:
        revision.publish()
    return LetterPage.objects.get(pk=letter.pk)


def make_picture(*, width: int = 1600, height: int = 800) -> Image:
    file = io.BytesIO()
    Picture.new("RGB", (width, height), "#0f3d40").save(file, "PNG")
    file.seek(0)
    return Image.objects.create(title="A picture", file=ImageFile(file, name="tea.png"))


def answer() -> AnswerPage:
    return AnswerPage.objects.get(brief_id="Q27")


def full_letter() -> LetterPage:
    """One section for each part and each thing that a letter can hold."""
    rich = (
        "<p>We met <b>ministers</b>, and <i>they</i> listened.</p><ul><li>count us &amp; name us</li>"
        '<li>read <a href="https://charity.example/report?a=1&amp;b=2">the report</a></li></ul>'
        f'<p>The <a linktype="page" id="{answer().pk}">question about trials</a>.</p>'
    )
    picture = {"image": make_picture().pk, "decorative": False, "alt_text": "Tea on a table"}
    event = {
        "what": "Tea and talk", "begins": "2026-12-05T19:00:00Z", "ends": "2026-12-05T20:30:00Z",
        "where": "Online", "about": "Come as you are.", "address": "https://tea.example/",
    }  # fmt: skip
    fact = {"text": "<p>A trial tests a treatment.</p>", "sources": [], "general_knowledge": True}
    button = {"words": "Read about us", "page": LettersPage.objects.get().pk, "address": ""}
    quote = {"words": "Nobody spoke, and then they clapped.", "who": "Una"}
    return make_letter(
        section(text("This is for everybody.")),
        section(block("text", rich), block("quote", quote), block("button", button),
                heading="Our campaign", part=Part.CAMPAIGN),
        section(block("fact", fact), block("answer", answer().pk), heading="About trials",
                part=Part.TREATMENTS, notes=ContentNote.SCANS),
        section(block("event", event), heading="Come and join us", part=Part.EVENTS),
        section(block("picture", picture), text("The book is at the printer."), part=Part.BOOK),
        section(text("Cleo died in May."), heading="We remember", notes=ContentNote.DEATHS),
        title="What we did this winter",
    )  # fmt: skip
