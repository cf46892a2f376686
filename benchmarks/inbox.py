"""How long a founder waits for her inbox of 2,000 conversations: the list, and a search of every word."""

import secrets
import time

from benchmarks.figure import Figure
from benchmarks.own_site import measured, own_site

CONVERSATIONS = 2_000
RUNS = 5


def figures() -> list[Figure]:
    with own_site() as folder:
        listed, found = measured(folder, "benchmarks.inbox")
    return [
        Figure(f"inbox of {CONVERSATIONS:,} conversations: open the list", "≤ 1 s", listed, 1,
               "the limit", listed, "s"),
        Figure(f"inbox of {CONVERSATIONS:,} conversations: search every word", "≤ 1 s", found, 1,
               "the limit", found, "s"),
    ]  # fmt: skip


def measure() -> tuple[float, float]:
    """Seconds for the first page of the list, and for a search through all; the median of five."""
    from tests import prepared_inbox
    from tests.signing_in import sign_in

    prepared_inbox.make()
    from alongside.accounts.models import User
    from alongside.enquiries.actions import receive
    from alongside.enquiries.words import Details

    for number in range(CONVERSATIONS):
        receive(
            submission_id=secrets.token_bytes(16),
            details=Details(need="talk", name=f"Person {number}", situation="living"),
            message=f"Message {number}. " + "I was told last week. " * 40,
            consent_wording="1",
        )
    client = sign_in(User.objects.get(username=prepared_inbox.FOUNDER))
    client.defaults["HTTP_HOST"] = "127.0.0.1"
    client.post("/admin/inbox/unlock/", {"passphrase": prepared_inbox.PASSPHRASE})

    def listed() -> None:
        assert b"talk to someone" in client.get("/admin/inbox/").content

    def found() -> None:
        page = client.post("/admin/inbox/find/", {"q": "message 1234"}).content
        assert b"talk to someone" in page, page[-3000:]

    return _median(listed), _median(found)


def _median(work) -> float:  # type: ignore[no-untyped-def]
    times = []
    for _ in range(RUNS):
        began = time.monotonic()
        work()
        times.append(time.monotonic() - began)
    return sorted(times)[RUNS // 2]


if __name__ == "__main__":
    import django

    django.setup()
    print(*measure())
