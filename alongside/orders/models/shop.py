"""What the shop is: who sells, how one pays, what it costs to post. Written by `actions.shop` alone."""

from django.db import models
from django_countries.fields import CountryField


class Shop(models.Model):
    """One row. Closed until a founder opens it: nobody but she knows a price or a bank account."""

    is_open = models.BooleanField("orders are taken", default=False)
    seller = models.CharField(
        "who sells", max_length=120, blank=True, help_text="The legal name; on receipts."
    )
    seller_address = models.TextField(
        "postal address", max_length=400, blank=True, help_text="The law wants it on receipts."
    )
    seller_email = models.EmailField("e-mail address for questions about an order", blank=True)
    sender = models.TextField(
        "sender on parcels",
        max_length=300,
        blank=True,
        help_text="Plain: no name of ours, nothing about the illness. It goes on each label.",
    )
    account_name = models.CharField(max_length=70, blank=True)
    sort_code = models.CharField(max_length=8, blank=True)
    account_number = models.CharField(max_length=10, blank=True)
    iban = models.CharField(
        "IBAN", max_length=42, blank=True, help_text="For transfers from abroad."
    )
    bic = models.CharField("BIC", max_length=11, blank=True)
    cheque_payee = models.CharField("cheques are made out to", max_length=120, blank=True)
    cheque_address = models.TextField("cheques are posted to", max_length=400, blank=True)
    posted_within = models.PositiveSmallIntegerField("posted within (days)", default=3)
    low_stock = models.PositiveSmallIntegerField("warn when so few are left", default=10)
    kept_days = models.PositiveSmallIntegerField(
        "copies are kept for an unpaid order (days)", default=14
    )
    forward_pence = models.PositiveIntegerField(
        "one copy paid forward, postage included (pence)", default=0, help_text="0: not offered."
    )
    is_charity = models.BooleanField(
        "recognised by HMRC as a charity (Gift Aid is offered)", default=False
    )
    charity_number = models.CharField(max_length=30, blank=True, help_text="HMRC's reference.")
    vat_number = models.CharField(
        "VAT number", max_length=20, blank=True, help_text="Empty: not registered for VAT."
    )
    is_made_up = models.BooleanField(default=False, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "The shop"

    @classmethod
    def current(cls) -> "Shop":
        """As the founders keep it; closed (and not saved) as long as they have not."""
        return cls.objects.first() or cls()

    @property
    def takes_transfers(self) -> bool:
        return bool(self.account_name and (self.iban or (self.sort_code and self.account_number)))

    @property
    def takes_cheques(self) -> bool:
        return bool(self.cheque_payee and self.cheque_address)

    @property
    def is_registered_for_vat(self) -> bool:
        return bool(self.vat_number)


class PostageBand(models.Model):
    """What one parcel costs to post: the first copy, and each further one (pence)."""

    name = models.CharField(max_length=60, unique=True)
    countries = CountryField(multiple=True, blank=True, help_text="None: everywhere else.")
    first_pence = models.PositiveIntegerField("first copy (pence)")
    more_pence = models.PositiveIntegerField("each further copy (pence)", default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def cost(self, copies: int) -> int:
        """Pence, for so many copies in one order."""
        return self.first_pence + (copies - 1) * self.more_pence if copies else 0
