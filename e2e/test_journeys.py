"""What a reader does, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import EXIT

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def test_find_an_answer_from_home(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/", width=360, scripts=scripts)
    page.click("main >> text=My letter says")
    assert "palliative" in page.inner_text("h1")
    assert len(page.inner_text(".sentence")) > 20
    page.click("nav.depths >> text=In full")
    assert page.url.endswith("#full")
    page.click("#full .basis a >> nth=0")
    expect(page.locator("li:target")).to_contain_text("read November 2026")
    outside = page.locator(".sources a").first
    expect(outside).to_have_attribute("rel", "noreferrer")


def test_find_an_answer_by_group(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/answers/", scripts=scripts)
    page.click("nav >> text=Rights and money")
    page.click("text=What money and benefits can I get?")
    assert "benefits" in page.inner_text("h1")


def test_search_from_home(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/", width=360, scripts=scripts)
    page.fill("#ask", "what does palliative mean on my letter")
    page.click("text=Find an answer")
    first = page.locator("main ol li a").first
    assert "palliative" in first.inner_text().lower()
    first.click()
    assert "palliative" in page.inner_text("h1").lower()


def test_search_from_any_page(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/about/", scripts=scripts)
    page.fill("header input[type=search]", "er positive")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=er+positive")
    assert page.locator("main ol li a").count() > 0
    page = open_page("/about/", width=360, scripts=scripts)
    page.click(".to-search")
    page.locator("main input[type=search]").wait_for()


def test_a_search_that_sounds_like_an_emergency_says_first_what_to_do(
    open_page: OpenPage, scripts: bool
) -> None:
    page = open_page("/search/?q=cannot+feel+my+legs+and+cannot+wee", width=360, scripts=scripts)
    text = page.inner_text("main")
    assert "helpline" in text
    assert text.index("helpline") < text.index(page.inner_text("main ol li a >> nth=0"))


def test_come_through_the_today_door(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/", width=360, scripts=scripts)
    assert page.locator(".days a").count() == 7
    page.click(".days >> text=A scan day")
    assert page.inner_text("h1") == "A scan day"
    page.click("text=Today was… >> nth=-1")
    page.goto("/today/")
    page.click("text=The day I was told")
    page.click(".doors a >> nth=0")
    assert page.locator(".sentence").is_visible()


def test_look_up_a_word(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/words/", width=360, scripts=scripts)
    page.click("nav.letters >> text=P")
    page.click("text=progesterone receptor (PR)")
    text = page.inner_text("main")
    assert "Look at the sentence around them" in text
    assert "partial response" in text
    assert "not yet sourced" in text


def test_a_word_on_an_answer_opens_its_meaning(open_page: OpenPage) -> None:
    page = open_page("/answers/what-is-secondary-breast-cancer/", width=360)
    word = page.locator("a.term").first
    assert word.get_attribute("role") == "button"
    word.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog")
    meaning = page.inner_text(f"#{word.get_attribute('data-term')}")
    assert meaning in box.inner_text()
    expect(word).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(word).to_be_focused()
    expect(word).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    box.get_by_text("More about this word").click()
    assert "/words/" in page.url


def test_a_word_on_an_answer_is_a_link_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/answers/what-is-secondary-breast-cancer/", width=360, scripts=False)
    word = page.locator("a.term").first
    name, target = word.inner_text(), word.get_attribute("href")
    word.click()
    assert page.url.endswith(str(target))
    assert name.lower()[:5] in page.inner_text("main").lower()


def test_the_menu_by_keyboard_on_a_phone(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/about/", width=360, scripts=scripts)
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.locator(":focus").inner_text().strip())
        if reached[-1] == "Menu":
            break
    assert reached[:2] == ["Skip to the text", "Leave this page"]
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Signs"
    page.keyboard.press("Enter")  # opens what is under it
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/signs/")
    assert page.inner_text("h1") == "Signs and symptoms"


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_under_a_menu_entry_opens(open_page: OpenPage, scripts: bool, width: int) -> None:
    page = open_page("/about/", width=width, scripts=scripts)
    if width < 960:
        page.click("summary >> text=Menu")
    link = page.locator("header a:visible", has_text="Write to us")
    assert link.count() == 0
    page.click("header summary:visible >> text=Join us")
    link.click()
    assert page.inner_text("h1") == "Contact us"


def test_skip_to_the_text(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/answers/emergency/", scripts=scripts)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')") if scripts else True
    assert page.url.endswith("#content")


def test_leave_this_page(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/", width=360, scripts=scripts)
    page.goto("/answers/emergency/")
    page.mouse.wheel(0, 3000)
    page.click("text=Leave this page >> nth=0")
    page.wait_for_url(EXIT)
    page.go_back()
    # With scripts the answer is no longer in the history: back leads to the page before it.
    assert ("/answers/" in page.url) is not scripts


def test_leave_this_page_with_the_escape_key(open_page: OpenPage) -> None:
    page = open_page("/signs/bone/mscc/")
    assert "Pressing Esc three times" in page.inner_text("footer")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert "/signs/" in page.url
    page.keyboard.press("Escape")
    page.wait_for_url(EXIT)


def test_the_escape_key_is_not_promised_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/signs/bone/mscc/", scripts=False)
    assert "Esc" not in page.inner_text("footer")


def test_numbers_are_shown_only_to_who_asks(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/answers/how-long-can-people-live/", width=360, scripts=scripts)
    assert "Out of every 100" not in page.inner_text("main")
    page.click("text=I want numbers")
    text = page.inner_text("details.numbers")
    assert text.index("cannot tell you about you") < text.index("Out of every 100")


def test_an_overdue_answer_says_so(open_page: OpenPage) -> None:
    page = open_page("/answers/driving/")
    assert "was due to be checked again on" in page.inner_text(".banner")
    assert page.inner_text(".sentence")


def test_a_withdrawn_answer_leads_on(open_page: OpenPage) -> None:
    page = open_page("/answers/menopause/")
    text = page.inner_text("main")
    assert "We have taken the words of this page away" in text
    assert "helpline" in text
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert page.locator("#full, .facts, .basis").count() == 0
    for path in ("/answers/", "/answers/hormone-treatment/", "/"):
        page.goto(path)
        assert page.locator("a[href*='/answers/menopause/']").count() == 0, path


def test_from_the_map_to_what_patients_say(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/signs/", width=360, scripts=scripts)
    picture = page.get_by_role("group", name="Map of the body")
    names = picture.get_by_role("link").all_text_contents()
    assert len(names) == 8
    for name in names:
        picture.get_by_role("link", name=name).click(trial=True)
    page.locator("main a").first.focus()
    while page.evaluate("document.activeElement.textContent.trim()") != "Bones":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bones")
    here = page.get_by_role("group", name="Map of the body").locator("[aria-current=page]")
    expect(here).to_have_text("Bones")
    page.locator(".patients .figures").get_by_role("link", name="Bone pain").click()
    patients = page.locator("section.patients")
    expect(patients).to_contain_text("About 45 of about 120 people (38 in 100) noticed this first.")
    expect(patients).to_contain_text("Made up for demonstration")
    expect(page.get_by_role("heading", name="Ring now if it is like this")).to_be_visible()
    patients.get_by_text("See the figures").first.click()
    expect(patients.get_by_role("table").first).to_be_visible()
