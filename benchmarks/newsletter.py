"""How fast a letter goes out into a mail server that takes everything (Postfix smtp-sink), on one core.

Ours reads the ledger, unlocks addresses, looks at the lists of those who get none, lays out, signs (DKIM,
RSA 2048), sends and writes down what came of each. `smtp-source` only sends the same bytes again and
again: the limit. Django's `send_mail` in a loop is the naive way: no ledger, no signature, no way to leave.
All three run pinned to one core, the sink on the other.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.servers import LOAD_CORE, SERVER_CORE, need
from tests.served_site import free_port
from tests.site_copy import ROOT, template_database

MANY = int(os.environ.get("ALONGSIDE_LETTERS", "100000"))
MOST = int(os.environ.get("ALONGSIDE_LETTERS_MOST", "1000000"))
REACHED = int(os.environ.get("ALONGSIDE_LETTERS_REACHED", "1000000"))
FEW = 5_000
CONNECTIONS = 2


def figures() -> list[Figure]:
    need("smtp-sink", "smtp-source", "taskset")
    with tempfile.TemporaryDirectory(prefix="alongside-newsletter-") as folder, sink() as port:
        environment = prepared(Path(folder), port)
        run(environment, "fill", MANY)
        ours, growth, size = map(float, run(environment, "send").split()[-3:])
        limit = smtp_source(port, int(size))
        naive = float(run(environment, "naive", FEW))
        run(environment, "fill", MOST)
        _, most_growth, _ = map(float, run(environment, "begin", MOST).split()[-3:])
    title = f"letters sent to {MANY:,} people, DKIM and ledger included, one core"
    return [
        Figure(title, "≥ 1,000 a second", ours, limit, "smtp-source, the same bytes",
               ours / limit, "a second"),
        Figure(title, "none", ours, naive, "send_mail in a loop, unsigned", ours / naive, "a second"),
        Figure(f"memory growth while they went out to {MANY:,}", "≤ 60 MB", growth, 60,
               "the limit", growth / 60, "MB"),
        Figure(f"memory growth, ledger of {MOST:,}, sent to {min(REACHED, MOST):,} of them", "≤ 60 MB",
               most_growth, 60, "the limit", most_growth / 60, "MB"),
    ]  # fmt: skip


@contextmanager
def sink() -> Iterator[int]:
    """smtp-sink on the other core; gives its port."""
    port = free_port()
    command = ["taskset", "-c", LOAD_CORE, "smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "100"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(10)


def smtp_source(port: int, size: int) -> float:
    """Messages a second; `size`: bytes of each."""
    began = time.monotonic()
    subprocess.run(
        ["taskset", "-c", SERVER_CORE, "smtp-source", "-d", "-s", str(CONNECTIONS), "-l", str(size),
         "-m", str(FEW * 4), f"127.0.0.1:{port}"], check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return FEW * 4 / (time.monotonic() - began)


def prepared(folder: Path, port: int) -> dict[str, str]:
    """A site in `folder` with a key for DKIM, whose mail goes to the sink; returns its environment."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    plain = serialization.NoEncryption()
    pem = serialization.PrivateFormat.TraditionalOpenSSL
    (folder / "dkim.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, pem, plain))
    subprocess.run(["cp", template_database(), folder / "alongside.sqlite3"], check=True)
    return {
        **os.environ, "ALONGSIDE_VAR": str(folder), "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
        "ALONGSIDE_SMTP_HOST": "127.0.0.1", "ALONGSIDE_SMTP_PORT": str(port),
        "ALONGSIDE_SMTP_TLS": "false", "ALONGSIDE_SMTP_CONNECTIONS": str(CONNECTIONS),
        "ALONGSIDE_DKIM_KEY_FILE": str(folder / "dkim.pem"), "ALONGSIDE_DKIM_SELECTOR": "s1",
        "ALONGSIDE_DKIM_DOMAIN": "example.org", "ALONGSIDE_MAIL_FROM": "news@example.org",
    }  # fmt: skip


def run(environment: Mapping[str, str], *arguments: object) -> str:
    done = subprocess.run(
        ["taskset", "-c", SERVER_CORE, sys.executable, "-m", "benchmarks.newsletter",
         *map(str, arguments)],
        env=environment, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    print(done.stderr.strip(), flush=True)
    return done.stdout


# ── Inside a fresh process ──


def fill(number: int) -> None:
    """So many subscribers in all, and one letter to them that is due."""
    from django.db import transaction
    from django.utils import timezone

    from alongside.newsletter.contact import Contact
    from alongside.newsletter.models import Mailing, NewsletterSettings, Subscriber

    now = timezone.now()
    there = Subscriber.objects.count()
    for start in range(there, number, 10_000):
        with transaction.atomic():
            Subscriber.objects.bulk_create(
                Subscriber(
                    mark=(contact := Contact(f"person{n}@host{n % 500}.example",
                                             "Ann" if n % 2 else "")).mark(),
                    locked=contact.lock(), state="active", parts=n % 15 + 1, spared=n % 8,
                    confirmed_at=now,
                ) for n in range(start, min(start + 10_000, number))
            )  # fmt: skip
    NewsletterSettings.objects.update_or_create(pk=1, defaults={"from_hour": 0, "until_hour": 0})
    page = _letter()
    Mailing.objects.create(page=page, revision=page.latest_revision)


def _letter() -> "LetterPage":  # noqa: F821
    """One of 1,200 words, some of them for those who asked for them."""
    from wagtail.models import Page

    from alongside.newsletter.letter_pages import LetterPage, LettersPage

    parent = LettersPage.objects.first()
    if not parent:
        home = Page.objects.get(depth=2)
        parent = home.add_child(instance=LettersPage(title="Letters", slug="letters"))
    words = "<p>" + "What we learnt this month, and what it may mean to you. " * 30 + "</p>"
    page = LetterPage(title="What we learnt this month", sentence="In short.")
    page.sections = [
        ("section", {"heading": part or "All", "part": part, "notes": [],
                     "body": [("text", words)]})
        for part in ("", "1", "2")
    ]  # fmt: skip
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def send(*, until: int = 0) -> None:
    """Prints letters a second, the most that memory grew in MB, and bytes of a letter.

    Filling the ledger and laying out the letter are in the time and in the memory; what any process of
    this site loads with its list of addresses is not.
    """
    from threading import Event

    from django.urls import reverse

    from alongside.newsletter.models import Delivery
    from alongside.newsletter.sending import composing
    from alongside.newsletter.sending.engine import Sender

    sizes, plain = list[int](), composing.Plate.message

    def measured(*arguments: object, **named: object) -> bytes:
        made = plain(*arguments, **named)
        sizes.append(len(made))
        del sizes[1_000:]
        return made

    composing.Plate.message = measured
    stop, sender, count = Event(), Sender(), 0

    def told(moved: int) -> None:
        nonlocal count
        count += moved
        if until and count > until:
            stop.set()

    reverse("wagtailadmin_home")
    before, cpu, began = memory(), time.process_time(), time.monotonic()
    sender.run(stop, told=told)
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    sender.close()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sent = Delivery.objects.filter(state="sent").count()
    assert until or sent == count > 0, (sent, count)
    print(f"{1e6 * cpu / count:.0f} µs of the processor each", file=sys.stderr)
    print(count / seconds, most - before, sum(sizes) / len(sizes))


def memory() -> float:
    """MB that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def naive(number: int) -> None:
    """Prints messages a second of Django's send_mail, one after the other."""
    from django.core.mail import get_connection, send_mail

    from alongside.core.mail import transports
    from alongside.newsletter.models import Mailing
    from alongside.newsletter.parts import ALL_PARTS, ContentNote
    from alongside.newsletter.rendering import Links, render

    page = Mailing.objects.latest("pk").page
    links = Links("https://x.example/l/", "https://x.example/p/", "https://x.example/")
    words = render(page, parts=ALL_PARTS, spared=ContentNote(0), links=links)
    began = time.monotonic()
    for person in range(number):
        send_mail(words.subject, words.text, "news@example.org", [f"person{person}@host.example"],
                  html_message=words.html, connection=get_connection(transports.SMTP))  # fmt: skip
    print(number / (time.monotonic() - began))


if __name__ == "__main__":
    import django

    django.setup()
    what, *numbers = sys.argv[1:]
    if what == "fill":
        fill(int(numbers[0]))
    elif what == "naive":
        naive(int(numbers[0]))
    else:
        send(until=REACHED if what == "begin" else 0)
