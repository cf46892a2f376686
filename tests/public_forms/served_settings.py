"""One machine, with the toy room on it."""

from pathlib import Path

from tests.served_settings import *  # noqa: F403
from tests.served_settings import TEMPLATES

ROOT_URLCONF = "tests.public_forms.toy"
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
