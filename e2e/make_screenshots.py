"""`python -m e2e.make_screenshots`: the pictures of the README, into `docs/screenshots/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from e2e.browser import launch_options
from tests.served_site import served_site

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
COLOURS = 64  # of a page of text on paper: a quarter of the bytes, and no difference to the eye
HEIGHT, GAP, BETWEEN = 800, 24, (140, 140, 132)


@dataclass(frozen=True)
class Shot:
    """What a reader sees of one page: on a phone (360 px) unless it is `wide` (1280 px)."""

    path: str
    wide: bool = False
    scheme: Literal["light", "dark"] = "light"
    click: str = ""


PICTURES = {
    "home-and-answer": (
        Shot("/"),
        Shot("/answers/what-is-secondary-breast-cancer/", wide=True, click="a.term >> nth=0"),
    ),
    "search-and-emergency": (
        Shot("/search/?q=my+legs+have+gone+numb"),
        Shot("/signs/bone/mscc/", wide=True),
    ),
    "at-night": (Shot("/today/", scheme="dark"), Shot("/", wide=True, scheme="dark")),
    "words": (Shot("/words/pr/"), Shot("/words/", wide=True)),
}


def _take(browser: Browser, address: str, shot: Shot) -> Image.Image:
    page = browser.new_page(
        viewport={"width": 1280 if shot.wide else 360, "height": HEIGHT}, color_scheme=shot.scheme
    )
    page.goto(address + shot.path)
    if shot.click:
        page.click(shot.click)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return picture


def _side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    joined = Image.new("RGB", (width, HEIGHT), BETWEEN)
    left = 0
    for picture in pictures:
        joined.paste(picture, (left, 0))
        left += picture.width + GAP
    return joined


def main() -> None:
    """Serve the content pack and photograph it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name, shots in PICTURES.items():
            picture = _side_by_side([_take(browser, site.address, shot) for shot in shots])
            picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
