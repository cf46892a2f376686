"""A file from the bank, what its columns say, and for which orders a payment is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.core.csv_tables import LARGEST
from alongside.orders import money
from alongside.orders.bank_columns import Column
from alongside.orders.bank_files import BankFile
from alongside.orders.models import Order
from alongside.orders.order_numbers import found_in

PARTS = 6  # orders that one payment can be divided between
NO_ORDER = "There is no order with this number. It looks like BK4T9ZQ2H."


class StatementForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label="A CSV file from your bank",
        help_text="In online banking: statements or transactions, then download or export, then CSV.",
        widget=forms.FileInput({"accept": ".csv,text/csv,.txt"}),
        error_messages={"required": "Please choose a file.", "empty": "The file is empty."},
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError("The file is larger than 10 MB. Please choose fewer months.")
        return bytes(file.read())


class ColumnsForm(forms.Form):
    """Which column says what. A column says one thing."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, file: BankFile, columns: dict[str, int]) -> None:
        super().__init__(data, initial=columns)
        named = [(at, name or f"column {at + 1}") for at, name in enumerate(file.headings)]
        for column in Column:
            self.fields[column.name] = forms.TypedChoiceField(
                label=column.value,
                choices=[("", "not in the file"), *named],
                coerce=int,
                empty_value=None,
                required=column is Column.date,
                error_messages={"required": "Please say where the day is."},
            )
            self.fields[column.name].is_conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        used = [number for number in cleaned.values() if number is not None]
        if len(used) != len(set(used)):
            raise ValidationError("Each column can say one thing only. Two of yours are the same.")
        two = {cleaned.get("paid_in"), cleaned.get("paid_out")} - {None}
        if (cleaned.get("amount") is None) == (not two):
            raise ValidationError(
                "Please choose one column for the amount, or one for what came in and one for what "
                "went out."
            )
        return cleaned

    @property
    def columns(self) -> dict[str, int]:
        """After `is_valid`."""
        said = self.cleaned_data
        return {name: number for name, number in said.items() if number is not None}


def order_of(typed: str) -> Order:
    """By its number, read kindly. Raises ValidationError."""
    found = found_in(typed)
    order = Order.objects.filter(number=found[0]).first() if len(found) == 1 else None
    if order is None:
        raise ValidationError(NO_ORDER)
    return order


class NumberForm(forms.Form):
    use_required_attribute = False
    number = forms.CharField(
        label="Number of the order",
        max_length=40,
        error_messages={"required": "Please write the number of the order."},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_number(self) -> Order:
        return order_of(self.cleaned_data["number"])


class DivideForm(forms.Form):
    """So much for each order; together it is the payment."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, parts: list[tuple[Order, int]]) -> None:
        initial: dict[str, str] = {}
        for at, (order, pence) in enumerate(parts[:PARTS]):
            initial |= {f"number_{at}": order.number, f"pounds_{at}": money.decimal(pence)}
        super().__init__(data, initial=initial)
        for at in range(PARTS):
            self.fields[f"number_{at}"] = _line(f"Order {at + 1}", 40)
            self.fields[f"pounds_{at}"] = _line(f"Pounds {at + 1}", 12)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parts = []
        for at in range(PARTS):
            number, pounds = cleaned.get(f"number_{at}"), cleaned.get(f"pounds_{at}")
            if number and pounds:
                parts += self._part(at, number, pounds)
            elif number or pounds:
                missing = "pounds" if number else "number"
                self.add_error(f"{missing}_{at}", "Please fill in both, or neither.")
        orders = [order.pk for order, _ in parts]
        if len(orders) != len(set(orders)):
            raise ValidationError("The same order is there twice. Please write it once.")
        return cleaned | {"parts": parts}

    def _part(self, at: int, number: str, pounds: str) -> list[tuple[Order, int]]:
        order, pence = None, 0
        try:
            order = order_of(number)
        except ValidationError as problem:
            self.add_error(f"number_{at}", problem)
        try:
            pence = money.read_pence(pounds)
        except money.NotMoney as problem:
            self.add_error(f"pounds_{at}", str(problem))
        else:
            if not pence:
                self.add_error(f"pounds_{at}", "The least is one penny. Or leave both empty.")
        return [(order, pence)] if order and pence else []

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"number_{at}"], self[f"pounds_{at}"]) for at in range(PARTS)]


def _line(label: str, longest: int) -> forms.CharField:
    field = forms.CharField(label=label, max_length=longest, required=False)
    field.widget.attrs["autocomplete"] = "off"
    field.is_conditional = True  # type: ignore[attr-defined]
    return field
