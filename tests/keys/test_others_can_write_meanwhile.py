"""Half a second for a passphrase, a second to open everything: nobody else waits for it to write."""

import nacl.public
import nacl.pwhash.argon2id
import pytest
from django.db import connection

from .conftest import PASSPHRASE, somebody_writes

NEW = "ribbon teapot gravel otter"


@pytest.fixture
def depths(monkeypatch):
    """In how many transactions of ours the slow work was done, each time: 0 holds no lock."""
    found = []

    def noted(slow):
        def run(*arguments, **options):
            found.append(len(connection.savepoint_ids))
            return slow(*arguments, **options)

        return run

    def watch():
        kdf, decrypt = nacl.pwhash.argon2id.kdf, nacl.public.SealedBox.decrypt
        monkeypatch.setattr(nacl.pwhash.argon2id, "kdf", noted(kdf))
        monkeypatch.setattr(nacl.public.SealedBox, "decrypt", noted(decrypt))
        return found

    return watch


def test_the_first_passphrase(desk, depths):
    found = depths()
    assert "Who gets a recovery sheet?" in desk.choose(PASSPHRASE).text
    assert found and set(found) == {0}


def test_the_passphrase_of_another_founder(second, sheets, depths):
    found = depths()
    assert "Your passphrase is kept." in second.choose(NEW).text
    assert found and found[0] == 0


def test_changing_it(desk, sheets, depths):
    found = depths()
    page = desk.post("passphrase/change/", old=PASSPHRASE, passphrase=NEW, again=NEW)
    assert "Your inbox passphrase is changed." in page.text
    assert found and set(found) == {0}


def test_two_sheets(desk, sheets, depths):
    found = depths()
    one, two = " ".join(sheets[0]), " ".join(sheets[1])
    page = desk.post("recover/", one=one, two=two, passphrase=NEW, again=NEW)
    assert "The inbox is yours again" in page.text
    assert found and set(found) == {0}


@pytest.mark.parametrize("address", ["find/", "rights/", "rights/copy/", "rights/erase/"])
def test_looking_through_everything(desk, sheets, depths, address):
    somebody_writes("Hello.")
    found = depths()
    words = {"q": "hello", "email": "una@example.org"}
    assert desk.client.post(f"/admin/inbox/{address}", words).status_code == 200
    assert found and set(found) == {0}
