"""The till: a double-entry ledger in pence, to which lines are only ever added. Written by `ledger` alone."""

import secrets
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Max, Sum
from django.utils import timezone

from alongside.core.append_only import AppendOnly, AppendOnlyQuerySet

from .order import LAW, Order


class Account(models.TextChoices):
    """+ is debit, - is credit. What we have, what buyers owe, what is owed to others, income, cost."""

    BANK = "bank", "Bank"
    CASH = "cash", "Cash and cheques in hand"
    STRIPE = "stripe", "Stripe balance"
    BUYERS = "buyers", "Buyers (paid but not sold yet, sold but not paid yet)"
    FORWARD = "forward", "Copies paid forward, not given yet"
    VAT = "vat", "VAT owed"
    SALES_ZERO = "sales_zero", "Sales, zero-rated"
    SALES_STANDARD = "sales_standard", "Sales, standard-rated, without VAT"
    POSTAGE_ZERO = "postage_zero", "Postage charged, zero-rated"
    POSTAGE_STANDARD = "postage_standard", "Postage charged, standard-rated, without VAT"
    GIFTS = "gifts", "Gifts"
    FEES = "fees", "Card fees"
    WRITTEN_OFF = "written_off", "Written off"
    CARRIED = "carried", "Earned and spent in years that are forgotten"


MONEY = (Account.BANK, Account.CASH, Account.STRIPE)
_HAD_AND_OWED = (*MONEY, Account.BUYERS, Account.FORWARD, Account.VAT)


class EntryQuerySet(AppendOnlyQuerySet):
    def carry_forward(self) -> int:
        """Forget these entries; how many rows that were. What we had and owed by them is one new entry, as
        when an accountant closes a year: without it a forgotten payment would leave its payout behind."""
        real = Posting.objects.filter(entry__in=self.filter(is_made_up=False)).order_by()
        left = dict(
            real.filter(account__in=_HAD_AND_OWED).values_list("account").annotate(Sum("pence"))
        )
        last = real.aggregate(last=Max("entry__on"))["last"]
        forgotten = self.forget()
        left[Account.CARRIED] = -sum(left.values())
        if any(left.values()):
            key = f"carried:{secrets.token_hex(16)}"
            entry = self.model.objects.create(kind=Entry.Kind.CARRIED, key=key, on=last)
            Posting.objects.bulk_create(
                Posting(entry=entry, account=account, pence=pence)
                for account, pence in left.items()
                if pence
            )
        return forgotten


class Entry(AppendOnly):
    """One thing that happened to money: postings that sum to 0. `key` makes it happen once."""

    kept_for: ClassVar[str] = "with its order; without one six years after the end of its year"

    class Kind(models.TextChoices):
        PAYMENT = "payment", "money came"
        SALE = "sale", "sold"
        GIVEN = "given", "a copy that was paid forward"
        ALLOWED = "allowed", "to be given back"
        REFUND = "refund", "given back"
        FEE = "fee", "fee"
        PAYOUT = "payout", "moved to the bank"
        CORRECTION = "correction", "correction"
        CARRIED = "carried", "carried forward"

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=160, unique=True)
    order = models.ForeignKey(
        Order, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    on = models.DateField(db_index=True)
    why = models.CharField(max_length=80, blank=True, help_text="No name, no address.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    is_made_up = models.BooleanField(default=False)

    objects: ClassVar[Any] = EntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"Entry {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        """What belongs to no order (payouts, fees); the others go with their orders."""
        old = cls.objects.filter(order=None, on__lt=(now - LAW).date())
        only_carried = not old.exclude(kind=cls.Kind.CARRIED).exists()
        return 0 if only_carried and old.count() < 2 else old.carry_forward()


class Posting(AppendOnly):
    """So many pence on one account. + is debit."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="postings")
    account = models.CharField(max_length=16, choices=Account)
    pence = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["account", "entry"], name="posting_account")]

    def __str__(self) -> str:
        return f"Posting {self.pk}"


class Refund(models.Model):
    """A founder allowed so much of an order to be given back, and why. It leaves the ledger's entry."""

    class Why(models.TextChoices):
        CHANGED_MIND = "mind", "she changed her mind (14 days)"
        DAMAGED = "damaged", "it came damaged"
        LOST = "lost", "it never came"
        RETURNED = "returned", "it came back"
        NOT_SENT = "not_sent", "we could not send all of it"
        KINDNESS = "kindness", "out of kindness"
        OTHER = "other", "another reason"

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refunds")
    sale = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    copies_pence = models.PositiveIntegerField(default=0)
    postage_pence = models.PositiveIntegerField(default=0)
    forward_pence = models.PositiveIntegerField(default=0)
    gift_pence = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=8, choices=Why)
    key = models.CharField(max_length=64, unique=True, help_text="Of the form: twice is once.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Refund {self.pk}"

    @property
    def pence(self) -> int:
        return self.copies_pence + self.postage_pence + self.forward_pence + self.gift_pence
