"""The lists of the inbox: who waits longest comes first, and nothing is opened that is not shown."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.enquiries import actions
from alongside.enquiries.models import Conversation, ConversationKey, SealedText

from .conftest import page

DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate


def _shown(client, show):
    html = page(client.get(f"/admin/inbox/?show={show}"))
    return [name for name in ("Ada", "Bea", "Cat", "Dot") if f"· {name}</button>" in html]


@pytest.fixture
def four(write, founder):
    """Ada waits longest and is overdue; Bea was answered; Cat is closed; Dot has died, says a relative."""
    long_ago = timezone.now() - 20 * DAY
    ada = write(name="Ada", now=long_ago).conversation
    bea = write(name="Bea").conversation
    cat = write(name="Cat").conversation
    dot = write(name="Dot", purpose="bereavement").conversation
    actions.answer(conversation=bea, by=founder, message="Hello.", seen=2)
    actions.close(conversation=cat, by=founder, seen=2)
    return ada, bea, cat, dot


def test_each_list_shows_its_own(unlocked, four, founder):
    ada, bea, cat, _ = four
    actions.hand_to(conversation=bea, by=founder, to=founder)
    actions.follow_up(conversation=cat, by=founder, on=TODAY())
    Conversation.objects.filter(pk=ada.pk).update(erase_on=TODAY() + 20 * DAY)
    Conversation.objects.filter(pk=bea.pk).update(purpose="complaint", state="waiting")
    client = unlocked()
    shown = {
        show: _shown(client, show)
        for show in (
            "waiting", "unread", "mine", "overdue", "follow-up", "complaints", "deaths",
            "erased-soon", "closed", "all",
        )
    }  # fmt: skip
    assert shown == {
        "waiting": ["Ada", "Bea", "Dot"],
        "unread": ["Ada", "Dot"],
        "mine": ["Bea"],
        "overdue": ["Ada"],
        "follow-up": ["Cat"],
        "complaints": ["Bea"],
        "deaths": ["Dot"],
        "erased-soon": ["Ada"],
        "closed": ["Cat"],
        "all": ["Ada", "Bea", "Cat", "Dot"],
    }
    assert _shown(client, "no-such-list") == shown["waiting"]


def test_a_line_says_what_for_how_long_and_who_has_it(unlocked, write, founder):
    conversation = write(need="call", name="Zoë", now=timezone.now() - 3 * DAY).conversation
    client = unlocked()
    html = " ".join(page(client.get("/admin/inbox/")).split())
    assert "A call back · Zoë</button>" in html
    assert "New</strong>" in html
    assert "waits 3 days · nobody has it" in html
    actions.hand_to(conversation=conversation, by=founder, to=founder)
    assert "Test Founder has it" in page(client.get("/admin/inbox/"))


def test_who_waits_longest_comes_first(unlocked, write):
    now = timezone.now()
    for days, name in ((1, "Bea"), (9, "Ada"), (0, "Cat")):
        write(name=name, now=now - days * DAY)
    html = page(unlocked().get("/admin/inbox/"))
    assert html.index("Ada</button>") < html.index("Bea</button>") < html.index("Cat</button>")


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_however_many(unlocked, write, count):
    for number in range(count):
        write(f"Message {number}", name=f"Name {number}")
    client = unlocked()
    client.get("/admin/inbox/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        html = page(client.get("/admin/inbox/"))
    assert html.count("</button> <span") + html.count('class="inbox-open"') >= count
    assert len(queries) == 29, [q["sql"][:150] for q in queries]


def test_fifty_a_page(unlocked, write):
    for number in range(51):
        write(name=f"Name {number:02}", now=timezone.now() + datetime.timedelta(seconds=number))
    client = unlocked()
    first, second = page(client.get("/admin/inbox/")), page(client.get("/admin/inbox/?p=2"))
    assert (first.count('class="inbox-open"'), second.count('class="inbox-open"')) == (50, 1)
    assert "Name 50" in second
    assert "Page 1 of 2" in first


def test_one_broken_row_hides_no_other(unlocked, write):
    broken, gone, fine = (write(name=name).conversation for name in ("Ada", "Bea", "Cat"))
    ConversationKey.objects.filter(pk=broken.pk).update(for_founders=b"noise" * 16)
    ConversationKey.objects.filter(pk=gone.pk).delete()
    client = unlocked()
    html = page(client.get("/admin/inbox/"))
    assert f"Conversation {broken.pk}: cannot be opened" in html
    assert f"Conversation {gone.pk}: cannot be opened" in html
    assert "Cat</button>" in html
    assert fine.pk


def test_details_of_somebody_else_are_not_taken_for_hers(unlocked, write):
    ada, bea = write(name="Ada").conversation, write(name="Bea").conversation
    moved = SealedText.objects.get(conversation=ada, kind="details")
    ConversationKey.objects.filter(pk=bea.pk).update(
        for_founders=ada.keys.for_founders, public=ada.keys.public
    )
    SealedText.objects.filter(conversation=bea, kind="details").update(sealed=moved.sealed)
    html = page(unlocked().get("/admin/inbox/"))
    assert html.count("Ada</button>") == 1
    assert f"Conversation {bea.pk}: cannot be opened" in html
