"""A release of figures on the stage, marked as made up.

Run as a process of its own before the site is served.
"""

import subprocess
import sys

from tests.site_copy import ROOT


def publish_example(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "e2e.release_stage"], env=environment, cwd=ROOT, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _main() -> None:
    import django

    django.setup()
    from alongside.signs.actions import publish_quote, publish_release
    from tests.signs.example_figures import example_figures
    from tests.signs.pages_of_figures import pages_of_figures

    pages_of_figures()
    publish_release(figures=example_figures(), method="1.0", is_made_up=True)
    publish_quote(
        about="being-heard", words="I knew that it was not my age.", signed_as="Una",
        on_behalf=False, is_made_up=True,
    )  # fmt: skip


if __name__ == "__main__":
    _main()
