"""A published site that a server process can load: three pages, a redirect and a private page."""

from typing import Any

from alongside.published.site import PublishedSite

from .newspaper import Newspaper

LONG = "What to ask for, and when. " * 300

paper = Newspaper({"/": "home", "/a/": LONG, "/small/": "short"})


async def inner(scope: Any, receive: Any, send: Any) -> None:
    if scope["path"] != "/early/":
        return await paper(scope, receive, send)
    # Answers before it has read the body, as Django does when it refuses a form.
    headers = [(b"content-length", b"5")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": b"early"})
    return None


application = PublishedSite(
    inner=inner, edition=paper.edition, paths=paper.paths, hosts=["127.0.0.1", "example.org"]
)
