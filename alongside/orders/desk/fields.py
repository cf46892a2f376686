"""What is typed at the desk of the book: amounts in pounds, countries by name."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django_countries import countries

from alongside.core.typed_text import clean_text

NO_ADDRESS = "This is no e-mail address: one @, and a dot after it."


def only_if_needed(form: forms.BaseForm, *names: str) -> None:
    """Fields that may be empty, and of which “(if you like)” would say too little. None: all of them."""
    for name in names or form.fields:
        form.fields[name].is_conditional = True  # type: ignore[attr-defined]


class WholeField(forms.IntegerField):
    """A whole number, with words that say what is wrong."""

    def __init__(self, *, least: int = 0, most: int = 100_000, **options: Any) -> None:
        super().__init__(min_value=least, max_value=most, **options)
        self.widget.attrs["inputmode"] = "numeric"
        self.error_messages["invalid"] = "Please write a whole number."
        self.error_messages["required"] = "Please write a number."
        self.error_messages["min_value"] = f"Please write {least} or more."
        self.error_messages["max_value"] = f"Please write {most} or less."


class TextField(forms.CharField):
    """Several lines, cleaned."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows, "autocomplete": "off"}), **options)

    def to_python(self, value: Any) -> str:
        lines = clean_text(super().to_python(value) or "").strip().split("\n")
        return "\n".join(" ".join(line.split()) for line in lines if line.strip())


class CountriesField(forms.CharField):
    """Names of countries, separated by commas or one a line; as a list of two-letter codes."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea({"rows": 4, "autocomplete": "off"})
        super().__init__(widget=widget, max_length=6000, **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        codes = [getattr(one, "code", one) for one in value]
        return ", ".join(str(countries.name(code)) for code in codes)

    def clean(self, value: Any) -> Any:
        known = _names()
        typed = [name.strip() for name in re.split(r"[,;\n]", super().clean(value) or "")]
        found = {name: known.get(_folded(name)) for name in typed if name}
        if unknown := [name for name, code in found.items() if code is None]:
            raise ValidationError(f"We do not know this country: {', '.join(unknown[:5])}.")
        return sorted({code for code in found.values() if code})


_ALSO = {"uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
         "usa": "US", "united states": "US", "republic of ireland": "IE", "czech republic": "CZ"}  # fmt: skip


def _names() -> dict[str, str]:
    names = {_folded(str(name)): code for code, name in countries}
    return names | {code.lower(): code for code, _ in countries} | _ALSO


def _folded(name: str) -> str:
    return " ".join(name.lower().removeprefix("the ").split())
