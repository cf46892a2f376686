"""People who write to the founders or tell us something, many at once, through the real server; as
browsers without scripts do."""

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

LEAST = 2.1  # seconds between opening a form and sending it: faster is taken for a machine

JOIN, SHARE = "/join-us/", "/signs/share/"
WORDS_IN = {JOIN: "message", SHARE: "wish_known"}
AGREED = {JOIN: {"consent": "on", "answer_by": "here"}, SHARE: {"count_me": "on"}}


@dataclass
class Sending:
    """One form in one person's browser."""

    path: str
    message: str
    hidden: dict[str, str]
    address: str


@dataclass
class People:
    """Threads that open forms, wait and send them, and send again when nothing came back."""

    host: str
    name: str = "person"
    thanked: dict[str, list[list[str]]] = field(default_factory=lambda: {JOIN: [], SHARE: []})
    tried: int = 0
    troubles: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def write(self, *, at_once: int) -> None:
        """Until `stop` is set: open so many forms, wait, send them all."""
        number = 0
        while not self.stop.is_set():
            forms = [self.open_form(f"{self.name} {number + n}", n) for n in range(at_once)]
            number += at_once
            time.sleep(LEAST)
            for form in forms:
                self.send(form)

    def open_form(self, message: str, number: int = 0) -> Sending:
        """Every third one tells us what she lived through; the others write to the founders."""
        path = SHARE if number % 3 == 2 else JOIN
        address = ".".join(str(random.randrange(1, 250)) for _ in range(4))
        page = self._until_answered("GET", path, address)
        return Sending(path, message, hidden_fields(page), address)

    def send(self, form: Sending) -> None:
        """Press Send, and again when the connection broke or the page asks for it."""
        self.tried += 1
        fields = form.hidden | {WORDS_IN[form.path]: form.message} | AGREED[form.path]
        for _ in range(20):
            page = self._until_answered("POST", form.path, form.address, urlencode(fields))
            words = re.search(r"data-six-words>(.*?)</ol>", page, re.DOTALL)
            if words:
                receipt = " ".join(re.findall(r"<li>(\w+)</li>", words[1]))
                self.thanked[form.path].append([receipt, form.message])
                return
            fields |= hidden_fields(page)
        self.troubles.append(page[:3000])

    def _until_answered(self, method: str, path: str, address: str, body: str = "") -> str:
        for _ in range(600):
            try:
                status, page = self._ask(method, path, address, body)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
                continue
            if status < 500:
                return page
            time.sleep(0.1)
        raise RuntimeError("nobody answered for a minute")

    def _ask(self, method: str, path: str, address: str, body: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            headers = {
                "Sec-Fetch-Site": "same-origin", "Origin": f"http://{self.host}",
                "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address,
                "User-Agent": "Firefox",
            }  # fmt: skip
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


def hidden_fields(page: str) -> dict[str, str]:
    """Names and values of the hidden inputs of a page."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[unescape(name[1])] = unescape(value[1]) if value else ""
    return found
