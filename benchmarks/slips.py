"""A day of 5,000 orders as packing slips in one PDF: read, each address unlocked, each code drawn, set."""

import time

from benchmarks.figure import Figure
from benchmarks.own_site import measured, own_site

PARCELS = 5_000
LIMIT = 30  # seconds


def figures() -> list[Figure]:
    with own_site() as folder:
        slips, labels = measured(folder, "benchmarks.slips")
    return [
        Figure(f"{PARCELS:,} packing slips in one PDF", f"≤ {LIMIT} s", slips, LIMIT, "the limit",
               slips / LIMIT, "s"),
        Figure(f"their {PARCELS:,} labels in one PDF", f"≤ {LIMIT} s", labels, LIMIT, "the limit",
               labels / LIMIT, "s"),
    ]  # fmt: skip


def measure() -> tuple[float, float]:
    """Seconds for the slips, and for the labels."""
    from alongside.orders import labels_pdf, slips_pdf
    from alongside.orders.label_sheets import SHEETS
    from alongside.orders.models import Parcel
    from alongside.orders.parcel_contents import contents_of

    _fill()
    began = time.monotonic()
    slips = slips_pdf.make(contents_of(Parcel.objects.all()))
    took = time.monotonic() - began
    began = time.monotonic()
    labels = labels_pdf.make(contents_of(Parcel.objects.all()), SHEETS["L7163"])
    assert slips.startswith(b"%PDF") and labels.startswith(b"%PDF")
    assert len(slips) > PARCELS * 1000
    return took, time.monotonic() - began


def _fill() -> None:
    """5,000 parcels, written as they lie in the database after a day of packing."""
    from django.db import transaction

    from alongside.orders.buyer import Buyer
    from alongside.orders.models import BookEdition, Order, OrderLine, Parcel, ParcelLine

    book = BookEdition.objects.create(name="Paperback", pence=1200)
    with transaction.atomic():
        for number in range(PARCELS):
            dedication = "For Ann, with love" if number % 3 == 0 else ""
            buyer = Buyer(name=f"Person {number} Žižek", email=f"p{number}@example.org",
                          lines=(f"{number} Canary Row", "Flat 3"), town="Lewes",
                          postcode="BN7 1AA", dedication=dedication)  # fmt: skip
            order = Order.objects.create(locked=buyer.lock(), state="packed", pay_by="card")
            line = OrderLine.objects.create(order=order, edition=book, name=book.name, copies=2,
                                            unit_pence=1200, vat="zero")  # fmt: skip
            parcel = Parcel.objects.create(order=order)
            ParcelLine.objects.create(parcel=parcel, line=line, copies=2)


if __name__ == "__main__":
    import django

    django.setup()
    print(*measure())
