"""Somebody asks what is held about her, or wants it erased: `alongside subject`."""

import io
import json
import stat
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from alongside.accounts.models import User
from alongside.core import subject
from alongside.core.subject import Erased, Holder, WrongPassphrase, same_address

pytestmark = pytest.mark.django_db

PASSPHRASE = "heron over grey water"
CANARY = "zebrafinchcanary"
SEALED = "sealed: not searched; a founder does this in the inbox"


class Room:
    """A toy room: letters by address. A sealed one opens only with the founder's passphrase."""

    def __init__(self, name, letters, *, sealed=False):
        self.letters = letters
        self.holder = Holder(
            room=name, title=name.title(), export=self.export, erase=self.erase,
            sealed=sealed, open_with=self.open_with if sealed else None,
        )  # fmt: skip

    def open_with(self, founder, passphrase):
        if (founder, passphrase) != ("founder@example.org", PASSPHRASE):
            raise WrongPassphrase(f"{founder} {passphrase}")
        return "the opened inbox"

    def _of(self, email, opener):
        assert opener == ("the opened inbox" if self.holder.sealed else None)
        return [letter for letter in self.letters if same_address(letter["from"], email)]

    def export(self, email, opener):
        return self._of(email, opener)

    def erase(self, email, opener):
        gone = self._of(email, opener)
        self.letters[:] = [letter for letter in self.letters if letter not in gone]
        return Erased([f"Certificate {letter['id']}" for letter in gone])


class Faulty(Room):
    def _of(self, email, opener):
        User.objects.all().delete()
        raise RuntimeError(f"cannot read {CANARY}")


@pytest.fixture
def rooms():
    """Only toy rooms: an open one, a sealed one."""
    before = dict(subject._holders)
    subject._holders.clear()
    mail = Room("newsletter", [
        {"id": 1, "from": "Enquirer@Example.org ", "since": date(2026, 3, 1)},
        {"id": 2, "from": "outsider@example.org", "since": date(2026, 4, 1)},
    ])  # fmt: skip
    letters = Room("enquiries", [{"id": 3, "from": "enquirer@example.org"}], sealed=True)
    for room in (mail, letters):
        subject.register(room.holder)
    yield {"newsletter": mail, "enquiries": letters}
    subject._holders.clear()
    subject._holders.update(before)


