"""Who did what: no personal data gets in, nobody changes a line, founders and operators read it."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.accounts.models import AuditEntry, User
from alongside.core.append_only import NeverChanged

pytestmark = pytest.mark.django_db
LOG, EXPORT = "/admin/log/", "/admin/log/export/"


def words(response):
    return response.content.decode()


@pytest.mark.parametrize("target", ["", "conversation:12",
                                    "receipt:0f8fad5b-d9cb-469f-a165-70867728950e"])  # fmt: skip
def test_numbers_get_in(target, founder):
    entry = record(actor=founder, action="conversation.opened", target=target)
    assert (entry.actor, entry.actor_number, entry.target) == (founder, founder.pk, target)


@pytest.mark.parametrize(
    "target",
    ["Wilma", "person:wilma", "person:wilma@example.org", "wilma@example.org", "conversation 12",
     "conversation:12 Wilma", "conversation:12\nWilma", "Conversation:12", ":12", "conversation:",
     "phone:+441234", "conversation:-1", "conversation:٣", "conversation:" + "1" * 20],
)  # fmt: skip
def test_names_and_words_do_not(target):
    with pytest.raises(ValueError, match="word:id"):
        record(actor=None, action="conversation.opened", target=target)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("action", ["", "opened", "Opened.it", "opened wilma", "a.b@c", "a.b\n"])
def test_an_action_is_a_dotted_verb(action):
    with pytest.raises(ValueError, match="dotted verb"):
        record(actor=None, action=action)


def test_the_system_and_who_is_not_signed_in_have_no_number(db):
    for actor in (None, AnonymousUser()):
        entry = record(actor=actor, action="mail.sent", target="mail:3")
        assert (entry.actor, entry.actor_number) == (None, None)


def test_a_line_is_never_changed_or_deleted(founder):
    entry = record(actor=founder, action="conversation.opened", target="conversation:12")
    entry.target = "conversation:13"
    for change in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(target=""),
        lambda: AuditEntry.objects.filter(pk=entry.pk).update(target=""),
    ):
        with pytest.raises(NeverChanged):
            change()
    assert AuditEntry.objects.get().target == "conversation:12"


def test_the_line_outlives_the_account(founder):
    record(actor=founder, action="conversation.opened", target="conversation:12")
    number = founder.pk
    User.objects.filter(pk=number).delete()
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_number) == (None, number)


@pytest.fixture
def lines(founder, editor):
    record(actor=founder, action="conversation.opened", target="conversation:12")
    record(actor=editor, action="page.sent", target="page:5")
    old = record(actor=founder, action="page.sent", target="page:4")
    long_ago = timezone.now() - timedelta(days=40)
    AuditEntry._base_manager.filter(pk=old.pk).update(at=long_ago)
    return old


@pytest.mark.parametrize("who", ["founder", "operator"])
def test_founders_and_operators_read_it(who, lines, request, signed_in):
    page = words(signed_in(request.getfixturevalue(who)).get(LOG))
    for target in ("conversation:12", "page:5", "page:4"):
        assert target in page
    assert "Test Founder" in page
    assert "@example.org" not in page.split("<h1>")[1].split("<form")[0]


@pytest.mark.parametrize("who", ["editor", "reviewer", "moderator", "dispatcher", "outsider"])
@pytest.mark.parametrize("send", ["get", "post"])
def test_nobody_else_does(who, send, lines, request, signed_in):
    client = signed_in(request.getfixturevalue(who))
    response = getattr(client, send)(LOG if send == "get" else EXPORT)
    assert response.status_code == 403
    assert "conversation:12" not in words(response)


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ({"action": "page.sent"}, ["page:5", "page:4"], ["conversation:12"]),
        ({"actor": "founder"}, ["conversation:12", "page:4"], ["page:5"]),
        ({"from": "-10"}, ["conversation:12", "page:5"], ["page:4"]),
        ({"to": "-10"}, ["page:4"], ["conversation:12", "page:5"]),
        ({"from": "nonsense", "to": "2026-02-31", "actor": "x"}, ["page:4", "page:5"], []),
    ],
)
def test_filters(asked, shown, hidden, lines, founder, operator, signed_in):
    if asked.get("actor") == "founder":
        asked = {"actor": founder.pk}
    asked = {
        name: (timezone.localdate() + timedelta(days=int(value))).isoformat()
        if value == "-10"
        else value
        for name, value in asked.items()
    }
    client = signed_in(operator)
    page = words(client.get(LOG, asked))
    rows = list(csv.DictReader(StringIO(words(client.post(EXPORT, asked)))))
    targets = [row["target"] for row in rows]
    for target in shown:
        assert f"</strong> {target}<" in page
        assert target in targets
    for target in hidden:
        assert f"</strong> {target}<" not in page
        assert target not in targets


def test_the_file_has_numbers_and_no_names_and_is_noted(lines, founder, operator, signed_in):
    client = signed_in(operator)
    assert client.get(EXPORT).status_code == 405
    response = client.post(EXPORT, {"action": "conversation.opened"})
    assert "attachment" in response["Content-Disposition"]
    (row,) = csv.DictReader(StringIO(words(response)))
    assert (row["account"], row["target"]) == (str(founder.pk), "conversation:12")
    assert "Founder" not in words(response)
    assert AuditEntry.objects.get(action="audit.exported").actor == operator


def test_it_has_pages(founder, operator, signed_in):
    client = signed_in(operator)
    for number in range(60):
        record(actor=founder, action="page.sent", target=f"page:{number + 100}")
    first, second = (words(client.get(LOG, {"action": "page.sent", "p": p})) for p in (1, 2))
    assert "page:159<" in first
    assert "page:100<" not in first
    assert "page:100<" in second
    assert "?action=page.sent&amp;p=2" in first
