"""A room writes a mail: one template, two halves with the same words, nothing that could leak."""

import datetime
import re
from html.parser import HTMLParser

import pytest
from django.db import connections, transaction
from django.utils import timezone

from alongside.core.mail.actions import put_in_outbox
from alongside.core.mail.addresses import BadAddress
from alongside.core.mail.models import OutboxMessage
from alongside.core.mail.sending import send_due
from alongside.core.mail.writing import NotNeutral, WrongTemplate
from tests.mail.conftest import ENQUIRER

RICH = """Your {{ thing }} & more

Hello {{ name }}, two lines:
the second one, with https://www.example.org/a?b=1&c=2 in it.

[Open “it” & see]({{ address }})

Ring us if you did not ask for this.
"""
CONTEXT = {"thing": "notice", "name": "<b>Ann</b>", "address": "https://site.example/x?a=1&b=2"}


class _Words(HTMLParser):
    """What somebody reads in an HTML mail, and every address it names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._skip = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._skip += tag in ("style", "title", "head")

    def handle_endtag(self, tag):
        self._skip -= tag in ("style", "title", "head")

    def handle_data(self, data):
        if not self._skip:
            self.words += data.split()


@pytest.fixture
def rich(put, mail_server):
    put(text=RICH, context=CONTEXT)
    assert send_due(timezone.now()) == 1
    return mail_server.received[0]


def test_plain_text_comes_first_and_html_second(rich):
    assert rich.message.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in rich.message.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert rich.message["Subject"] == "Your notice & more"
    assert rich.message["Auto-Submitted"] == "auto-generated"
    assert rich.text.startswith("Hello <b>Ann</b>, two lines:\nthe second one, with https://")
    assert "\n\nOpen “it” & see: https://site.example/x?a=1&b=2\n\n" in rich.text


def test_both_halves_say_the_same_words(rich):
    text = rich.text.replace(": https://site.example/x?a=1&b=2", "")
    assert _Words(rich.html).words == text.split()


def test_the_html_loads_nothing_and_runs_nothing(rich):
    page = _Words(rich.html)
    names = {tag for tag, _ in page.tags}
    assert names & {"img", "script", "link", "iframe", "object", "b", "video", "form"} == set()
    sources = [a for _, a in page.tags if {"src", "srcset", "background", "poster"} & a.keys()]
    assert sources == []
    assert not re.search(r"url\(|@import|@font-face", rich.html)
    links = [a["href"] for tag, a in page.tags if tag == "a"]
    assert "https://site.example/x?a=1&b=2" in links
    assert {link.split("?")[0] for link in links} <= {
        "https://site.example/x", "https://www.example.org/a", "http://127.0.0.1:8000"
    }  # fmt: skip
    assert dict(page.tags[0][1])["lang"] == "en-GB"
    assert "&lt;b&gt;Ann&lt;/b&gt;" in rich.html
    assert "prefers-color-scheme: dark" in rich.html


def test_what_somebody_typed_makes_no_header_and_no_button(put, mail_server):
    typed = "Ann\r\nBcc: thief@example.org\n\n[Click](https://evil.example/)"
    put(text="News for {{ n }}\n\n{{ n }}\n", context={"n": typed})
    send_due(timezone.now())
    [mail] = mail_server.received
    assert mail.recipients == [ENQUIRER]
    assert mail.message["Bcc"] is None
    assert mail.message["Subject"].startswith("News for Ann Bcc: thief@example.org [Click]")
    assert "Click: https://evil" not in mail.text


def test_a_subject_in_any_script_arrives(put, mail_server):
    put(text="Réponse für dich 💛 \u0645\u0631\u062d\u0628\u0627\n\nKä.\n")
    send_due(timezone.now())
    assert mail_server.received[0].message["Subject"] == "Réponse für dich 💛 مرحبا"
    assert mail_server.received[0].raw.isascii()


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\nBcc: b@example.org", "a@example.org\r\n", "a@example.org, b@example.org",
        "Ann <a@example.org>", "nowhere", "", "a@", "a@exa mple.org", "a\x00@example.org",
        '"a\x01"@example.org', "ä@example.org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_it(put, address):
    with pytest.raises(BadAddress) as refused:
        put(address)
    assert "example" not in str(refused.value)
    assert OutboxMessage.objects.count() == 0


def test_a_domain_in_another_script_is_reached(put, mail_server):
    put("jo@bücher.example")
    send_due(timezone.now())
    assert mail_server.received[0].recipients == ["jo@xn--bcher-kva.example"]


def test_a_neutral_mail_names_neither_illness_nor_organisation(put, mail_server, settings):
    settings.DEFAULT_FROM_EMAIL = "Secondary Breast Cancer Friends <hello@example.org>"
    settings.NEUTRAL_FROM_EMAIL = "post@neutral.example"
    put(neutral=True)
    put("founder@example.org")
    send_due(timezone.now())
    neutral, open_one = (one.message for one in mail_server.received)
    assert neutral["From"] == "A website you wrote to <post@neutral.example>"
    assert neutral["Message-ID"].endswith("@neutral.example>")
    everything = mail_server.received[0].text + mail_server.received[0].html + neutral["Subject"]
    assert not re.search("cancer|alongside|secondary|127.0.0.1", everything, re.IGNORECASE)
    assert open_one["From"] == "Secondary Breast Cancer Friends <hello@example.org>"
    assert "http://127.0.0.1:8000" in mail_server.received[1].text


@pytest.mark.parametrize("words", ["Your cancer", "Breast news", "From {{ site }}"])
def test_a_neutral_mail_with_a_telling_word_is_not_written(put, words):
    from alongside.core.mail.writing import site_name

    with pytest.raises(NotNeutral):
        put(text=f"{words}\n\nHello.\n", context={"site": site_name()}, neutral=True)
    with pytest.raises(NotNeutral):
        put(text=f"Hello\n\n{words}\n", context={"site": site_name()}, neutral=True)
    assert put(text=f"{words}\n\nHello.\n", context={"site": site_name()}).pk


def test_a_mistake_of_a_programmer_is_told_at_once(put, founder):
    with pytest.raises(WrongTemplate):
        put(text="Subject\nno empty line")
    with pytest.raises(WrongTemplate):
        put(text="")
    with pytest.raises(TypeError):
        put(context={"user": founder})
    with pytest.raises(ValueError, match=r"room\.name"):
        put(kind="notice")
    with pytest.raises(ValueError, match="word:id"):
        put(reference="enquiry of enquirer@example.net")
    assert put(context={"n": 3, "when": datetime.date.today(), "list": ["a"]}).pk


def test_a_mail_belongs_to_a_transaction(put, monkeypatch):
    real = connections["default"]
    with monkeypatch.context() as outside, pytest.raises(transaction.TransactionManagementError):
        outside.setattr(real, "in_atomic_block", False)
        put_in_outbox(
            to=ENQUIRER, template="core/mail/test.txt", context={}, kind="toy.notice", private=True
        )


def test_no_mail_without_what_caused_it(put):
    class Changed(Exception):
        """Her mind."""

    with pytest.raises(Changed), transaction.atomic():
        put()
        assert OutboxMessage.objects.count() == 1
        raise Changed
    assert OutboxMessage.objects.count() == 0
