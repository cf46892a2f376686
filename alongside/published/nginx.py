"""The nginx configuration that serves an export as the site itself would."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, urlsplit

from .conditional import Headers
from .fetch import Fetched

# Belong to one response or one connection, or are nginx's own to say.
_OF_ONE_PAGE = frozenset(
    b"content-length content-type etag vary date server last-modified content-encoding connection"
    b" location transfer-encoding accept-ranges cache-control content-disposition"
    b" link".split()
)
_NGINX_TYPES = {".html": "text/html", ".xml": "text/xml", ".txt": "text/plain"}


def write_configuration(
    folder: Path, *, pages: Iterable[Fetched], redirects: dict[str, str], static_url: str
) -> None:
    """Write `redirects.map`, `headers.conf` and `nginx.conf.example` into an export."""
    pages = list(pages)
    lines = [f"{_quote(path)} {_quote(goal)};\n" for path, goal in sorted(redirects.items())]
    (folder / "redirects.map").write_text("".join(lines), encoding="utf-8")
    common = _common_headers(pages)
    (folder / "headers.conf").write_text(_write_headers(common), encoding="utf-8")
    text = _EXAMPLE.replace("@STATIC@", static_url).replace("@OWN@", _write_own(pages, common))
    (folder / "nginx.conf.example").write_text(text, encoding="utf-8")


def _headers(page: Fetched) -> Headers:
    return [(name, value) for name, value in page.headers if name not in _OF_ONE_PAGE]


def _common_headers(pages: list[Fetched]) -> Headers:
    """The headers that most pages have: those of security, above all."""
    seen = Counter(tuple(_headers(page)) for page in pages)
    return list(seen.most_common(1)[0][0]) if seen else []


def _write_headers(headers: Headers) -> str:
    return "".join(
        f"add_header {name.decode('latin-1')} {_quote(value.decode('latin-1'))} always;\n"
        for name, value in headers
    )


def _write_own(pages: list[Fetched], common: Headers) -> str:
    """A block for each page whose type or headers nginx would get wrong."""
    blocks = []
    for page in pages:
        content_type = page.header(b"content-type").decode("latin-1")
        guessed = _NGINX_TYPES.get(Path(page.path).suffix or ".html", "")
        own_type = content_type.split(";")[0].strip() != guessed
        if not own_type and _headers(page) == common:
            continue
        headers = _write_headers(_headers(page)).replace("\n", "\n        ").rstrip()
        type_line = f"types {{}} default_type {_quote(content_type)};"
        blocks.append(
            f"    location = {_quote(page.path)} {{\n        {type_line}\n"
            '        add_header cache-control "no-cache" always;\n'
            f"        {headers}\n    }}\n"
        )
    return "".join(blocks)


def _quote(value: str) -> str:
    """A value for nginx: no quote, variable or line end of ours may end it early."""
    if value.startswith("/"):
        parts = urlsplit(value)
        value = quote(parts.path, safe="/%:@!&'()*+,;=~-._")
        value += f"?{parts.query}" if parts.query else ""
    value = re.sub(r"[\r\n\0]", " ", value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "${dollar}") + '"'


_EXAMPLE = """\
# Serves this folder as the site itself would. Put it inside `http { }` of nginx, change the names
# and paths marked with CHANGE, and add your certificate.

geo $dollar { default "$"; }
map $uri $alongside_redirect {
    default "";
    include /srv/alongside/redirects.map;  # CHANGE
}

server {
    listen 80;
    server_name www.example.org;  # CHANGE
    root /srv/alongside;  # CHANGE
    include /etc/nginx/mime.types;
    charset utf-8;
    charset_types text/plain text/css text/xml application/rss+xml application/atom+xml;
    server_tokens off;

    gzip_static on;
    gzip_vary on;
    # With the module ngx_brotli (Debian: libnginx-mod-http-brotli-static):
    # brotli_static on;

    etag on;
    absolute_redirect off;
    error_page 404 /404.html;
    error_page 403 =404 /404.html;  # a folder without a page
    if ($alongside_redirect) { return 301 $alongside_redirect; }

    location / {
        index index.html;
        add_header cache-control "no-cache" always;
        include /srv/alongside/headers.conf;  # CHANGE
    }
    # Names that carry a hash of their content never change.
    location ~ "^@STATIC@.*\\.[0-9a-f]{8,}\\.[a-z0-9]+$" {
        add_header cache-control "public, max-age=315360000, immutable";
        include /srv/alongside/headers.conf;  # CHANGE
    }
@OWN@
    # What is beside the pages is not for readers.
    location = /redirects.map { return 404; }
    location = /headers.conf { return 404; }
    location = /nginx.conf.example { return 404; }
    location ~ "/\\.(?!well-known/)" { return 404; }
}
"""
