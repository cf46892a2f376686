"""The invoice of a bulk order as a PDF (PDF/UA-1, ISO 14289-1).

What must stand on it: VAT Regulations 1995, regulation 14 (if registered); Companies (Trading Disclosures)
Regulations 2008. Of a cancelled order it is the credit note that takes the invoice back (VAT Notice 700,
section 18.2: number, date, both parties, what and how much, the VAT, the invoice). All words travel to Typst
as data, never as Typst source.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alongside.core.typesetting import pdf

from . import books, vat
from .models import Invoice, Order, OrderLine, Shop
from .money import pounds
from .receipt import vat_rows

TEMPLATE = Path(__file__).with_name("invoice.typ")


def make_pdf(invoice: Invoice) -> bytes:
    """With letters that our fonts lack it is no PDF/UA: they are boxes then, and a screen reader is not
    told what they mean."""
    return pdf(TEMPLATE, _data(invoice), pages=1)


def _data(invoice: Invoice) -> dict[str, Any]:
    order, shop, money = invoice.order, Shop.current(), books.money_of(invoice.order)
    is_taken_back = invoice.credited_on is not None
    return {
        "title": invoice.title,
        "made_on": invoice.stands_for.timetuple()[:3],
        "takes_back": f"It takes back invoice {invoice.label} of {invoice.made_on:%-d %B %Y}. Nothing is to "
        "be paid."
        if is_taken_back
        else "",
        "is_made_up": order.is_made_up,
        "seller": [shop.seller, *shop.seller_address.splitlines(), shop.seller_email],
        "billed_to": invoice.billed_to().label,
        "facts": list(_facts(invoice, shop)),
        "rows": [*_rows(order), ["", "", "Total", pounds(order.total_pence)]],
        "vat": vat_rows(order),
        "paid": "" if is_taken_back else _paid(order, money),
        "how": [] if is_taken_back else list(_how_to_pay(order, shop)),
    }


def _facts(invoice: Invoice, shop: Shop) -> Iterator[list[str]]:
    order = invoice.order
    if invoice.credited_on:
        yield ["Credit note", invoice.credit_label]
        yield ["For invoice", invoice.label]
        yield ["Date", f"{invoice.stands_for:%-d %B %Y}"]
    else:
        yield ["Invoice", invoice.label]
        yield ["Date", f"{invoice.made_on:%-d %B %Y}"]
        yield ["To be paid by", f"{invoice.due_on:%-d %B %Y}"]
    if invoice.reference:
        yield ["Your number", invoice.reference]
    yield ["Our number of the order", order.number]
    if order.has_vat:
        yield ["VAT number", shop.vat_number]


def _rows(order: Order) -> Iterator[list[str]]:
    for line in order.lines.all():
        name = f"{line.name} ({_rate(line)})" if order.has_vat else line.name
        yield [name, str(line.copies), pounds(line.unit_pence), pounds(line.pence)]
    extra = {
        "Postage": order.postage_pence,
        f"Copies paid forward: {order.forward_copies}": order.forward_pence,
        "Gift": order.gift_pence,
    }
    for what, pence in extra.items():
        if pence:
            yield [what, "", "", pounds(pence)]


def _rate(line: OrderLine) -> str:
    """Rate and worth without VAT of each thing (VAT Regulations 1995, regulation 14(1)(h) and (i))."""
    without = line.pence - vat.within(line.pence, line.vat)
    return f"VAT {vat.PERCENT[vat.Rate(line.vat)]} %, without it {pounds(without)}"


def _paid(order: Order, money: books.Money) -> str:
    if not money.paid:
        return ""
    left = max(0, order.total_pence - money.paid) if not money.charged else money.owing
    return f"Paid so far: {pounds(money.paid)}. Still to pay: {pounds(left)}."


def _how_to_pay(order: Order, shop: Shop) -> Iterator[str]:
    if shop.takes_transfers:
        account = f"{shop.sort_code}, account {shop.account_number}" if shop.sort_code else ""
        abroad = f"IBAN {shop.iban}" if shop.iban else ""
        if shop.iban and shop.bic:
            abroad += f", BIC {shop.bic}"
        into = "; ".join(part for part in (account, abroad) if part)
        yield f"By bank transfer to {shop.account_name}, {into}. Reference: {order.number}"
    if shop.takes_cheques:
        address = ", ".join(shop.cheque_address.splitlines())
        yield (
            f"By cheque made out to {shop.cheque_payee}, posted to {address}. "
            f"Write {order.number} on the back."
        )
