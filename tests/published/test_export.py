"""An operator exports the site, and nginx serves it."""

import gzip
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import brotli
import pytest

from alongside.published.export import (
    Exported,
    ExportRefused,
    Folder,
    export_site,
    file_of,
    take_back,
)
from tests.served_site import free_port

LONG = "<p>What to ask for, and when.</p>" * 40
HTML = "text/html; charset=utf-8"
POLICY = "default-src 'none'; img-src 'self'"


class Site:
    """A WSGI application with a few pages, as Django is to the export."""

    def __init__(self) -> None:
        photo = '<img src="/media/photo%20one.webp" srcset="/media/small.webp 1x">'
        self.pages: dict[str, tuple[str, str, str]] = {
            "/": ("200 OK", HTML, LONG + photo),
            "/answers/": ("200 OK", HTML, LONG),
            "/answers/caf%C3%A9/": ("200 OK", HTML, "a word with an accent"),
            "/feed.xml": ("200 OK", "application/atom+xml", "<feed/>" + " " * 500),
            "/robots.txt": ("200 OK", "text/plain", "User-agent: *"),
            "/.well-known/security.txt": ("200 OK", "text/plain", "Contact: x"),
            "/old/": ("301 Moved Permanently", HTML, ""),
        }
        self.private = {"/members/"}
        self.asked: list[dict[str, Any]] = []

    def paths(self) -> list[str]:
        return [*self.pages, *self.private]

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self.asked.append(environ)
        path = environ["PATH_INFO"].encode("latin-1").decode()
        known = {file_path(p): answer for p, answer in self.pages.items()}
        missing = ("404 Not Found", HTML, LONG + "not here")
        status, kind, body = known.get(path, missing)
        headers = [("Content-Type", kind), ("Content-Security-Policy", POLICY)]
        headers += [("X-Frame-Options", "DENY"), ("Vary", "Cookie")]
        if path in self.private:
            status = "200 OK"
        else:
            headers.append(("X-Alongside-Published", "1"))
        if status.startswith("301"):
            headers.append(("Location", "/answers/?from=$old"))
        start(status, headers)
        return [body.encode()]


def file_path(path: str) -> str:
    return urllib.request.unquote(path)  # type: ignore[attr-defined]


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Folder, Folder]:
    static, media = tmp_path / "static", tmp_path / "media"
    for folder in (static, media):
        folder.mkdir()
    (static / "css").mkdir()
    (static / "css" / "site.0123456789ab.css").write_text("p { color: teal } " * 40)
    (static / "css" / "site.0123456789ab.css.gz").write_bytes(b"of another build step")
    (static / ".hidden").write_text("secret")
    for name in ("photo one.webp", "small.webp", "a private upload.pdf"):
        (media / name).write_bytes(b"bytes of " + name.encode())
    return Folder(static, "/static/"), Folder(media, "/media/")


Export = Callable[..., Exported]


@pytest.fixture
def export(site: Site, folders: tuple[Folder, Folder]) -> Export:
    def run(target: Path, **options: Any) -> Exported:
        return export_site(
            target, app=site, address="https://www.example.org", paths=site.paths(),
            static=folders[0], media=folders[1], **options,
        )  # fmt: skip

    return run


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_every_published_page_is_a_file_with_its_compressed_forms(
    site: Site, export: Export, tmp_path: Path
) -> None:
    seen: list[str] = []
    exported = export(tmp_path / "out", each=seen.append)
    out = tmp_path / "out"

    assert names(out) == {
        "index.html", "index.html.br", "index.html.gz",
        "answers/index.html", "answers/index.html.br", "answers/index.html.gz",
        "answers/café/index.html", "feed.xml", "feed.xml.br", "feed.xml.gz", "robots.txt",
        ".well-known/security.txt", "404.html", "404.html.br", "404.html.gz",
        "static/css/site.0123456789ab.css", "static/css/site.0123456789ab.css.br",
        "static/css/site.0123456789ab.css.gz", "media/photo one.webp", "media/small.webp",
        "redirects.map", "headers.conf", "nginx.conf.example", ".alongside-export",
    }  # fmt: skip
    content = (out / "answers/index.html").read_bytes()
    assert content.decode() == LONG
    assert brotli.decompress((out / "answers/index.html.br").read_bytes()) == content
    assert gzip.decompress((out / "answers/index.html.gz").read_bytes()) == content
    assert "not here" in (out / "404.html").read_text()
    assert exported.skipped == {"/members/": 200}
    assert (exported.pages, exported.files) == (6, 3)
    assert seen == site.paths()
    assert {e["HTTP_HOST"] for e in site.asked} == {"www.example.org"}
    assert {e["wsgi.url_scheme"] for e in site.asked} == {"https"}


