"""Editions with their prices, and what it costs to post them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.core.desk_fields import LineField
from alongside.orders.models import BookEdition, PostageBand
from alongside.orders.pounds_field import PoundsField

from .checks import is_isbn
from .fields import CountriesField


class EditionForm(forms.ModelForm[BookEdition]):
    use_required_attribute = False
    name = LineField(label="Name", max_length=80, help_text="As people read it: Paperback.")
    about = LineField(
        label="What it is like",
        max_length=200,
        required=False,
        help_text="Pages, size, size of the print.",
    )
    isbn = LineField(label="ISBN", max_length=17, required=False)
    pence = PoundsField(label="Price (pounds)")

    class Meta:
        model = BookEdition
        fields = ["kind", "name", "about", "isbn", "pence", "vat", "is_on_sale"]
        labels = {"kind": "What it is", "vat": "VAT", "is_on_sale": "It can be ordered"}
        help_texts = {
            "vat": "Printed books and e-books are zero-rated; a journal to write in is not. "
            "It counts only if you are registered for VAT."
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].disabled = self.instance.pk is not None  # copies may be counted already

    def clean_isbn(self) -> str:
        typed = str(self.cleaned_data["isbn"])
        if typed and not is_isbn(typed.replace("-", "").replace(" ", "").upper()):
            raise ValidationError("This ISBN has a mistake: its last digit does not fit.")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_on_sale") and cleaned.get("pence") == 0:
            words = (
                "For £0.00 anybody could order as many as there are. Please write a price, or untick "
                "“It can be ordered”. (Free copies: see “One copy paid forward”, under Posting.)"
            )
            self.add_error("pence", words)
        return cleaned


class BandForm(forms.ModelForm[PostageBand]):
    use_required_attribute = False
    name = LineField(label="Name", max_length=60, help_text="As people read it: Europe.")
    countries = CountriesField(
        label="Countries",
        required=False,
        help_text="By name, with commas between them. Empty: everywhere else.",
    )
    first_pence = PoundsField(label="First copy (pounds)")
    more_pence = PoundsField(label="Each further copy (pounds)")

    class Meta:
        model = PostageBand
        fields = ["name", "countries", "first_pence", "more_pence"]

    def clean_countries(self) -> list[str]:
        codes: list[str] = self.cleaned_data["countries"]
        for other in PostageBand.objects.exclude(pk=self.instance.pk):
            taken = {one.code for one in other.countries}
            if not codes and not taken:
                raise ValidationError(f"“{other}” is for everywhere else already.")
            if twice := taken.intersection(codes):
                names = CountriesField().prepare_value(sorted(twice))
                raise ValidationError(f"In “{other}” already: {names}.")
        return codes
