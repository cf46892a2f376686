"""VAT of a period, from the ledger alone: what goes into which box of the return, and what it is made of.

Boxes: VAT Notice 700/12, section 3. Only what was sold while the seller was registered is in them
(`Order.has_vat`, frozen). What is bought (boxes 4, 7) is not in these books: the accountant has it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone

from .books_report import postings
from .models import Account, Shop
from .money import decimal
from .periods import Period
from .vat import AT_HOME

THRESHOLD = 90_000_00
"""Pence of taxable sales, zero-rated ones too, in any 12 months: above it one must register (VATA 1994,
schedule 1, paragraph 1; £90,000 since 1 April 2024)."""
_YEAR = timedelta(days=365)
_SALES = (Account.SALES_ZERO, Account.SALES_STANDARD)
_POSTAGE = (Account.POSTAGE_ZERO, Account.POSTAGE_STANDARD)
_STANDARD = (Account.SALES_STANDARD, Account.POSTAGE_STANDARD)


@dataclass(frozen=True)
class VatReport:
    """All in pence, without VAT but for `vat`. Refunds are taken off. last_year: the 12 months that end on
    `until`, the last day of the period that has been."""

    is_registered: bool
    period: Period
    vat: int
    standard: int
    zero: int
    exports: int
    postage: int
    not_registered: int
    gifts: int
    paid_forward: int
    last_year: int
    until: date

    @property
    def net(self) -> int:
        return self.standard + self.zero + self.exports

    @property
    def must_register(self) -> bool:
        return not self.is_registered and self.last_year > THRESHOLD

    @property
    def boxes(self) -> list[tuple[int, str, str]]:
        """Number, what it is, what is written into it. Box 6 is in whole pounds: pence are left out."""
        pounds = abs(self.net) // 100
        return [
            (1, "VAT due on sales", decimal(self.vat)),
            (6, "Sales without VAT, in whole pounds", f"{'-' if self.net < 0 else ''}{pounds}"),
        ]

    @property
    def made_of(self) -> list[tuple[str, int]]:
        return [
            ("Standard-rated, 20 %: things to write in, and their postage", self.standard),
            ("Zero-rated, at home: books, and their postage", self.zero),
            ("Zero-rated because it went abroad (exports)", self.exports),
            ("Of these three, postage", self.postage),
            ("Sold while not registered: in no box", self.not_registered),
            ("Gifts: outside the scope of VAT, in no box", self.gifts),
            ("Paid forward, not given yet: in no box until a copy is given", self.paid_forward),
        ]


def vat_report(period: Period) -> VatReport:
    """What the ledger says of these days."""
    until = min(period.last, timezone.localdate())
    sums: dict[tuple[str, bool, bool], int] = defaultdict(int)
    rows = postings().filter(entry__on__range=period.range).order_by()
    grouped = rows.values_list("account", "entry__order__has_vat", "entry__order__country")
    for account, has_vat, country, pence in grouped.annotate(Sum("pence")):
        sums[account, bool(has_vat), (country or "GB") in AT_HOME] -= pence

    def total(*accounts: Account, vat: bool = True, home: tuple[bool, ...] = (True, False)) -> int:
        return sum(sums[account, vat, where] for account in accounts for where in home)

    return VatReport(
        is_registered=Shop.current().is_registered_for_vat,
        period=period,
        vat=total(Account.VAT) + total(Account.VAT, vat=False),
        standard=total(*_STANDARD),
        zero=total(Account.SALES_ZERO, Account.POSTAGE_ZERO, home=(True,)),
        exports=total(Account.SALES_ZERO, Account.POSTAGE_ZERO, home=(False,)),
        postage=total(*_POSTAGE),
        not_registered=total(*_SALES, *_POSTAGE, vat=False),
        gifts=total(Account.GIFTS) + total(Account.GIFTS, vat=False),
        paid_forward=total(Account.FORWARD) + total(Account.FORWARD, vat=False),
        last_year=taxable_sales(until),
        until=until,
    )


def taxable_sales(until: date) -> int:
    """Pence of the 12 months that end on this day, books included: they are taxable, at 0 %."""
    year = (until - _YEAR + timedelta(days=1), until)
    rows = postings().filter(entry__on__range=year, account__in=(*_SALES, *_POSTAGE))
    return -(rows.aggregate(sum=Sum("pence"))["sum"] or 0)


def rows(report: VatReport) -> Iterator[list[str]]:
    """For a spreadsheet."""
    yield ["VAT", f"{report.period.first}", f"{report.period.last}"]
    if not report.is_registered:
        yield ["not registered", "there is no VAT number in the shop: nothing to report", ""]
    for number, what, amount in report.boxes:
        yield [f"box {number}", what, amount]
    for what, pence in report.made_of:
        yield ["", what, decimal(pence)]
    yield ["", f"Taxable sales of the 12 months to {report.until}", decimal(report.last_year)]
