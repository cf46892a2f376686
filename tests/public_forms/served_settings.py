"""One machine, with the toy room on it."""

from pathlib import Path

from alongside.settings.local import *  # noqa: F403
from alongside.settings.local import TEMPLATES

ROOT_URLCONF = "tests.public_forms.toy"
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
