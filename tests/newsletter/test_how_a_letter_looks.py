"""The mail is valid, readable without pictures, large, of high contrast, dark in the dark; and plain text."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from alongside.core.models import SiteSettings
from alongside.newsletter import rendering
from alongside.newsletter.models import LetterPage
from alongside.newsletter.parts import ContentNote, Part
from alongside.newsletter.rendering import LARGEST, Links, Rendered
from alongside.newsletter.tokens import LENGTH

from .letters import answer, block, full_letter, make_letter, section, text

pytestmark = pytest.mark.django_db

VOID = {"br", "img", "meta", "link", "hr", "input"}
OURS = "http://127.0.0.1:8000/"
SMALLEST, CONTRAST = 14, 7  # px; AAA of WCAG 2.2, 1.4.6


@pytest.fixture
def letter(db: None, settings, tmp_path) -> LetterPage:
    settings.MEDIA_ROOT = tmp_path
    SiteSettings.objects.update(about_the_organisation="<p>1 Example Road, <b>London</b>.</p>")
    return full_letter()


@pytest.fixture
def mail(letter: LetterPage) -> Rendered:
    return rendering.preview(letter, first_name="Ann")


class Strict(HTMLParser):
    """Every element is closed in order, no attribute stands twice, no id on two elements."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


def test_it_is_valid_and_says_its_language(mail):
    parser = Strict()
    parser.feed(mail.html)
    parser.close()
    assert (parser.faults, parser.open) == ([], [])
    assert len(parser.ids) == len(set(parser.ids))
    soup = BeautifulSoup(mail.html, "html.parser")
    assert mail.html.startswith("<!doctype html>")
    assert soup.html["lang"] == "en-GB"
    assert soup.title.string == mail.subject == "What we did this winter"
    assert [soup.find("meta", {"name": "color-scheme"})["content"]] == ["light dark"]
    headings = [(tag.name, tag.get_text()) for tag in soup.find_all(["h1", "h2", "h3"])]
    assert headings[:2] == [("h1", mail.subject), ("h2", "Our campaign")]
    assert ("h3", answer().title) in headings
    assert all(table.get("role") == "presentation" for table in soup.find_all("table"))
    assert mail.size == len(mail.html.encode()) < LARGEST


def test_it_loads_nothing_but_our_own_pictures(mail):
    soup = BeautifulSoup(mail.html, "html.parser")
    (picture,) = soup.find_all("img")
    assert picture["src"].startswith(f"{OURS}media/images/")
    assert (picture["alt"], picture["width"], picture["height"]) == ("Tea on a table", "536", "268")
    assert not soup.find_all(["script", "form", "link", "iframe", "object", "video", "input"])
    assert "url(" not in mail.html and "@import" not in mail.html and "@font-face" not in mail.html
    assert not soup.find_all(attrs={"background": True})


def test_links_are_whole_and_lead_where_the_words_say(mail):
    soup = BeautifulSoup(mail.html, "html.parser")
    links = {tag.get_text(): tag["href"] for tag in soup.find_all("a")}
    assert links["the report"] == "https://charity.example/report?a=1&b=2"
    assert links["question about trials"] == f"{OURS}answers/clinical-trials/"
    assert links["Read about us"] == f"{OURS}letters/"
    assert links["Read this letter on the website"] == f"{OURS}letters/letter-1/"
    assert links["Leave: no more letters"].startswith(f"{OURS}letters/leave/")
    assert links["Change what you get, or pause"].startswith(f"{OURS}letters/preferences/")
    assert all(href.startswith(("https://", OURS)) for href in links.values())


# ── size and contrast, from the styles in place ──


def _dark_rules(html: str) -> list[tuple[str, dict[str, str]]]:
    block = html.split("@media (prefers-color-scheme: dark) {")[1].split("}\n}")[0] + "}"
    return [(one[0].strip(), _style(one[1])) for one in re.findall(r"([^{}]+)\{([^{}]*)\}", block)]


def _style(written: str) -> dict[str, str]:
    pairs = (
        one.partition(":") for one in written.replace("!important", "").split(";") if ":" in one
    )
    return {name.strip(): value.strip() for name, _, value in pairs}


def _styles(
    soup: BeautifulSoup, dark: list[tuple[str, dict[str, str]]]
) -> dict[int, dict[str, str]]:
    found = {id(tag): _style(tag.get("style", "")) for tag in soup.find_all(True)}
    for selector, style in dark:
        for tag in soup.select(selector):
            found[id(tag)] |= style
    return found


def _seen(html: str, *, dark: bool) -> Iterator[tuple[str, str, str, int]]:
    """Each text that a reader sees: words, colour, background, size in px."""
    soup = BeautifulSoup(html, "html.parser")
    styles = _styles(soup, _dark_rules(html) if dark else [])

    def nearest(tag: Tag, *names: str) -> str:
        for parent in [tag, *tag.parents]:
            style = styles.get(id(parent), {})
            for name in names:
                if style.get(name, "").strip():
                    return style[name]
        raise AssertionError(f"no {names} for {tag}")

    for words in soup.body.find_all(string=True):
        parents = [styles.get(id(tag), {}) for tag in words.parents]
        hidden = any(style.get("display") == "none" for style in parents)
        if words.strip() and not hidden and not isinstance(words, Comment):
            tag = words.parent
            size = int(nearest(tag, "font-size").removesuffix("px"))
            yield (
                words.strip(),
                nearest(tag, "color"),
                nearest(tag, "background-color", "background"),
                size,
            )


