"""Which gifts can be claimed, and what was claimed too much. From the ledger, and the declarations.

A gift can be claimed once it is received (its order is paid) and as far as it was not given back; its
declaration must stand. “Gift Aid: what donations charities can claim on” (gov.uk).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Sum

from alongside.core.installation_key import Unreadable
from alongside.core.spreadsheets import BYTE_ORDER_MARK, csv_line

from . import gift_aid_ods, ledger
from .books_report import postings
from .gift_aid import Declaration
from .gift_aid_rows import HEADINGS, CannotBeWritten, ScheduleRow, row_of
from .models import (
    Account,
    ClaimedGift,
    Entry,
    GiftAidClaim,
    GiftAidDeclaration,
    Order,
    Shop,
)
from .periods import tax_year_of

YEARS = 4
"""A claim comes too late four years after the end of the period in which the gift came (HMRC, “Claiming Gift
Aid as a charity or CASC”). Here: of the tax year; a company counts from the end of its own year."""


@dataclass(frozen=True)
class Gift:
    """on: the day on which the last of the money of its order came."""

    declaration: GiftAidDeclaration
    on: date
    pence: int


@dataclass(frozen=True)
class LeftOut:
    """A gift that cannot stand in a schedule; `why` names nobody."""

    order: Order
    why: str


@dataclass(frozen=True)
class OverClaimed:
    """So many pence of a gift were given back after HMRC paid for it."""

    gift: ClaimedGift
    pence: int


def tax_on(pence: int) -> int:
    """What HMRC pays for gifts of so much: 20/80 of it, to the nearest penny."""
    return (pence * 25 + 50) // 100


def claimable(today: date) -> tuple[list[Gift], list[LeftOut]]:
    """Gifts that stand in no schedule yet, the oldest first; and those that cannot, with why."""
    open_ = GiftAidDeclaration.objects.filter(
        cancelled_at=None, claimed=None, order__is_made_up=Shop.current().is_made_up
    ).select_related("order")
    declared = list(open_)
    received = received_gifts([one.order for one in declared])
    found, left_out = [], []
    for declaration in declared:
        if declaration.order_id not in received:
            continue
        on, pence = received[declaration.order_id]
        gift = Gift(declaration, on, pence)
        if why := _why_not(gift, today):
            left_out.append(LeftOut(declaration.order, why))
        else:
            found.append(gift)
    return sorted(found, key=lambda gift: (gift.on, gift.declaration.pk)), left_out


def _why_not(gift: Gift, today: date) -> str:
    if too_late(gift.on) < today:
        return "more than four years have passed since the end of its tax year"
    try:
        row_for(gift.declaration, on=gift.on, pence=gift.pence)
    except CannotBeWritten as problem:
        return str(problem)
    except Unreadable:
        return "its declaration cannot be read any more"
    return ""


def too_late(on: date) -> date:
    """The last day on which a gift of this day can be claimed."""
    end = tax_year_of(on).last
    return end.replace(year=end.year + YEARS)


def received_gifts(orders: Iterable[Order]) -> dict[int, tuple[date, int]]:
    """Order → the day on which its money was all here, and the pence of its gift now. Only of orders that are
    paid, and have a gift that was not given back. What was written off is taken off the gift first: a gift
    that never came is none. Three queries."""
    mine = postings().filter(entry__order__in=list(orders)).order_by()
    sums = mine.values_list("entry__order", "account").annotate(sum=Sum("pence"))
    of = {(order, account): pence for order, account, pence in sums}
    gifts = {
        order: -pence - of.get((order, Account.WRITTEN_OFF), 0)
        for (order, account), pence in of.items()
        if account == Account.GIFTS
    }
    owing = {
        order for (order, account), pence in of.items() if account == Account.BUYERS and pence > 0
    }
    days = _days(gifts)
    return {
        order: (days[order], pence)
        for order, pence in gifts.items()
        if pence > 0 and order not in owing and order in days
    }


def _days(orders: Iterable[int]) -> dict[int, date]:
    """When the money of each order came: its last payment before it was sold, or after if it was sold on
    account. Payments that were taken back do not count."""
    wanted = list(orders)
    entries = Entry.objects.filter(order__in=wanted)
    gone = ledger.taken_back(entries)
    sales = entries.filter(kind=Entry.Kind.SALE).order_by().values_list("order")
    sold = dict(sales.annotate(Max("pk")))
    found: dict[int, date] = {}
    before: set[int] = set()
    payments = entries.filter(kind=Entry.Kind.PAYMENT).exclude(pk__in=gone).order_by("pk")
    for pk, order, on in payments.values_list("pk", "order", "on"):
        if pk < sold.get(order, 0):
            before.add(order)
        elif order in before:
            continue  # it was paid already: this is too much
        found[order] = max(on, found.get(order, on))
    return found


def over_claimed() -> list[OverClaimed]:
    """Of schedules that were sent, what was given back since and no later schedule has said."""
    sent = ClaimedGift.objects.exclude(claim__sent_at=None).select_related("declaration__order")
    gifts = list(sent.prefetch_related("corrections"))
    now = received_gifts([gift.declaration.order for gift in gifts])
    found = []
    for gift in gifts:
        said = sum(correction.pence for correction in gift.corrections.all())
        _, pence = now.get(gift.declaration.order_id, (None, 0))
        if (over := gift.pence - said - pence) > 0:
            found.append(OverClaimed(gift, over))
    return found


def row_for(declaration: GiftAidDeclaration, *, on: date, pence: int) -> ScheduleRow:
    """Raises CannotBeWritten, installation_key.Unreadable."""
    return row_of(Declaration.unlock(bytes(declaration.locked)), on=on, pence=pence)


def rows_of(claim: GiftAidClaim) -> list[ScheduleRow]:
    """As it was made. Raises installation_key.Unreadable."""
    gifts = claim.gifts.select_related("declaration")
    return [row_for(gift.declaration, on=gift.on, pence=gift.pence) for gift in gifts]


def over_claimed_tax(claim: GiftAidClaim) -> int:
    """Pence of tax that this schedule gives back to HMRC."""
    return tax_on(sum(correction.pence for correction in claim.corrections.all()))


def as_csv(rows: Sequence[ScheduleRow]) -> str:
    """To be copied into HMRC's own file: the same columns in the same order, from “Title” on."""
    return BYTE_ORDER_MARK + "".join(map(csv_line, (HEADINGS, *(row.cells for row in rows))))


def as_ods(claim: GiftAidClaim) -> bytes:
    """For HMRC's service. Raises installation_key.Unreadable; ValueError if there is no gift in it."""
    gifts = list(claim.gifts.all())
    return gift_aid_ods.spreadsheet(
        rows_of(claim),
        earliest=min(gift.on for gift in gifts),
        total=sum(gift.pence for gift in gifts),
        over_claimed=over_claimed_tax(claim),
    )
