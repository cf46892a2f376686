"""The made-up letter as a mail; `python -m e2e.letter_stage`, before the site is served, prints its HTML."""

import subprocess
import sys

from tests.site_copy import ROOT


def mail_of_made_up_letter(environment: dict[str, str]) -> str:
    """Makes the letter, and gives its HTML."""
    done = subprocess.run(
        [sys.executable, "-m", "e2e.letter_stage"], env=environment, cwd=ROOT, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def _main() -> None:
    import django

    django.setup()
    from alongside.core import demo
    from alongside.newsletter import rendering
    from alongside.newsletter.models import LetterPage

    demo.make("letters", 1, lambda more: None)
    print(rendering.preview(LetterPage.objects.get(is_made_up=True), first_name="Ann").html)


if __name__ == "__main__":
    _main()
