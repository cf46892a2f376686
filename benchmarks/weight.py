"""What an answer page weighs on the wire on a first visit (brotli), against the design's budget."""

import re

import brotli

from benchmarks.figure import Figure
from tests.served_site import served_site

HEAVIEST = "/answers/emergency/"


def _compressed(body: bytes) -> int:
    return len(brotli.compress(body, quality=11))


def figures() -> list[Figure]:
    with served_site(warm=True) as site:
        html = site.get(HEAVIEST)
        found = re.findall(rb'(?:src|href)="(/static/[^"]+\.(css|js|svg))"', html)
        sizes = {"css": 0, "js": 0, "svg": 0}
        for path, kind in dict(found).items():
            sizes[kind.decode()] += _compressed(site.get(path.decode()))
    page = _compressed(html)
    first = (page + sizes["css"]) / 1024
    scripts = sizes["js"] / 1024
    whole = (page + sum(sizes.values())) / 1024
    rows = [("HTML and CSS", 14, first), ("JavaScript", 8, scripts), ("all of it", 40, whole)]
    return [
        Figure(f"{HEAVIEST} first visit: {name}", f"≤ {limit} KB", kilobytes, limit, "the limit",
               kilobytes / limit, "KB")
        for name, limit, kilobytes in rows
    ]  # fmt: skip
