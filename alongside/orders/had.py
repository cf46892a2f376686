"""What of an order is had already, and stays paid when it is cancelled: a copy that she paid forward and
somebody else has, an e-book that she has downloaded."""

from dataclasses import dataclass

from . import books, ledger
from .models import Account, Order
from .money import pounds
from .states import SOLD


@dataclass(frozen=True)
class Had:
    """Pence."""

    forward: int
    e_book: int

    @property
    def pence(self) -> int:
        return self.forward + self.e_book

    @property
    def words(self) -> str:
        """For the buyer; nothing if nothing is had."""
        said = []
        if self.forward:
            said.append(
                f"{pounds(self.forward)} stays: you paid it forward, and somebody has the book."
            )
        if self.e_book:
            said.append(f"{pounds(self.e_book)} stays: you have downloaded the e-book.")
        return " ".join(said)


def by_others(order: Order) -> int:
    """Pence of what she paid forward that the fund has spent."""
    in_it = -ledger.balance(Account.FORWARD, order=order)
    return max(0, in_it - max(0, books.fund()))


def on_accounts(order: Order) -> dict[Account, int]:
    """What would stay if it were cancelled now: pence by account. No more than is sold of it still, and than
    she has paid."""
    had = {Account.FORWARD: by_others(order)}
    if order.state in SOLD:
        downloaded = order.lines.exclude(downloaded_at=None)
        had |= books.income_of_lines(order, downloaded)
    sold, paid = ledger.balances(entry__order=order), max(0, books.money_of(order).paid)
    for account, pence in had.items():
        had[account] = min(pence, max(0, -sold.get(account, 0)), paid)
        paid -= had[account]
    return had


def would_stay(order: Order) -> Had:
    """If it were cancelled now."""
    accounts = on_accounts(order)
    forward = accounts.pop(Account.FORWARD)
    return Had(forward, sum(accounts.values()))


def stayed(order: Order) -> Had:
    """Of an order that was cancelled."""
    forward = max(0, -ledger.balance(Account.FORWARD, order=order))
    return Had(forward, max(0, books.money_of(order).charged - forward))
