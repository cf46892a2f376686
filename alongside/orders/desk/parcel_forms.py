"""What a dispatcher fills in: what to print, where the labels begin, a number, how many copies."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.core.mail.writing import one_line
from alongside.orders.actions.parcels import MOST_AT_ONCE
from alongside.orders.label_sheets import SHEETS
from alongside.orders.models import OrderLine, ParcelLine, Reship
from alongside.orders.order_numbers import found_in
from alongside.orders.packing import Waiting

_TRACKING = re.compile(r"[0-9A-Za-z]([0-9A-Za-z /-]*[0-9A-Za-z])?")
NO_NUMBER = "This is no order number. One looks like this: BK4T9ZQ2H."


class PackForm(forms.Form):
    """Which parcels: the button that she pressed says it."""

    use_required_attribute = False
    which = forms.ChoiceField(choices=[("first", ""), ("ticked", ""), ("all", "")])
    number = forms.IntegerField(
        label="How many parcels",
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=50,
        required=False,
        error_messages={
            "min_value": "Please write 1 or more.",
            "max_value": f"At one go {MOST_AT_ONCE} parcels are the most. Then pack the next ones.",
            "invalid": "Please write a whole number.",
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["number"].is_conditional = True  # type: ignore[attr-defined]
        self.ticked = set(_numbers(data, "order"))
        self.apart = set(_numbers(data, "apart"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        which = cleaned.get("which")
        if which == "first" and not cleaned.get("number") and not self.errors:
            self.add_error("number", "Please write how many parcels.")
        if which == "ticked" and not self.ticked:
            raise ValidationError("No parcel has a tick. Please tick those that you want to pack.")
        return cleaned

    def chosen(self, bundles: Sequence[Sequence[Waiting]]) -> list[Waiting]:
        """The orders to pack. After `is_valid`."""
        which, number = self.cleaned_data["which"], self.cleaned_data["number"]
        if which == "ticked":
            bundles = [one for one in bundles if one[0].order in self.ticked]
        most = min(number if which == "first" else MOST_AT_ONCE, MOST_AT_ONCE)
        found: list[Waiting] = []
        for bundle in bundles[:most]:
            if len(found) + len(bundle) <= MOST_AT_ONCE:
                found += bundle
        return found


def _numbers(data: Any, name: str) -> list[int]:
    values = data.getlist(name) if data is not None else []
    return [int(value) for value in values if value.isascii() and value.isdecimal()]


class LabelsForm(forms.Form):
    """On what the labels are printed. It is sent by GET: printing changes nothing."""

    use_required_attribute = False
    sheet = forms.ChoiceField(
        label="Sheet of labels",
        choices=[(code, sheet.name) for code, sheet in SHEETS.items()],
        help_text="The number is on the packet. Other makers name it, too.",
    )
    first = forms.IntegerField(
        label="First label that is still on the sheet",
        min_value=1,
        initial=1,
        help_text="Count line by line, from the left. On a new sheet it is 1.",
        error_messages=dict.fromkeys(
            ("min_value", "invalid", "required"), "Please write a number from 1 on."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, sheet = cleaned.get("first"), SHEETS.get(cleaned.get("sheet", ""))
        if first and sheet and first > sheet.labels:
            self.add_error("first", f"There are only {sheet.labels} labels on this sheet.")
        return cleaned


class TrackingForm(forms.Form):
    use_required_attribute = False
    tracking = forms.CharField(
        label="Tracking number",
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "This is longer than a tracking number is."},
    )

    def clean_tracking(self) -> str:
        typed = one_line(self.cleaned_data["tracking"])
        if typed and not _TRACKING.fullmatch(typed):
            raise ValidationError("A tracking number has letters and figures only.")
        if found_in(typed):
            raise ValidationError("This is the number of an order. The post gives another one.")
        return typed


class ScanForm(TrackingForm):
    """An order's number, scanned from the slip or typed, and the tracking number if there is one."""

    number = forms.CharField(
        label="Order number",
        max_length=300,
        help_text="Scan the pattern on the slip, or type the number. Then press Enter.",
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        error_messages=dict.fromkeys(("required", "max_length"), NO_NUMBER),
    )
    ask = forms.BooleanField(label="Ask me for the tracking number each time", required=False)
    field_order = ("number", "tracking", "ask")

    def clean_number(self) -> str:
        """The last number in it: a scanner adds to what stands there."""
        if not (found := found_in(self.cleaned_data["number"])):
            raise ValidationError(NO_NUMBER)
        return found[-1]


class CopiesForm(forms.Form):
    """How many copies of each line. `copies`: by the line's id, after `is_valid`."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, most: Sequence[tuple[int, str, int]], initial: bool = False
    ) -> None:
        """most: (id, name, copies at most). initial: whether all of them stand there at first."""
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}-%s")
        self.names = [f"copies-{pk}" for pk, _, _ in most]
        for pk, name, many in most:
            self.fields[f"copies-{pk}"] = forms.IntegerField(
                label=f"{name}: copies, of {many}",
                min_value=0,
                max_value=many,
                initial=many if initial else 0,
                error_messages=dict.fromkeys(
                    ("min_value", "max_value", "invalid", "required"),
                    f"Please write a whole number from 0 to {many}.",
                ),
            )

        self.order_fields([*self.names, *self.fields])

    @property
    def copies(self) -> dict[int, int]:
        return {int(name.split("-")[1]): self.cleaned_data[name] for name in self.names}


class PartForm(CopiesForm, TrackingForm):
    """Only some of a parcel is posted."""


class BackForm(CopiesForm):
    damaged = forms.ChoiceField(
        label="How are they?",
        choices=[
            ("no", "As new: back into the cupboard"),
            ("yes", "Damaged: they cannot be sold"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Please say how they are."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class AnewForm(CopiesForm):
    why = forms.ChoiceField(
        label="Why?",
        choices=Reship.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Please say why."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


def in_parcel(lines: Sequence[ParcelLine]) -> list[tuple[int, str, int]]:
    """What is in a parcel and has not come back."""
    return [(one.pk, one.line.name, one.copies - one.returned) for one in lines]


def of_order(lines: Sequence[OrderLine]) -> list[tuple[int, str, int]]:
    """What of an order was posted."""
    return [(line.pk, line.name, line.posted) for line in lines if line.posted]