def run(*arguments, stdin="", monkeypatch=None):
    """What it writes to stdout and stderr, and its exit code."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
    try:
        call_command("subject", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as done:
        code = done.code
    return out.getvalue(), err.getvalue(), code


def test_a_copy_of_what_the_open_rooms_hold(rooms):
    out, err, code = run("export", "ENQUIRER@example.org")
    copy = json.loads(out)
    assert copy["about"] == "enquirer@example.org"
    sealed, mail = copy["rooms"]
    assert mail["records"] == [{"id": 1, "from": "Enquirer@Example.org ", "since": "2026-03-01"}]
    assert "outsider" not in out
    assert (sealed["searched"], sealed["note"], sealed["records"]) == (False, SEALED, [])
    assert f"Enquiries: {SEALED}" in err
    assert code == 0


def test_with_a_founders_passphrase_the_sealed_rooms_too(rooms, monkeypatch):
    out, err, code = run(
        "export", "enquirer@example.org", "--founder", "founder@example.org", "--passphrase-stdin",
        stdin=f"{PASSPHRASE}\n", monkeypatch=monkeypatch,
    )  # fmt: skip
    assert json.loads(out)["rooms"][0]["records"] == [{"id": 3, "from": "enquirer@example.org"}]
    assert (code, "sealed" in err) == (0, False)
    assert PASSPHRASE not in out + err


def test_the_passphrase_is_asked_for_without_showing_it(rooms, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "alongside.core.management.commands.subject.getpass",
        lambda words: asked.append(words) or PASSPHRASE,
    )
    out, _, _ = run("export", "enquirer@example.org", "--founder", "founder@example.org")
    assert asked == ["Her inbox passphrase: "]
    assert json.loads(out)["rooms"][0]["searched"]


def test_a_wrong_passphrase_is_told_and_the_open_rooms_are_searched(rooms, monkeypatch, caplog):
    out, err, code = run(
        "export", "enquirer@example.org", "--founder", "founder@example.org", "--passphrase-stdin",
        stdin=f"{CANARY}\n", monkeypatch=monkeypatch,
    )  # fmt: skip
    sealed, mail = json.loads(out)["rooms"]
    assert code == 1
    assert "Enquiries: this founder and passphrase do not open it" in err
    assert sealed["note"] == "this room could not be read; this copy is not whole"
    assert len(mail["records"]) == 1
    assert CANARY not in out + err + caplog.text


def test_a_file_that_only_its_owner_reads_and_that_is_never_written_over(rooms, tmp_path):
    path = tmp_path / "copy.json"
    out, err, _ = run("export", "enquirer@example.org", "--to", str(path))
    assert out == ""
    assert "Delete it when she has it" in err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["rooms"][1]["records"][0]["id"] == 1
    path.write_text("hers")
    with pytest.raises(CommandError, match="File exists"):
        run("export", "enquirer@example.org", "--to", str(path))
    assert path.read_text() == "hers"


def test_erasing_gives_certificates_and_leaves_the_others(rooms, monkeypatch):
    out, _err, code = run(
        "erase", "enquirer@example.org", "--yes", "--founder", "founder@example.org",
        "--passphrase-stdin", stdin=PASSPHRASE, monkeypatch=monkeypatch,
    )  # fmt: skip
    assert out.splitlines() == [
        "✓ Enquiries: 1 erased", "  Certificate 3", "✓ Newsletter: 1 erased", "  Certificate 1",
    ]  # fmt: skip
    assert code == 0
    assert rooms["enquiries"].letters == []
    assert [letter["id"] for letter in rooms["newsletter"].letters] == [2]


def test_erasing_without_the_passphrase_says_what_is_left(rooms):
    out, err, _ = run("erase", "enquirer@example.org", "--yes")
    assert "Newsletter: 1 erased" in out
    assert f"Enquiries: {SEALED}" in err
    assert len(rooms["enquiries"].letters) == 1


@pytest.mark.parametrize(("answer", "left"), [("erase", 1), ("yes", 2), ("", 2)])
def test_erasing_asks_first(rooms, monkeypatch, answer, left):
    monkeypatch.setattr("builtins.input", lambda words: answer)
    if left == 2:
        with pytest.raises(CommandError, match="Nothing was erased"):
            run("erase", "enquirer@example.org")
    else:
        run("erase", "enquirer@example.org")
    assert len(rooms["newsletter"].letters) == left


def test_the_address_can_be_typed_so_that_no_shell_keeps_it(rooms, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda words: " Enquirer@EXAMPLE.org")
    out, _, _ = run("export")
    assert len(json.loads(out)["rooms"][1]["records"]) == 1


def test_a_room_that_fails_is_undone_and_told_and_stops_nobody(rooms, outsider, caplog):
    subject.register(Faulty("archive", []).holder)
    out, err, code = run("erase", "enquirer@example.org", "--yes")
    assert code == 1
    assert "✗ Archive: failed (RuntimeError)" in err
    assert "Newsletter: 1 erased" in out
    assert User.objects.filter(pk=outsider.pk).exists()
    assert CANARY not in out + err + caplog.text


@pytest.mark.parametrize("wrong", ["enquirer", "a@b", "@example.org", "x y@example.org"])
def test_what_is_no_address_is_refused_without_repeating_it(rooms, wrong):
    with pytest.raises(CommandError, match=r"This is not an e-mail address\.$"):
        run("export", wrong)


def test_nobody_gives_a_passphrase_without_saying_whose(rooms):
    with pytest.raises(CommandError, match="Add --founder"):
        run("export", "enquirer@example.org", "--passphrase-stdin")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann@Example.ORG", "ann@example.org"),
        (" ann@example.org\n", "ann@example.org"),
        ("zoë@example.org", "zoe\u0308@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
    ],
)
def test_one_address_written_in_two_ways(one, other):
    assert same_address(one, other)


def test_two_addresses():
    assert not same_address("ann@example.org", "anne@example.org")
    assert not same_address("ann+news@example.org", "ann@example.org")


def test_no_passphrase_in_a_traceback():
    assert CANARY not in repr(subject.Founder("founder@example.org", CANARY))
