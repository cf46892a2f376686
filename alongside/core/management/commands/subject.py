"""`alongside subject export` and `alongside subject erase`: a person asks for her rights."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email
from django.utils import timezone

from alongside.core import subject
from alongside.core.mail.addresses import normalised
from alongside.core.subject import Answer, Founder

NOT_SEARCHED = "sealed: not searched; a founder does this in the inbox"


class Command(BaseCommand):
    """Asks every room. Writes nothing personal but the copy itself."""

    help = (
        "export: a copy of everything held about an e-mail address. erase: erase it, with certificates. "
        "Make sure first that it is she who asks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["export", "erase"])
        parser.add_argument("email", nargs="?", help="left out: asked for, and in no shell history")
        parser.add_argument("--to", type=Path, help="export: a new file that only you can read")
        parser.add_argument("--yes", action="store_true", help="erase: without asking again")
        parser.add_argument("--founder", help="e-mail address of the founder who opens the inbox")
        parser.add_argument(
            "--passphrase-stdin", action="store_true", help="read her inbox passphrase from stdin"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"] or input("E-mail address of the person: ")
        try:
            validate_email(email.strip())
        except ValidationError as error:
            raise CommandError("This is not an e-mail address.") from error
        founder = _founder(options)
        if options["action"] == "export":
            answers = self._export(email, founder, options["to"])
        else:
            answers = self._erase(email, founder, sure=options["yes"])
        for answer in answers:
            if answer.error == subject.WrongPassphrase.__name__:
                self._say(f"✗ {answer.holder.title}: this founder and passphrase do not open it")
            elif answer.error:
                self._say(f"✗ {answer.holder.title}: failed ({answer.error})")
            elif not answer.searched:
                self._say(f"– {answer.holder.title}: {NOT_SEARCHED}")
        if any(answer.error for answer in answers):
            raise SystemExit(1)

    def _export(self, email: str, founder: Founder | None, to: Path | None) -> list[Answer]:
        answers = list(subject.export(email, founder=founder))
        copy = json.dumps(
            _copy(email, answers), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False
        )
        if to is None:
            self.stdout.write(copy)
        else:
            _write_new(to, copy)
            self._say(f"Written to {to}. Delete it when she has it.")
        return answers

    def _erase(self, email: str, founder: Founder | None, *, sure: bool) -> list[Answer]:
        titles = ", ".join(holder.title for holder in subject.holders()) or "no room"
        self._say(f"Erases for good what is held about this address in: {titles}.")
        if not sure and input("It cannot be undone. Type “erase” to go on: ").strip() != "erase":
            raise CommandError("Nothing was erased.")
        answers = []
        for answer in subject.erase(email, founder=founder):
            answers.append(answer)
            if answer.searched:
                gone, left = answer.found.gone, answer.found.left
                self.stdout.write(f"✓ {answer.holder.title}: {len(gone)} erased")
                self.stdout.writelines(f"  {words}\n" for words in (*gone, *left))
        return answers

    def _say(self, words: str) -> None:
        """On stderr: stdout may be the copy."""
        self.stderr.write(words, self.style.NOTICE)


def _founder(options: dict[str, Any]) -> Founder | None:
    """Who opens what is sealed; None if nobody said so, or if nothing is."""
    email = options["founder"]
    if not email:
        if options["passphrase_stdin"]:
            raise CommandError("Whose passphrase? Add --founder and her e-mail address.")
        return None
    if options["passphrase_stdin"]:
        return Founder(email, sys.stdin.readline().rstrip("\r\n"))
    return Founder(email, getpass("Her inbox passphrase: "))


def _copy(email: str, answers: Iterable[Answer]) -> dict[str, Any]:
    return {
        "about": normalised(email),
        "made_at": timezone.now(),
        "rooms": [
            {
                "room": answer.holder.room,
                "title": answer.holder.title,
                "searched": answer.searched,
                "note": _note(answer),
                "records": answer.found or [],
            }
            for answer in answers
        ],
    }


def _note(answer: Answer) -> str:
    if answer.error:
        return "this room could not be read; this copy is not whole"
    return "" if answer.searched else NOT_SEARCHED


def _write_new(path: Path, text: str) -> None:
    """Readable by its owner from the first byte on. Raises CommandError if the file is there already."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"Cannot write {path} ({error.strerror}).") from error
    with os.fdopen(file, "w") as copy:
        copy.write(text + "\n")
