"""Bringing in a statement of the bank: take the file, say what its columns mean, take its lines in."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.core import installation_key
from alongside.orders import bank_files
from alongside.orders.bank_files import BankFile, Payment
from alongside.orders.models import BankLine, BankStatement
from alongside.orders.models.bank import PURPOSE, fingerprints_of, lock_words

AT_ONCE = 500  # lines looked up in one query


@transaction.atomic
def take(raw: bytes, *, by: Any) -> BankStatement:
    """Keep a file, locked, with what its columns meant last time, or a guess.

    Raises csv_tables.CannotRead.
    """
    file = bank_files.read(raw)
    before = BankStatement.objects.filter(signature=file.signature).exclude(taken_at=None).first()
    statement = BankStatement.objects.create(
        by=by,
        locked=installation_key.lock(raw.decode("latin-1"), purpose=PURPOSE),
        signature=file.signature,
        columns=before.columns if before else file.guess(),
    )
    record(actor=by, action="bank.file-taken", target=f"statement:{statement.pk}")
    return statement


def file_of(statement: BankStatement) -> BankFile:
    """Raises installation_key.Unreadable, also once its lines are taken in."""
    raw = installation_key.unlock(bytes(statement.locked), purpose=PURPOSE)
    return bank_files.read(raw.encode("latin-1"))


def choose(statement: BankStatement, columns: Mapping[str, int]) -> None:
    """Keep what the founder says about the columns, until the lines are taken in."""
    waiting = BankStatement.objects.filter(pk=statement.pk, taken_at=None)
    waiting.update(columns=dict(columns))


@transaction.atomic
def take_in(statement: BankStatement, *, by: Any) -> BankStatement:
    """The lines that are not here yet; the file itself is forgotten. Twice is once.

    Raises installation_key.Unreadable.
    """
    statement = BankStatement.objects.select_for_update().get(pk=statement.pk)
    if statement.taken_at:
        return statement
    payments = payments_in(statement)
    fresh = new_among(payments)
    BankLine.objects.bulk_create(
        BankLine(
            statement=statement,
            on=payment.on,
            pence=payment.pence,
            locked=lock_words(payment.words),
            fingerprint=_fingerprints(payment)[0],
        )
        for payment in fresh
    )
    statement.added, statement.known = len(fresh), len(payments) - len(fresh)
    statement.taken_at, statement.locked = timezone.now(), b""
    statement.save()
    record(actor=by, action="bank.lines-taken-in", target=f"statement:{statement.pk}")
    return statement


def payments_in(statement: BankStatement) -> list[Payment]:
    """What of its file can be read as payments. Raises installation_key.Unreadable."""
    file, today = file_of(statement), timezone.localdate()
    lines = bank_files.payments_of(file, statement.columns, today=today)
    return [line for line in lines if isinstance(line, Payment)]


def new_among(payments: list[Payment]) -> list[Payment]:
    """Those that no statement brought before, in their order."""
    fresh: list[Payment] = []
    for start in range(0, len(payments), AT_ONCE):
        portion = payments[start : start + AT_ONCE]
        marks = {mark for payment in portion for mark in _fingerprints(payment)}
        rows = BankLine.objects.filter(fingerprint__in=marks)
        known = {bytes(mark) for mark in rows.values_list("fingerprint", flat=True)}
        fresh += [payment for payment in portion if not known & set(_fingerprints(payment))]
    return fresh


def _fingerprints(payment: Payment) -> list[bytes]:
    return fingerprints_of(payment.on, payment.pence, payment.words.casefold(), payment.nth)


@transaction.atomic
def forget(statement: BankStatement, *, by: Any) -> None:
    """The file is thrown away before its lines are taken in."""
    if BankStatement.objects.filter(pk=statement.pk, taken_at=None).delete()[0]:
        record(actor=by, action="bank.file-forgotten", target=f"statement:{statement.pk}")


def alike(payments: list[Payment]) -> list[Payment]:
    """New ones whose day and pence an earlier line has: perhaps the same, with other columns as its words."""
    days = {payment.on for payment in payments}
    lines = BankLine.objects.filter(on__range=(min(days), max(days))) if days else []
    known = {(line.on, line.pence) for line in lines}
    return [payment for payment in payments if (payment.on, payment.pence) in known]
