"""A founder finds a conversation: in memory, whatever the accents, and nothing of it is kept."""

from alongside.accounts.models import AuditEntry
from alongside.enquiries import actions
from alongside.enquiries.inbox_reading import Reading
from alongside.enquiries.search import all_readings, find

from .conftest import page


def _find(client, words):
    response = client.post("/admin/inbox/find/", {"q": words})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return page(response)


def test_all_words_must_occur_whatever_the_accents(unlocked, write, founder):
    zoe = write("I was at the Café on Monday.", name="Zoë").conversation
    other = write("I was at the café on Tuesday.", name="Dilys").conversation
    actions.answer(conversation=other, by=founder, message="Ring the helpline.")
    actions.note(conversation=zoe, by=founder, message="Knows my sister.")
    client = unlocked()
    assert "Found: 2" in _find(client, "CAFE")
    html = _find(client, "zoe monday")
    assert "Found: 1" in html
    assert "Zoë</button>" in html
    assert "Dilys" not in html
    assert "Dilys</button>" in _find(client, "helpline")
    assert "Zoë</button>" in _find(client, "sister")
    assert "Nothing has all these words." in _find(client, "monday tuesday")
    assert "Found: 0" in _find(client, "   ")


def test_what_she_looks_for_stands_in_no_address_and_no_log(unlocked, write, caplog):
    write("Something.", name="Zoë")
    client = unlocked()
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    session = dict(client.session)
    assert 'method="post" action="/admin/inbox/find/"' in page(client.get("/admin/inbox/"))
    _find(client, "canary-in-a-search")
    assert dict(client.session) == session
    [entry] = AuditEntry.objects.exclude(pk__in=before)
    assert (entry.action, entry.target) == ("inbox.searched", "")
    assert "canary" not in str(list(AuditEntry.objects.values()))
    assert "canary-in-a-search" not in caplog.text


def test_a_locked_inbox_finds_nothing(open_inbox, write, signed_in):
    write("Something.", name="Zoë")
    html = page(signed_in(open_inbox.founder).post("/admin/inbox/find/", {"q": "Zoë"}))
    assert "The inbox is locked" in html
    assert "Zoë" not in html


def test_searching_opens_everything_with_two_queries(
    open_inbox, write, founder, django_assert_num_queries
):
    for number in range(3):
        actions.answer(
            conversation=write(f"Number {number}").conversation, by=founder, message="Hello."
        )
    with django_assert_num_queries(2):
        found = find(all_readings(open_inbox.secret), "number hello")
    assert len(found) == 3
    assert all(isinstance(one, Reading) for one in found)
