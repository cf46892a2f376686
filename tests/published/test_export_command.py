"""`alongside export` on the real site."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from wagtail.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_site(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The site with its home page and the pages directly under it only; where static files are."""
    Page.objects.filter(depth__gt=3).update(live=False)
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "site.css").write_text("p { color: teal } " * 40)
    # As Django's own test client does: a request must not close the transaction of the test.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield tmp_path
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_the_real_site_becomes_files(small_site: Path) -> None:
    out, said = small_site / "out", StringIO()
    call_command("export", str(out), address="http://localhost", stdout=said, stderr=StringIO())

    home = (out / "index.html").read_text()
    assert "secondary breast cancer" in home.lower()
    assert (out / "index.html.br").stat().st_size < (out / "index.html.gz").stat().st_size
    assert (out / "feed.xml").read_text().startswith("<?xml")
    assert (out / "static" / "site.css.br").is_file()
    assert "<h1" in (out / "404.html").read_text()
    assert "content-security-policy" in (out / "headers.conf").read_text()
    assert "x-alongside-published" not in (out / "headers.conf").read_text()
    assert "set-cookie" not in (out / "headers.conf").read_text()
    assert f"redirects are in {out}" in said.getvalue()


def test_a_folder_of_somebody_else_is_refused_in_plain_words(small_site: Path) -> None:
    (small_site / "mine").mkdir()
    (small_site / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(CommandError, match=r"Nothing was written: .*choose another folder"):
        call_command("export", str(small_site / "mine"), address="http://localhost")
    assert (small_site / "mine" / "letter.txt").read_text() == "dear"


def test_without_static_files_it_says_what_to_do(small_site: Path, settings: Any) -> None:
    settings.STATIC_ROOT = small_site / "nowhere"
    with pytest.raises(CommandError, match="alongside collectstatic"):
        call_command("export", str(small_site / "out"))