def test_a_page_that_is_gone_is_gone_and_the_others_keep_their_times(
    site: Site, export: Export, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(out)
    before = (out / "index.html.gz").stat().st_mtime_ns
    del site.pages["/robots.txt"]
    site.pages["/answers/"] = ("200 OK", HTML, LONG + "new")
    time.sleep(0.01)
    export(out)

    assert "robots.txt" not in names(out)
    assert (out / "index.html.gz").stat().st_mtime_ns == before
    assert (out / "answers/index.html").read_text().endswith("new")
    assert (out / "answers/index.html").stat().st_mtime_ns > before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_another_folder_is_never_replaced(export: Export, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export(out)  # empty: may be used
    shutil.rmtree(out)
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(ExportRefused, match="no earlier export"):
        export(out)
    with pytest.raises(ExportRefused, match="is a file"):
        export(out / "thesis.txt")
    assert names(out) == {"thesis.txt"}


@pytest.mark.parametrize("status", ["500 Internal Server Error", "404 Not Found"])
def test_when_a_page_fails_the_earlier_export_stays(
    site: Site, export: Export, tmp_path: Path, status: str
) -> None:
    out = tmp_path / "out"
    export(out)
    before = names(out)
    site.pages["/answers/"] = (status, HTML, "broken")
    del site.pages["/robots.txt"]
    with pytest.raises(ExportRefused, match="/answers/ answers with status"):
        export(out)
    assert names(out) == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize("path", ["/../x", "/a/%2e%2e/%2e%2e/x", "//etc/passwd", "/%00"])
def test_no_page_is_written_outside_the_folder(path: str) -> None:
    with pytest.raises(ExportRefused):
        file_of(path)


def test_two_pages_of_one_name_are_refused(site: Site, export: Export, tmp_path: Path) -> None:
    site.pages["/answers"] = ("200 OK", HTML, "clash")
    with pytest.raises(ExportRefused, match="same name"):
        export(tmp_path / "out")


@pytest.fixture
def nginx(export: Export, tmp_path: Path) -> Iterator[str]:
    """The address of an nginx that uses the example configuration."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed")
    out = tmp_path / "out"
    export(out)
    port = free_port()
    text = (out / "nginx.conf.example").read_text().replace("/srv/alongside", str(out))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
    owner = out.owner()
    (tmp_path / "nginx.conf").write_text(
        f"user {owner}; daemon off; pid {tmp_path}/pid; error_log {tmp_path}/log;"
        f"events {{}} http {{ access_log off; client_body_temp_path {tmp_path}/t; {text} }}"
    )
    command = ["nginx", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "log")]
    process = subprocess.Popen(command)
    try:
        for _ in range(100):
            assert process.poll() is None, (tmp_path / "log").read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    opener = urllib.request.build_opener(NoRedirect)
    request = urllib.request.Request(
        address, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with opener.open(request, timeout=5) as response:
            return (
                response.status,
                {k.lower(): v for k, v in response.headers.items()},
                response.read(),
            )
    except HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def test_nginx_serves_it_as_the_site_would(nginx: str) -> None:
    status, headers, body = get(f"{nginx}/answers/", Accept_Encoding="gzip")
    assert (status, gzip.decompress(body).decode()) == (200, LONG)
    assert headers["content-encoding"] == "gzip"
    assert headers["content-type"] == HTML
    assert headers["content-security-policy"] == POLICY
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-cache"
    assert get(f"{nginx}/answers/", Accept_Encoding="gzip", If_None_Match=headers["etag"])[0] == 304

    status, headers, body = get(f"{nginx}/nothing-here/")
    assert status == 404
    assert b"not here" in body
    assert headers["content-security-policy"] == POLICY

    status, headers, _ = get(f"{nginx}/old/")
    assert (status, headers["location"]) == (301, "/answers/?from=$old")
    status, headers, _ = get(f"{nginx}/answers")
    assert (status, headers["location"]) == (301, "/answers/")
    assert get(f"{nginx}/answers/caf%C3%A9/")[2] == b"a word with an accent"
    status, headers, _ = get(f"{nginx}/feed.xml")
    assert headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert headers["x-frame-options"] == "DENY"
    assert get(f"{nginx}/.well-known/security.txt")[2] == b"Contact: x"
    _, headers, _ = get(f"{nginx}/static/css/site.0123456789ab.css")
    assert "immutable" in headers["cache-control"]
    assert get(f"{nginx}/media/photo%20one.webp")[2] == b"bytes of photo one.webp"
    for hidden in ("redirects.map", "headers.conf", "nginx.conf.example", ".alongside-export"):
        assert get(f"{nginx}/{hidden}")[0] == 404


def test_words_that_were_withdrawn_go_before_the_next_export(
    site: Site, export: Export, tmp_path: Path
) -> None:
    """A page that holds quotes is written again in place; one that is gone altogether is removed."""
    quote = "<blockquote data-may-go>It began in my hip.</blockquote>"
    site.pages["/signs/hip/"] = ("200 OK", HTML, LONG + quote)
    site.pages["/signs/rib/"] = ("200 OK", HTML, LONG + quote)
    target = tmp_path / "site"
    export(target)
    site.pages["/signs/hip/"] = ("200 OK", HTML, LONG)
    del site.pages["/signs/rib/"]
    site.pages["/answers/"] = ("200 OK", HTML, "changed, and written by the next export")
    assert take_back(target, app=site, address="https://example.org") == 2
    hip = target / "signs/hip/index.html"
    assert hip.read_text() == LONG
    assert brotli.decompress(Path(f"{hip}.br").read_bytes()).decode() == LONG
    assert gzip.decompress(Path(f"{hip}.gz").read_bytes()).decode() == LONG
    assert list((target / "signs/rib").iterdir()) == []
    assert (target / "answers/index.html").read_text() == LONG
