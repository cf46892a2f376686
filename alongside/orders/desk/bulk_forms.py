"""A bulk order: a discount, an invoice, time to pay."""

from django import forms

from alongside.core.desk_fields import LineField
from alongside.orders.actions.placing import Wish

from .fields import WholeField
from .hand_forms import AddressedForm, PayBy, Source


class BulkForm(AddressedForm):
    """A hospital or a bookshop orders: a discount, an invoice, time to pay."""

    name = LineField(label="Hospital, bookshop or group", max_length=120)
    discount = WholeField(
        label="Discount in percent",
        most=100,
        required=False,
        help_text="For every edition without an agreed price.",
    )
    reference = LineField(
        label="Their number for this order",
        max_length=40,
        required=False,
        help_text="It stands on the invoice.",
    )
    terms = forms.TypedChoiceField(
        label="When they pay",
        coerce=int,
        choices=[(0, "Before we post it"), *((days, f"Within {days} days") for days in (14, 30, 60))],
        initial=30,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def agreed(self) -> dict[int, int]:
        percent = self.cleaned_data.get("discount") or 0
        cut = {one.pk: _less(one.pence, percent) for one in self.editions} if percent else {}
        return cut | super().agreed()

    def wish(self) -> Wish:
        return Wish(
            buyer=self.buyer(),
            copies=self.copies(),
            pay_by=PayBy.INVOICE,
            source=Source.BULK,
            postage_pence=self.cleaned_data["postage"],
            agreed=self.agreed(),
            terms_days=self.cleaned_data["terms"] or None,
        )


def _less(pence: int, percent: int) -> int:
    """With the discount, to the nearest penny, half a penny upwards."""
    return (2 * pence * (100 - percent) + 100) // 200
