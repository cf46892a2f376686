"""What stages share: a process of its own makes each before the site is served; phones look at it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.site_copy import ROOT


def made_by(module: str, environment: dict[str, str]) -> str:
    """What `python -m module` printed. It runs in the environment of the site that will be served."""
    done = subprocess.run(
        [sys.executable, "-m", module], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def phones(browser: Browser, address: str, *, patience: int) -> Iterator[Callable[..., Page]]:
    """A function: a phone that has the cookie `session` (None: nobody's). No page may have an error.

    patience: milliseconds that a page is waited for.
    """
    contexts, problems = [], []

    def open_(
        session: str | None, *, width: int = 360, scripts: bool = True, **options: object
    ) -> Page:
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 740},
            java_script_enabled=scripts, locale="en-GB", **options,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(patience)
        if session is not None:
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert problems == []
