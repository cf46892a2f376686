"""Links and forms in the wrong hands: somebody else's address, an old link, somebody who must get nothing."""

import json
import logging

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core import subject
from alongside.core.mail.actions import stop_mail_to
from alongside.core.mail.models import OutboxMessage, State
from alongside.newsletter.contact import mark_of
from alongside.newsletter.models import Mailing, Subscriber, Suppressed
from tests.newsletter.conftest import JOIN, SAME_ORIGIN, letters, path_in, path_of, row, seen

pytestmark = pytest.mark.django_db
CANARY = "zebrafinch"


def test_a_link_for_her_own_address_confirms_no_other(visitor, subscriber):
    """She asks for one of hers, keeps its link, then asks for one of somebody else."""
    ann = subscriber()
    visitor.send(path_of("address", ann), {"email": "hers@example.org"})
    own = path_in(letters(kind="newsletter.new_address")[-1])
    visitor.send(path_of("address", ann), {"email": "somebody@example.org"})
    assert visitor.client.get(own).status_code == 404
    assert visitor.client.post(own, headers=SAME_ORIGIN).status_code == 404
    assert row().contact().address == "ann@example.org"


def test_two_addresses_of_hers_become_one(visitor, subscriber):
    ann, other = subscriber(), subscriber("other@example.org")
    visitor.send(path_of("address", ann), {"email": "other@example.org"})
    visitor.send(path_in(letters(kind="newsletter.new_address")[-1]))
    assert list(Subscriber.objects.values_list("pk", flat=True)) == [ann.pk]
    assert row("other@example.org").pk == ann.pk != other.pk


def test_a_pending_address_is_gone_after_fourteen_days(visitor, subscriber):
    ann = subscriber()
    visitor.send(path_of("address", ann), {"email": "new@example.org"})
    visitor.clock.shift(14 * 86_400 + 60)
    assert Subscriber.purge(timezone.now()) == 1
    assert bytes(row().new_locked) == b""
    assert row().state == Subscriber.State.ACTIVE


@pytest.mark.parametrize("why", ["somebody died", "erased"])
def test_whoever_must_get_nothing_cannot_say_yes_or_come_back(visitor, subscriber, why):
    visitor.ask()
    link = path_in(letters()[-1])
    gone = subscriber("gone@example.org", state=Subscriber.State.LEFT)
    page = visitor.look(path_of("come-back", gone))
    for address in ("ann@example.org", "gone@example.org"):
        if why == "erased":
            Suppressed.objects.create(mark=mark_of(address), why=Suppressed.Why.ERASED)
        else:
            stop_mail_to(address, "bereavement")
    says = "Somebody asked us never to write to this address again."
    assert says in seen(visitor.send(link))
    assert says in seen(visitor.send(path_of("come-back", gone), page=page))
    assert set(Subscriber.objects.values_list("state", flat=True)) == {"asked", "left"}


def test_a_confirmation_brings_nobody_back_who_has_left(visitor, subscriber):
    visitor.ask()
    link = path_in(letters()[-1])
    visitor.confirm()
    visitor.client.post(path_of("leave", row()))
    visitor.clock.shift(600)
    assert "You have left" in seen(visitor.client.get(link))
    assert "You have left" in seen(visitor.client.post(link, headers=SAME_ORIGIN))
    assert row().state == Subscriber.State.LEFT


def test_leaving_before_she_said_yes_erases_her_and_counts_nowhere(visitor, subscriber):
    asked = subscriber(state=Subscriber.State.ASKED)
    left = visitor.client.post(path_of("leave", asked))
    assert "Your address is erased." in seen(left)
    assert not Subscriber.objects.exists()
    assert not Mailing.objects.filter(left__gt=0).exists()


@pytest.mark.parametrize("door", ["preferences", "address", "stay", "copy", "erase", "come-back"])
def test_another_site_can_change_nothing_of_hers(client, subscriber, door):
    ann = subscriber(state="left" if door == "come-back" else "active")
    before = Subscriber.objects.values().get()
    sent = {"email": "thief@example.org", "parts": ["8"], "pause": "6"}
    answer = client.post(path_of(door, ann), sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert Subscriber.objects.values().get() == before
    assert not letters()


def test_promise_what_is_typed_is_in_no_log_row_or_address(visitor, caplog):
    """Promise 13: every field of every form; only what is locked holds it, and only until it is sent."""
    caplog.set_level(logging.INFO)
    name, one, two = f"{CANARY}name", f"{CANARY}one@example.org", f"{CANARY}two@example.org"
    answers = [visitor.ask(email=one, first_name=name), visitor.confirm()]
    her = row(one)
    answers += [
        visitor.send(
            path_of("preferences", her), {"parts": ["1"], "pause": "now", "first_name": name}
        ),
        visitor.send(path_of("address", her), {"email": two}),
        visitor.send("/letters/leave/", {"email": two}),
        visitor.send(JOIN, {"email": f"{CANARY} no address", "first_name": name}),
        visitor.client.post("/keep-in-touch/?foot", {"email": one}, headers=SAME_ORIGIN),
    ]
    assert her.contact().address == one and row(one).contact().first_name == name
    for answer in answers:
        assert CANARY not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
        assert CANARY not in str(answer.headers) and not answer.cookies
    assert CANARY not in caplog.text
    assert CANARY not in f"{her} {her.consents.get()} {OutboxMessage.objects.first()}"
    assert not AuditEntry.objects.exists()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            assert not [r for r in cursor.fetchall() if CANARY in str(r)], model


def test_somebody_asks_what_is_held_about_her_and_wants_it_erased(subscriber, visitor):
    ann = subscriber(first_name="Ann")
    visitor.send(path_of("address", subscriber("bea@example.org")), {"email": "ann@example.org"})
    assert OutboxMessage.objects.filter(state=State.WAITING).count() == 2
    [found] = [a.found for a in subject.export("Ann@Example.org") if a.holder.room == "newsletter"]
    assert found[0]["address"] == "ann@example.org" and found[0]["first name"] == "Ann"
    assert found[0]["gets"] == ["News of our campaign", "Events"]
    assert found[1]["what"] == "new address"
    json.dumps(found)
    [erased] = [a.found for a in subject.erase("ANN@example.org") if a.holder.room == "newsletter"]
    assert len(erased.gone) == 2 and not erased.left
    assert not Subscriber.objects.filter(pk=ann.pk).exists()
    assert bytes(row("bea@example.org").new_locked) == b""
    [left] = [a.found for a in subject.export("ann@example.org") if a.holder.room == "newsletter"]
    assert left == [{"what": "mark", "says": "asked us to erase her"}]
