"""`python -m e2e.make_screenshots`: the pictures of the documentation, into `docs/screenshots/`."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal, get_args

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from e2e.browser import launch_options
from e2e.letter_stage import mail_of_made_up_letter
from tests.served_site import served_site
from tests.site_copy import ROOT

FOLDER = ROOT / "docs" / "screenshots"
COLOURS = 64  # of a page of text on paper: a quarter of the bytes, and no difference to the eye
HEIGHT, GAP, BETWEEN = 800, 24, (140, 140, 132)
WIDTHS = (600, 320)  # of a letter in a mail program on a desk, and on a small phone


Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)


@dataclass(frozen=True)
class Shot:
    """What a reader sees of one page: on a phone (360 px) unless it is `wide` (1280 px)."""

    path: str
    wide: bool = False
    scheme: Scheme = "light"
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
    "book": (Shot("/book/"), Shot("/book/order/", wide=True)),
    "letters": (Shot("/letters/made-up-letter/"), Shot("/letters/", wide=True)),
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


def _take_mail(browser: Browser, html: str, width: int, scheme: Scheme) -> Image.Image:
    """All of a letter, as a mail program shows it."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page.set_content(html)
    picture = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    page.close()
    return picture


def _side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    height = max(picture.height for picture in pictures)
    joined = Image.new("RGB", (width, height), BETWEEN)
    left = 0
    for picture in pictures:
        joined.paste(picture, (left, 0))
        left += picture.width + GAP
    return joined


def main() -> None:
    """Serve the content pack with a made-up shop and photograph it, and a letter as a mail."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    mails: list[str] = []

    def prepare(environment: dict[str, str]) -> None:
        mails.append(mail_of_made_up_letter(environment))
        demo = [sys.executable, "manage.py", "demo", "orders", "20"]
        subprocess.run(demo, env=environment, cwd=ROOT, check=True, capture_output=True)

    with served_site(prepare) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name, shots in PICTURES.items():
            picture = _side_by_side([_take(browser, site.address, shot) for shot in shots])
            _keep(name, picture)
        for scheme in SCHEMES:
            taken = [_take_mail(browser, mails[0], width, scheme) for width in WIDTHS]
            _keep(f"letter-{scheme}", _side_by_side(taken))
        browser.close()


def _keep(name: str, picture: Image.Image) -> None:
    picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