def _luminance(colour: str) -> float:
    hexa = colour.lstrip("#")
    parts = [int(hexa[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    r, g, b = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_is_large_and_of_high_contrast(mail, dark):
    texts = list(_seen(mail.html, dark=dark))
    assert len(texts) > 30
    colours = {(colour, ground) for _, colour, ground, _ in texts}
    assert len(colours) >= 4  # text, link, card, button
    for words, colour, ground, size in texts:
        assert size >= SMALLEST, words
        assert _contrast(colour, ground) >= CONTRAST, (words, colour, ground)
    if dark:
        assert all(
            _luminance(ground) < 0.1 for words, _, ground, _ in texts if words != "Read about us"
        )


def test_the_preview_in_the_dark_is_dark_in_every_browser(mail):
    dark = rendering.forced_dark(mail.html)
    assert "@media all {" in dark and "prefers-color-scheme" not in dark
    assert ":root { color-scheme: dark;" in dark


# ── plain text ──


def _words(told: str) -> list[str]:
    return re.findall(r"[\w’'£]+", told)


def test_the_plain_text_says_all_that_the_html_says(mail):
    soup = BeautifulSoup(mail.html, "html.parser")
    for hidden in soup.find_all(style=re.compile("display:none")):
        hidden.decompose()
    read = [one for one in soup.body.find_all(string=True) if type(one) is NavigableString]
    said = set(_words(" ".join(read)))
    subject = set(_words(mail.subject))
    assert len(said) > 80
    assert said - subject <= set(_words(mail.text))
    for address in {tag["href"] for tag in soup.find_all("a")}:
        assert address in mail.text
    assert "[Picture: Tea on a table]" in mail.text
    assert "the report (https://charity.example/report?a=1&b=2)" in " ".join(mail.text.split())


def test_the_plain_text_has_short_lines_and_no_markup(mail):
    lines = mail.text.splitlines()
    assert all(len(line) <= 72 or "://" in line for line in lines)
    assert not re.search(r"</?\w+>|&\w+;|&#|\t|\r|\{\{|\[object", mail.text)
    assert "- count us & name us" in lines
    assert "When: Saturday 5 December 2026, 19:00 to 20:30, UK time (GMT)" in " ".join(
        mail.text.split()
    )


def test_facts_and_answers_say_what_they_rest_on_in_both(mail):
    html = " ".join(BeautifulSoup(mail.html, "html.parser").get_text(" ").split())
    for told in (html, " ".join(mail.text.split())):
        assert "A trial tests a treatment. (General knowledge, not yet sourced.)" in told
        assert answer().sentence in told
        assert answer().label in told


# ── who gets what ──


def test_she_gets_the_parts_that_she_asked_for_and_not_what_she_cannot_bear(letter):
    links = rendering.preview_links(letter)
    mail = rendering.render(letter, parts=Part.EVENTS, spared=ContentNote.DEATHS, links=links)
    for told in (mail.html, mail.text):
        assert "This is for everybody." in told and "Tea and talk" in told
        for other in ("ministers", "trial tests", "printer", "Cleo"):
            assert other not in told
        assert "We left out a part of this letter" in " ".join(told.split())
    everything = rendering.preview(letter)
    assert "Cleo" in everything.text and "We left out" not in everything.text
    assert "This part speaks of somebody who has died." in everything.text


def test_who_would_get_an_empty_letter_gets_none():
    letter = make_letter(section(text("Tea."), part=Part.EVENTS, notes=ContentNote.SCANS))
    assert rendering.has_anything(letter, Part.EVENTS, ContentNote(0))
    assert not rendering.has_anything(letter, Part.BOOK, ContentNote(0))
    assert not rendering.has_anything(letter, Part.EVENTS, ContentNote.SCANS)


def test_one_rendering_serves_everybody_of_a_combination(letter):
    links, made = rendering.preview_links(letter), {}
    for parts, spared in rendering.combinations(letter):
        made[parts, spared] = rendering.render(letter, parts=parts, spared=spared, links=links)
    assert len(made) == 64
    used = rendering.bits_in_use(letter)
    assert used == (Part(15), ContentNote.DEATHS | ContentNote.SCANS)
    for bits in range(16):
        for notes in range(8):
            parts, spared = Part(bits), ContentNote(notes)
            shared = made[rendering.combination(letter, parts, spared)]
            assert rendering.render(letter, parts=parts, spared=spared, links=links) == shared


def test_a_token_put_in_later_is_the_same_as_one_put_in_before(letter):
    token, hole = "t" * LENGTH, rendering.PLACEHOLDER
    assert len(hole) == LENGTH

    def links(with_: str) -> Links:
        return Links(f"{OURS}letters/leave/{with_}/", f"{OURS}letters/preferences/{with_}/", OURS)

    before = rendering.render(letter, links=links(token))
    later = rendering.render(letter, links=links(hole))
    assert before.html == later.html.replace(hole, token)
    assert before.text == later.text.replace(hole, token)
    assert later.html.count(hole) == later.text.count(hole) == 2


def test_words_are_words_whatever_is_typed():
    nasty = '</mj-text><mj-raw><script>alert("x")</script></mj-raw> {{ subject }} & <b>'
    letter = make_letter(
        section(
            text("Hello."), block("quote", {"words": nasty, "who": nasty}), heading=nasty[:100]
        ),
        title="1 < 2 & 3\r\nBcc: all@example.org",
    )
    mail = rendering.preview(letter, first_name="Ann <img src=x>")
    soup = BeautifulSoup(mail.html, "html.parser")
    assert not soup.find_all(["script", "img", "mj-raw"])
    assert nasty in " ".join(soup.get_text(" ").split())
    assert "Hello Ann <img src=x>," in soup.get_text()
    assert mail.subject == "1 < 2 & 3 Bcc: all@example.org"
