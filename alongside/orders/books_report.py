"""The books of a period: the trial balance, and the same in words. From the ledger alone."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from .chart import CHART
from .models import MONEY, Account, Entry, Posting, Shop
from .periods import Period

Kind = Entry.Kind
_SALES = (Account.SALES_ZERO, Account.SALES_STANDARD)
_POSTAGE = (Account.POSTAGE_ZERO, Account.POSTAGE_STANDARD)


def postings() -> QuerySet[Posting]:
    """Of the shop as it is now: what was made up for demonstration is never mixed with what is real."""
    return Posting.objects.filter(entry__is_made_up=Shop.current().is_made_up)


@dataclass(frozen=True)
class Row:
    """Pence of one account. before and after: + is debit. debit and credit: what moved in the period."""

    account: Account
    before: int
    debit: int
    credit: int

    @property
    def after(self) -> int:
        return self.before + self.debit - self.credit

    @property
    def code(self) -> str:
        return CHART[self.account].code

    @property
    def about(self) -> str:
        return CHART[self.account].about


def trial_balance(period: Period) -> list[Row]:
    """Every account that was ever used, by its code. `after` sums to 0, and so does `before`."""
    within = Q(entry__on__range=period.range)
    sums = (
        postings()
        .filter(entry__on__lte=period.last)
        .order_by()
        .values("account")
        .annotate(
            before=Sum("pence", filter=Q(entry__on__lt=period.first), default=0),
            debit=Sum("pence", filter=within & Q(pence__gt=0), default=0),
            credit=Sum("pence", filter=within & Q(pence__lt=0), default=0),
        )
    )
    rows = [
        Row(Account(one["account"]), one["before"], one["debit"], -one["credit"]) for one in sums
    ]
    return sorted(rows, key=lambda row: row.code)


@dataclass(frozen=True)
class InWords:
    """Pence of a period, as a founder speaks of them."""

    came: dict[str, int]
    given_back: int
    books: int
    postage: int
    vat: int
    gifts: int
    paid_forward: int
    given_from_fund: int
    fees: int
    sent_by_stripe: int


def in_words(period: Period) -> InWords:
    """Refunds are taken off what was sold; a correction is taken off what it corrects."""
    by_kind: dict[tuple[str, str], int] = defaultdict(int)
    rows = postings().filter(entry__on__range=period.range).order_by()
    for kind, account, pence in rows.values_list("entry__kind", "account").annotate(Sum("pence")):
        by_kind[kind, account] += pence

    def total(*accounts: Account, kinds: tuple[str, ...] = ()) -> int:
        return sum(
            pence
            for (kind, account), pence in by_kind.items()
            if account in accounts and (not kinds or kind in kinds)
        )

    came = (Kind.PAYMENT, Kind.CORRECTION)
    return InWords(
        came={account.label: total(account, kinds=came) for account in MONEY},
        given_back=-total(*MONEY, kinds=(Kind.REFUND,)),
        books=-total(*_SALES),
        postage=-total(*_POSTAGE),
        vat=-total(Account.VAT),
        gifts=-total(Account.GIFTS),
        paid_forward=-total(Account.FORWARD, kinds=(Kind.SALE, Kind.ALLOWED, Kind.CORRECTION)),
        given_from_fund=total(Account.FORWARD, kinds=(Kind.GIVEN,)),
        fees=total(Account.FEES),
        sent_by_stripe=total(Account.BANK, kinds=(Kind.PAYOUT,)),
    )


def buyers_now() -> tuple[int, int]:
    """Pence that are the buyers' (paid and not earned), and that buyers owe us, order by order."""
    rows = postings().filter(account=Account.BUYERS).order_by()
    sums = [pence for _, pence in rows.values_list("entry__order").annotate(Sum("pence"))]
    return -sum(p for p in sums if p < 0), sum(p for p in sums if p > 0)
