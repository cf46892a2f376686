"""People who write to the founders, tell us something or order the book, many at once, through the real
server; as browsers without scripts do."""

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

LEAST = 2.1  # seconds between opening a form and sending it: faster is taken for a machine

JOIN, SHARE, ORDER = DOORS = "/join-us/", "/signs/share/", "/book/order/"
WORDS_IN = {JOIN: "message", SHARE: "wish_known", ORDER: "name"}
FILLED_IN = {
    JOIN: {"consent": "on", "answer_by": "here"},
    SHARE: {"count_me": "on"},
    ORDER: {
        "copies_1": "1", "line1": "7 Canary Row", "town": "Lewes", "postcode": "BN7 1AA", "country": "GB",
        "email": "enid@example.org", "pay_by": "transfer", "step": "look",
    },
}  # fmt: skip
THANKED = {
    JOIN: r"data-six-words>(.*?)</ol>", SHARE: r"data-six-words>(.*?)</ol>", ORDER: r"^/book/orders/([^/]+)/",
}  # fmt: skip


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
    thanked: dict[str, list[list[str]]] = field(
        default_factory=lambda: {door: [] for door in DOORS}
    )
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

    def open_form(self, message: str, number: int = 0, *, door: str = "") -> Sending:
        """At `door`, or at each of them in turn."""
        path = door or DOORS[number % len(DOORS)]
        address = ".".join(str(random.randrange(1, 250)) for _ in range(4))
        page = self._until_answered("GET", path, address)
        return Sending(path, message, hidden_fields(page), address)

    def send(self, form: Sending) -> None:
        """Press Send, and again when the connection broke or the page asks for it.

        The order form has a second page, whose hidden fields hold all that she typed.
        """
        self.tried += 1
        fields = filled_in(form)
        for _ in range(20):
            page = self.answer(form, fields)
            if thanks := re.search(THANKED[form.path], page, re.DOTALL):
                receipt = " ".join(re.findall(r"<li>(\w+)</li>", thanks[1])) or thanks[1]
                self.thanked[form.path].append([receipt, form.message])
                return
            fields |= hidden_fields(page)
            if 'value="order"' in page:
                fields["step"] = "order"
        self.troubles.append(page[:3000])

    def answer(self, form: Sending, fields: dict[str, str]) -> str:
        """The page after the form was sent so, or where it sends her."""
        return self._until_answered("POST", form.path, form.address, urlencode(fields))

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
        """Status, and the page or where it sends us."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            headers = {
                "Sec-Fetch-Site": "same-origin", "Origin": f"http://{self.host}",
                "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address,
                "User-Agent": "Firefox",
            }  # fmt: skip
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            page = response.read().decode()
            return response.status, response.getheader("Location", "") or page
        finally:
            connection.close()


def filled_in(form: Sending) -> dict[str, str]:
    return form.hidden | {WORDS_IN[form.path]: form.message} | FILLED_IN[form.path]


def hidden_fields(page: str) -> dict[str, str]:
    """Names and values of the hidden inputs of a page."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[unescape(name[1])] = unescape(value[1]) if value else ""
    return found
