"""The label goes wherever the words go: copied, printed, read aloud."""

import io
from collections.abc import Callable

import pypdf
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
ANSWER = "/answers/what-is-secondary-breast-cancer/"

SELECT = """(selector) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def _copied(page: Page, selector: str) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(SELECT, selector)
    page.keyboard.press("ControlOrMeta+c")
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize(
    ("path", "passage"),
    [(ANSWER, ".sentence"), (ANSWER, ".facts li"), ("/words/her2/", ".sentence"),
     ("/signs/bone/bone-pain/", ".clinical"), ("/words/", ".words dd")],
)  # fmt: skip
def test_a_copied_passage_takes_its_label_along(
    open_page: OpenPage, path: str, passage: str
) -> None:
    page = open_page(path)
    copied = _copied(page, passage)
    assert " ".join(page.inner_text(passage).split()) in " ".join(copied.split())
    assert page.locator("[data-label]").first.get_attribute("data-label") in copied
    assert "Not yet checked by a clinician." in copied
    assert path in copied


def test_all_of_an_answer_holds_the_label_without_scripts(open_page: OpenPage) -> None:
    page = open_page(ANSWER, scripts=False)
    for depth in ("#minute", "#full"):
        assert "Not yet checked by a clinician." in page.inner_text(depth)
    assert "Not yet checked by a clinician." in page.inner_text(".head")


def test_a_number_to_ring_is_copied_as_it_is(open_page: OpenPage) -> None:
    page = open_page(ANSWER)
    page.evaluate("document.querySelector('.sentence').textContent = '0808 800 6000'")
    assert _copied(page, ".sentence").strip() == "0808 800 6000"


def _printed(page: Page) -> str:
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


def test_print_of_an_answer_holds_label_sources_and_address(open_page: OpenPage) -> None:
    page = open_page(ANSWER)
    label = page.inner_text(".head .label")
    address = page.locator(".sources a").first.get_attribute("href")
    printed = _printed(page)
    assert label in printed
    assert str(address).replace(" ", "") in printed.replace(" ", "")
    assert ANSWER in printed.replace(" ", "")
    assert "Leave this page" not in printed
    assert "Keep in touch" not in printed


def test_print_of_figures_holds_the_folded_tables_too(open_page: OpenPage) -> None:
    page = open_page("/signs/being-heard/")
    folded = page.locator("details.group").count()
    assert folded > 4 and page.locator("details.group[open]").count() == 0
    captions = page.locator("details.group caption").all_text_contents()
    printed = _printed(page)
    assert [caption for caption in captions if caption not in printed] == []


def test_print_holds_numbers_only_if_they_were_opened(open_page: OpenPage) -> None:
    page = open_page("/answers/how-long-can-people-live/")
    closed = _printed(page)
    assert "Out of every 100" not in closed
    assert "Only if you want them" not in closed
    page.click("text=I want numbers")
    assert "Out of every 100" in _printed(page)


VOICES = """(local) => {
  window.said = [];
  const voice = { name: "A voice", lang: "en-GB", localService: local, default: true };
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [voice], addEventListener: () => {}, cancel: () => {}, pause: () => {},
    resume: () => {}, speak: (words) => window.said.push(words.text),
  } });
}"""


def _open_with_voice(open_page: OpenPage, *, local: bool) -> Page:
    page = open_page("about:blank")
    page.add_init_script(f"({VOICES})({str(local).lower()})")
    page.goto(ANSWER)
    return page


def test_read_aloud_says_the_words_and_the_label(open_page: OpenPage) -> None:
    page = _open_with_voice(open_page, local=True)
    button = page.get_by_role("button", name="Read aloud")
    button.click()
    said = page.evaluate("window.said")
    assert said[0] == page.inner_text("h1")
    assert said[1] == page.inner_text(".sentence")
    assert said[-1] == page.inner_text(".head .label")
    assert len(said) > 10
    assert not any("[1]" in words for words in said)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.get_by_role("button", name="Stop").click()
    expect(button).to_be_focused()


def test_a_voice_on_somebody_elses_computer_is_never_used(open_page: OpenPage) -> None:
    page = _open_with_voice(open_page, local=False)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert page.get_by_role("button", name="Read aloud").count() == 0
