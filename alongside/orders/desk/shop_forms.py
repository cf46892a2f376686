"""What founders write about the shop, in four short parts. Amounts are typed in pounds."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from alongside.core.desk_fields import LineField
from alongside.orders.models import Shop
from alongside.orders.pounds_field import PoundsField

from .checks import digits_of, is_bic, is_iban, uk_vat_number
from .fields import NO_ADDRESS, TextField, WholeField, only_if_needed


class ShopForm(forms.ModelForm[Shop]):
    """One part of the shop. title: its heading."""

    use_required_attribute = False
    title: ClassVar[str]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        only_if_needed(self)


class SellerForm(ShopForm):
    title = "Who sells"
    seller = LineField(
        label="The legal name", max_length=120, required=False, help_text="It stands on receipts."
    )
    seller_address = TextField(
        label="Postal address",
        max_length=400,
        required=False,
        help_text="The law wants a real one on receipts. It need not be anybody’s home.",
    )
    seller_email = forms.EmailField(
        label="E-mail address for questions about an order",
        required=False,
        error_messages={"invalid": NO_ADDRESS},
    )

    class Meta:
        model = Shop
        fields = ["seller", "seller_address", "seller_email"]

    def clean_seller_address(self) -> str:
        """Consumer Contracts Regulations 2013, Schedule 2(b): the geographical address."""
        typed = str(self.cleaned_data["seller_address"])
        if re.search(r"\bp\.?\s*o\.?\s*box\b", typed, re.IGNORECASE):
            raise ValidationError("The law wants a place here, not a PO Box.")
        return typed


class PayingForm(ShopForm):
    title = "How people pay"
    account_name = LineField(label="Name of the bank account", max_length=70, required=False)
    sort_code = LineField(label="Sort code", max_length=8, required=False)
    account_number = LineField(label="Account number", max_length=10, required=False)
    iban = LineField(
        label="IBAN", max_length=42, required=False, help_text="For transfers from abroad."
    )
    bic = LineField(label="BIC", max_length=20, required=False)
    cheque_payee = LineField(label="Cheques are made out to", max_length=120, required=False)
    cheque_address = TextField(label="Cheques are posted to", max_length=400, required=False)

    class Meta:
        model = Shop
        fields = [
            "account_name", "sort_code", "account_number", "iban", "bic", "cheque_payee",
            "cheque_address",
        ]  # fmt: skip

    def clean_sort_code(self) -> str:
        digits = digits_of(
            self.cleaned_data["sort_code"], 6, "A sort code has six digits: 12-34-56."
        )
        return "-".join(digits[at : at + 2] for at in range(0, len(digits), 2))

    def clean_account_number(self) -> str:
        return digits_of(self.cleaned_data["account_number"], 8, "An account number has 8 digits.")

    def clean_iban(self) -> str:
        typed = "".join(str(self.cleaned_data["iban"]).upper().split())
        if typed and not is_iban(typed):
            raise ValidationError("This IBAN has a mistake: its check digits do not fit.")
        return " ".join(typed[at : at + 4] for at in range(0, len(typed), 4))

    def clean_bic(self) -> str:
        typed = "".join(str(self.cleaned_data["bic"]).upper().split())
        if typed and not is_bic(typed):
            raise ValidationError("A BIC has 8 or 11 letters and digits, such as BUKBGB22.")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        account = (cleaned.get("sort_code"), cleaned.get("account_number"))
        if any(account) and not all(account) and not self.errors:
            raise ValidationError("A sort code and an account number belong together.")
        if any((*account, cleaned.get("iban"))) and not cleaned.get("account_name"):
            self.add_error("account_name", "Banks compare the name. Please write it, too.")
        cheques = (cleaned.get("cheque_payee"), cleaned.get("cheque_address"))
        if any(cheques) and not all(cheques):
            raise ValidationError("For cheques, please write the name and the address.")
        return cleaned


class PostingForm(ShopForm):
    title = "Posting"
    posted_within = WholeField(
        label="Posted within (days)",
        least=1,
        most=30,
        help_text="People read it before they order: “posted within 3 days”. Keep to it.",
    )
    sender = TextField(
        label="Sender on parcels",
        max_length=300,
        required=False,
        help_text="Plain: no name of ours, nothing about the illness. It goes on each label.",
    )
    low_stock = WholeField(
        label="Tell me when so few are left", most=10_000, help_text="Today says it then."
    )
    kept_days = WholeField(
        label="Copies are kept for an unpaid order (days)",
        least=3,
        most=90,
        help_text="A cheque takes a week. After that somebody else can have them.",
    )
    forward_pence = PoundsField(
        label="One copy paid forward (pounds)",
        required=False,
        help_text="The price of a book and its postage. Empty: it is not offered.",
    )

    class Meta:
        model = Shop
        fields = ["posted_within", "sender", "low_stock", "kept_days", "forward_pence"]

    def clean_forward_pence(self) -> int:
        return self.cleaned_data["forward_pence"] or 0


class TaxForm(ShopForm):
    title = "Gift Aid and VAT"
    is_charity = forms.BooleanField(
        label="HMRC has recognised us as a charity: offer Gift Aid on gifts", required=False
    )
    charity_number = LineField(label="HMRC’s reference", max_length=30, required=False)
    vat_number = LineField(
        label="VAT number",
        max_length=30,
        required=False,
        help_text="Empty if you are not registered for VAT. It holds for orders from now on.",
    )

    class Meta:
        model = Shop
        fields = ["is_charity", "charity_number", "vat_number"]

    def clean_vat_number(self) -> str:
        typed = re.sub(r"[\s.-]", "", str(self.cleaned_data["vat_number"])).upper()
        try:
            return typed and uk_vat_number(typed)
        except ValueError:
            raise ValidationError(
                "This is no VAT number of the United Kingdom: GB and nine digits, of which the last two "
                "check the others. Look at your certificate; leave it empty if you have none."
            ) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_charity") and not cleaned.get("charity_number"):
            self.add_error("charity_number", "Please write it: a claim to HMRC needs it.")
        return cleaned


PARTS: dict[str, type[ShopForm]] = {
    "seller": SellerForm,
    "paying": PayingForm,
    "posting": PostingForm,
    "tax": TaxForm,
}
