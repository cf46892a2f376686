"""Walking through a form of many short pages."""

from playwright.sync_api import Page

PACE = 2100  # milliseconds: no person fills in a form faster


def heading(page: Page) -> str:
    [shown] = page.locator(".step h2:visible").all_inner_texts()
    return shown


def go_on(page: Page) -> None:
    page.locator(".step .go a.button:visible").click()


def send(page: Page) -> None:
    page.wait_for_timeout(PACE)
    page.get_by_role("button", name="Send", exact=True).click()


def six_words(page: Page) -> str:
    page.wait_for_selector(".six-words")
    return " ".join(page.locator(".six-words li").all_inner_texts())


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field or button of this name has the focus. Raises AssertionError."""
    for _ in range(60):
        page.keyboard.press("Tab")
        now = page.evaluate("document.activeElement.name || document.activeElement.innerText")
        if now == name:
            return
    raise AssertionError(name)
