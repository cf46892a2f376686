"""The words of the sheets and the passphrase are nowhere once the page is gone."""

import logging
import tempfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from .conftest import PASSPHRASE


def everything_in_the_database():
    connection.check_constraints()
    for model in apps.get_models():
        for row in model._default_manager.all().values_list():
            yield (
                model._meta.label,
                repr([bytes(v) if isinstance(v, memoryview) else v for v in row]),
            )


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


def needles(sheets):
    """Three words in a row, in each form in which they may be kept."""
    found = [PASSPHRASE, PASSPHRASE.replace(" ", "+")]
    for sheet in sheets:
        for joint in (" ", "\\n", '", "', "', '", "+", "%20", ","):
            found += [joint.join(sheet[at : at + 3]) for at in (5, 12, 20, 30)]
    return [form for words in found for form in (words, words.upper())]


def test_nothing_is_kept_of_the_words(desk, said, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    desk.choose(PASSPHRASE)
    made = desk.make_sheets()
    desk.client.post("/admin/inbox/keys/sheets/pdf/", {"sheets": made.locked, "number": "all"})
    desk.post("sheets/read-back/", press="check", sheets=made.locked, sheet1="x", sheet2="y")
    desk.read_back(made)
    sheets = made.sheets
    desk.post("rehearsal/whole/", one=" ".join(sheets[0]), two=" ".join(sheets[1]))
    desk.post("recover/", one=" ".join(sheets[0]), two="x", passphrase="y", again="z")
    desk.post(
        "recover/", one=" ".join(sheets[0]), two=" ".join(sheets[2]),
        passphrase=PASSPHRASE, again=PASSPHRASE,
    )  # fmt: skip
    looked_for = needles(sheets)
    assert any(needle in made.html for needle in _plain(made.html, sheets))  # they were there
    for label, row in everything_in_the_database():
        assert not [n for n in looked_for if n in row], label
    assert not [n for n in looked_for if n in said.text]
    session = repr(dict(desk.client.session))
    cookies = desk.client.cookies.output()
    assert not [n for n in looked_for if n in session + cookies]
    for folder in (Path(settings.VAR), tmp_path):
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert not [n for n in looked_for if n.encode() in content], path


def _plain(html, sheets):
    return [f"<li>{word}</li>" for sheet in sheets for word in sheet[5:8]]


def test_the_hidden_field_cannot_be_read_without_the_installation(desk):
    desk.choose(PASSPHRASE)
    made = desk.make_sheets()
    import base64

    inside = base64.urlsafe_b64decode(made.locked)
    for sheet in made.sheets:
        long = [word.encode() for word in sheet if len(word) > 5]  # short ones turn up in any noise
        assert long and not [word for word in long if word in inside]


def test_the_names_of_those_who_keep_a_sheet_are_not_in_the_clear(desk, sheets):
    for label, row in everything_in_the_database():
        assert "Keeper" not in row, label
