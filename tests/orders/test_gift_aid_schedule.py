"""Gift Aid: the schedule is what HMRC's own service reads, and no gift is claimed twice."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core import retention
from alongside.orders import gift_aid, gift_aid_ods, gift_aid_schedule
from alongside.orders.actions import bulk, cancelling, claiming, giving_back, paying, taking_back
from alongside.orders.books import Part
from alongside.orders.gift_aid_rows import ABROAD, CannotBeWritten, row_of
from alongside.orders.models import (
    Account,
    ClaimedGift,
    Entry,
    GiftAidClaim,
    GiftAidDeclaration,
    Order,
    Refund,
)

from .test_bank_statement import said

pytestmark = pytest.mark.django_db
HOME = "/admin/book/till/gift-aid/"
DECLARED = gift_aid.Declaration("Enid", "House-Martin", "7 Canary Row", "bn71aa", "Mrs.")
TODAY = timezone.localdate()


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


@pytest.fixture
def given(ordered, ebook):
    """A function: an order with a gift and a declaration, paid on a day."""

    def give(pence=1000, who=DECLARED, on=None, **wish):
        order = ordered({ebook: 1}, gift_pence=pence, gift_aid=who, **wish)
        key = f"bank:{order.pk}"
        paying.receive(order, order.total_pence, Account.BANK, key=key, on=on)
        return order

    return give


def claimable():
    return gift_aid_schedule.claimable(timezone.localdate())[0]


def test_from_gifts_to_a_schedule_that_is_sent_once(desk, founder, given, ordered, ebook):
    given(1000, on=date(2026, 11, 3))
    given(
        2550,
        on=date(2026, 11, 1),
        who=gift_aid.Declaration("Bea", "O’Neill", "Rose Cottage", "SW1A 1AA"),
    )
    ordered({ebook: 1}, gift_pence=9900, gift_aid=DECLARED)  # never paid
    ordered({ebook: 1}, gift_pence=100)
    page = said(desk.get(HOME))
    assert "2 gifts, £35.50. HMRC would pay £8.88." in page
    page = said(desk.post(f"{HOME}make/", follow=True))
    assert "2 gifts, £35.50. HMRC pays £8.88." in page
    assert "House" not in page and "O’Neill" not in page and "BN7" not in page
    claim = GiftAidClaim.objects.get()
    file = desk.post(f"{HOME}{claim.pk}/file/", {"kind": "csv"})
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows == [
        ["Title", "First name", "Last name", "House name or number", "Postcode",
         "Aggregated donations", "Sponsored event", "Donation date", "Amount"],
        ["", "Bea", "O'Neill", "Rose Cottage", "SW1A 1AA", "", "", "01/11/26", "25.50"],
        ["Mrs", "Enid", "House Martin", "7 Canary Row", "BN7 1AA", "", "", "03/11/26", "10.00"],
    ]  # fmt: skip
    seen = AuditEntry.objects.filter(action="giftaid.file-opened", actor=founder)
    assert seen.get().target == f"claim:{claim.pk}"
    assert not claimable()  # they are in a schedule
    for _ in range(2):
        page = said(desk.post(f"{HOME}{claim.pk}/press/", {"press": "sent"}, follow=True))
    assert "Sent to HMRC on" in page
    assert GiftAidDeclaration.objects.exclude(claimed_at=None).count() == 2
    kept = desk.post(f"{HOME}{claim.pk}/press/", {"press": "throw_away"}, follow=True)
    assert "It was sent to HMRC: it stays." in said(kept) and GiftAidClaim.objects.exists()
    assert "No gift waits to be claimed." in said(desk.post(f"{HOME}make/", follow=True))
    assert ClaimedGift.objects.count() == 2


def test_thrown_away_its_gifts_wait_for_the_next(desk, given):
    given()
    desk.post(f"{HOME}make/")
    claim = GiftAidClaim.objects.get()
    desk.post(f"{HOME}{claim.pk}/press/", {"press": "throw_away"})
    assert [gift.pence for gift in claimable()] == [1000] and not GiftAidClaim.objects.exists()


def test_what_was_given_back_is_not_claimed_and_later_it_is_corrected(desk, founder, given):
    whole, part, later = given(1000), given(2000), given(4000)
    allow(whole, 1000, founder)
    allow(part, 500, founder)
    assert sorted(gift.pence for gift in claimable()) == [1500, 4000]
    first = claiming.make(by=founder)
    allow(later, 1500, founder)
    assert "A gift in it was given back since" in said(desk.get(f"{HOME}{first.pk}/"))
    with pytest.raises(claiming.Changed):
        claiming.mark_sent(first, by=founder)
    claiming.throw_away(first, by=founder)
    sent = claiming.make(by=founder)
    assert claiming.mark_sent(sent, by=founder)
    assert sorted(gift.pence for gift in sent.gifts.all()) == [1500, 2500]

    allow(later, 2500, founder)  # HMRC has paid for it
    page = said(desk.get(HOME))
    assert "£6.25 of tax must go back to HMRC." in page and later.number in page
    given(1000)
    following = claiming.make(by=founder)
    assert gift_aid_schedule.over_claimed_tax(following) == 625
    assert gift_aid_schedule.over_claimed() == []  # not promised yet, but not a second time either
    claiming.throw_away(following, by=founder)
    assert len(gift_aid_schedule.over_claimed()) == 1
    claiming.mark_sent(claiming.make(by=founder), by=founder)
    assert gift_aid_schedule.over_claimed() == []


def allow(order, pence, founder):
    key = f"form:{order.pk}:{pence}"
    giving_back.allow(order, {Part.GIFT: pence}, why=Refund.Why.OTHER, key=key, by=founder)


def test_cancelled_declarations_and_orders_and_old_gifts_are_left_out(
    desk, ordered, paperback, given
):
    cancelled = ordered({paperback: 1}, gift_pence=1000, gift_aid=DECLARED)
    paying.receive(cancelled, cancelled.total_pence, Account.BANK, key="bank:1")
    cancelling.cancel(cancelled)
    withdrawn = given(1000)
    GiftAidDeclaration.objects.filter(order=withdrawn).update(cancelled_at=timezone.now())
    old = given(1000, on=date(2020, 4, 5))
    nameless = given(1000, who=gift_aid.Declaration("山", "田", "7 Row", "BN7 1AA"))
    assert claimable() == []
    page = said(desk.get(HOME))
    assert f"{old.number}: more than four years have passed" in page
    assert f"{nameless.number}: its first name has no letters that HMRC can read" in page
    assert cancelled.number not in page and withdrawn.number not in page
    assert gift_aid_schedule.too_late(date(2026, 4, 5)) == date(2030, 4, 5)
    assert gift_aid_schedule.too_late(date(2026, 4, 6)) == date(2031, 4, 5)


def test_sent_on_account_it_counts_when_it_is_paid(given, ordered, paperback):
    order = ordered({paperback: 1}, gift_pence=1000, gift_aid=DECLARED, terms_days=30)
    assert claimable() == []
    paying.receive(order, order.total_pence, Account.BANK, key="bank:1", on=date(2026, 11, 9))
    assert [(gift.on, gift.pence) for gift in claimable()] == [(date(2026, 11, 9), 1000)]


def test_the_day_is_that_of_the_money(ordered, ebook):
    order = ordered({ebook: 1}, gift_pence=1000, gift_aid=DECLARED)
    days = (date(2026, 11, 1), date(2026, 11, 9), date(2026, 11, 20))
    for number, (pence, on) in enumerate(zip((700, 800, 50), days, strict=True)):
        paying.receive(order, pence, Account.BANK, key=f"bank:{number}", on=on)
    assert [gift.on for gift in claimable()] == [days[1]]  # the last one was too much


@pytest.mark.parametrize(
    ("who", "cells"),
    [
        (("Mary Ann", "Zoë", "1 Row", "g11 1aa", "Professor"), ("", "Mary", "Zoë", "1 Row", "G11 1AA")),
        (("Łucja", "Şahin", "1 Row", "EC4M8AD", "Ms"), ("Ms", "Lucja", "Sahin", "1 Row", "EC4M 8AD")),
        (("E", "=HYPERLINK(1)", "-7", "GIR 0AA", "D-r"), ("D-r", "E", "=HYPERLINK(1)", "-7", "GIR 0AA")),
        (("E", "Q" * 60, "Flat " + "9" * 60, "75008", ""), ("", "E", "Q" * 35, "Flat " + "9" * 35, "X")),
        (("E", "<b>&", "1\n2", "BN7 1A", "1"), ("", "E", "<b>&", "1 2", "X")),
    ],
)  # fmt: skip
def test_fields_as_hmrc_takes_them(who, cells):
    row = row_of(gift_aid.Declaration(*who), on=TODAY, pence=100)
    assert row.cells[:5] == cells
    assert hmrc_refuses(("1", *row.cells)) == []


def test_a_name_that_hmrc_cannot_read_is_refused_with_no_name_in_the_words():
    with pytest.raises(CannotBeWritten, match="its last name"):
        row_of(gift_aid.Declaration("Enid", "田", "1 Row", "BN7 1AA"), on=TODAY, pence=100)


def test_hmrcs_service_reads_the_spreadsheet(founder, given):
    """Read as `OdsReaderService.scala` does, and judged as `GiftAidValidationService.scala` does."""
    sent = given(4000)
    claiming.mark_sent(claiming.make(by=founder), by=founder)
    allow(sent, 4000, founder)
    given(123456, on=date(2026, 11, 3))
    given(1050, who=gift_aid.Declaration("=1+1", "<Q> & Ü", "1 Rue, Paris", "75008"))
    sheet = read_ods(gift_aid_schedule.as_ods(claiming.make(by=founder)))
    assert sheet.name == "R68GAD_V1_00_0_EN"
    assert sheet.raw(13, 4) == "03/11/26"  # the cell, not what is repeated before it
    assert sheet.raw(17, 4) == "10.00"
    assert sheet.raw(20, 10) == "1245.06" and sheet.raw(23, 3) == "Title"
    gifts = sheet.rows[24:]
    assert gifts == [
        ["", "1", "Mrs", "Enid", "House Martin", "7 Canary Row", "BN7 1AA", "", "", "03/11/26", "1234.56"],
        ["", "2", "", "=1+1", "<Q> & Ü", "1 Rue, Paris", "X", "", "", f"{TODAY:%d/%m/%y}", "10.50"],
    ]  # fmt: skip
    assert [hmrc_refuses(tuple(gift[1:])) for gift in gifts] == [[], []]


def test_a_schedule_has_a_thousand_lines_at_the_most(founder):
    row = row_of(DECLARED, on=TODAY, pence=100)
    full = gift_aid_ods.spreadsheet([row] * 1000, earliest=TODAY, total=1, over_claimed=0)
    sheet = read_ods(full)
    assert len(sheet.rows) == 1024 and sheet.rows[-1][1] == "1000" and sheet.raw(17, 4) == ""
    with pytest.raises(ValueError, match="1001"):
        gift_aid_ods.spreadsheet([row] * 1001, earliest=TODAY, total=1, over_claimed=0)


class Sheet:
    """HMRC counts every cell of a row from 0; it never looks at the columns that Excel repeats."""

    def __init__(self, table):
        text, space = NAMES["text"], NAMES["table"]
        self.name = table.get(f"{space}name")
        self.rows = [
            ["\n".join("".join(p.itertext()) for p in cell.iter(f"{text}p")) for cell in row]
            for row in table.iter(f"{space}table-row")
        ]

    def raw(self, row, column):
        return self.rows[row - 1][column - 1]


NAMES = {
    "text": "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}",
    "table": "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}",
}


def read_ods(raw):
    package = zipfile.ZipFile(io.BytesIO(raw))
    first = package.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert package.read("mimetype") == gift_aid_ods.TYPE.encode()
    content = ElementTree.fromstring(package.read("content.xml"))
    (table,) = content.iter(f"{NAMES['table']}table")
    return Sheet(table)


POSTCODE = re.compile(
    "(GIR 0AA)|((([A-Z][0-9][0-9]?)|(([A-Z][A-HJ-Y][0-9][0-9]?)|(([A-Z][0-9][A-Z])|"
    "([A-Z][A-HJ-Y][0-9][A-Z])))) [0-9][A-Z]{2})"
)


def hmrc_refuses(cells):
    """What HMRC would say is wrong with a line."""
    item, title, first, last, house, postcode, together, event, on, amount = cells
    rules = {
        "item": re.fullmatch("[1-9][0-9]{0,3}", item) and int(item) <= 1000,
        "title": not title or re.fullmatch("[A-Za-z][A-Za-z'-]{1,3}", title),
        "first name": 0 < len(first) <= 35 and " " not in first,
        "last name": 0 < len(last) <= 35,
        "house": 0 < len(house) <= 40,
        "postcode": postcode == ABROAD or POSTCODE.fullmatch(postcode),
        "together": together == "" and event == "",
        "day": re.fullmatch(r"\d\d/\d\d/\d\d", on),
        "amount": re.fullmatch(r"\d{1,13}\.\d\d", amount) and float(amount) > 0,
        "letters": not re.search(r"[^\x20-\x7e\xa1-\xff]", "".join(cells)),
    }
    return [name for name, is_right in rules.items() if not is_right]


def test_names_are_kept_as_long_as_hmrc_may_ask(given, founder):
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        order = given(1000)
        claiming.mark_sent(claiming.make(by=founder), by=founder)
        clock.shift(timedelta(days=91))
        purge()
        order.refresh_from_db()
        (row,) = gift_aid_schedule.rows_of(GiftAidClaim.objects.get())
        assert (order.buyer().name, row.last_name) == ("", "House Martin")
        clock.move_to("2032-12-31T12:00:00Z")
        purge()
        assert ClaimedGift.objects.count() == GiftAidDeclaration.objects.count() == 1
        clock.move_to("2034-02-01T12:00:00Z")
        purge()
        purge()  # the day after its schedule
        for model in (GiftAidClaim, ClaimedGift, GiftAidDeclaration):
            assert not model.objects.exists()


def purge():
    done = list(retention.purge_all(now=timezone.now()))
    assert [(one.rule.name, one.error) for one in done if one.error] == []


def test_only_founders_take_the_file(signed_in, dispatcher, outsider, founder, given):
    given()
    claim = claiming.make(by=founder)
    for nobody in (dispatcher, outsider):
        answer = signed_in(nobody).post(f"{HOME}{claim.pk}/file/", {"kind": "csv"})
        assert answer.status_code in (302, 403, 404) and b"Enid" not in answer.content
    assert not AuditEntry.objects.filter(action="giftaid.file-opened").exists()


def test_a_made_up_shop_never_mixes_with_real_gifts(given, shop, desk, founder):
    order = given()
    Order.objects.filter(pk=order.pk).update(is_made_up=True)
    assert claimable() == []


def test_a_gift_that_never_came_is_none(ordered, ebook, founder):
    """What is written off is taken off the gift first, and HMRC is told if it was claimed."""
    order = ordered({ebook: 1}, gift_pence=1000, gift_aid=DECLARED)
    paying.receive(order, 700, Account.BANK, key="bank:1")
    bulk.let_off(order, by=founder)
    assert [gift.pence for gift in claimable()] == [200]
    claiming.mark_sent(claiming.make(by=founder), by=founder)
    assert gift_aid_schedule.over_claimed() == []
    taking_back.take_back_receipt(
        Entry.objects.get(key="bank:1"), by=founder
    )  # as a chargeback does
    assert [one.pence for one in gift_aid_schedule.over_claimed()] == [200]
    bulk.write_off(order, by=founder)
    assert [one.pence for one in gift_aid_schedule.over_claimed()] == [200]
