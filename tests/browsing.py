"""A browser without scripts, for the served site: keeps its cookies, fills in forms, follows redirects."""

import re
from html import unescape
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPRedirectHandler, Request, build_opener


class Browser:
    """Keeps its cookies; fills in whatever fields a form has."""

    def __init__(self, address: str, cookies: dict[str, str] | None = None) -> None:
        self.address, self.cookies, self.opener = address, cookies or {}, build_opener(_Stay)
        self.page = ""

    def get(self, path: str) -> str:
        return self._ask(path, None)

    def post(self, path: str, fields: dict[str, str]) -> str:
        return self._ask(path, fields)

    def send(self, path: str, filled: dict[str, str], *, action: str | None = None) -> str:
        """Send the form of the page that goes to `action`, with its hidden fields."""
        forms = re.findall(r"<form.*?</form>", self.page, re.DOTALL)
        form = next(
            f
            for f in forms
            if f'action="{action or path}' in f or (not action and "action=" not in f)
        )
        hidden = {}
        for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form):
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            if name:
                hidden[name[1]] = unescape(value[1]) if value else ""
        missing = [n for n in filled if f'name="{n}"' not in form]
        assert not missing, (path, missing)
        return self.post(path, hidden | filled)

    def _ask(self, path: str, fields: dict[str, str] | None) -> str:
        body = urlencode(fields).encode() if fields is not None else None
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": self.address, "User-Agent": "Firefox",
                   "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}  # fmt: skip
        request = Request(self.address + path, data=body, headers=headers)
        try:
            answered = self.opener.open(request, timeout=60)
        except HTTPError as refused:  # a page too
            answered = refused
        with answered as response:
            for line in response.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            if response.status in (301, 302, 303):
                return self.get(urljoin(path, response.headers["Location"]))
            self.page = response.read().decode(errors="replace")
            assert response.status < 500, (path, self.page[:500])
            return self.page


class _Stay(HTTPRedirectHandler):
    """Redirects are followed by `Browser`, which knows the cookies; errors are pages."""

    def redirect_request(self, *arguments: object) -> None:
        return None

    def http_error_302(self, request, response, *arguments):  # type: ignore[no-untyped-def]
        return response

    http_error_301 = http_error_303 = http_error_302

    def http_error_default(self, request, response, *arguments):  # type: ignore[no-untyped-def]
        return response
