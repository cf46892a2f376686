"""A file, and what its columns mean."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from alongside.core.csv_tables import LARGEST, Table
from alongside.core.mail.writing import one_line
from alongside.newsletter.actions import importing as actions
from alongside.newsletter.importing.columns import Field
from alongside.newsletter.importing.plan import Choice
from alongside.newsletter.models import PeopleImport
from alongside.newsletter.parts import Part

LONGEST_HOW = 300


class FileForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label="A CSV file",
        help_text="In your spreadsheet: Save as, CSV. Up to 50,000 people and 10 MB.",
        widget=forms.FileInput({"accept": ".csv,text/csv,.txt"}),
        error_messages={
            "required": "Please choose a file.",
            "empty": "The file is empty.",
        },
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError("The file is larger than 10 MB. Please cut it into smaller ones.")
        return bytes(file.read())


class ColumnsForm(forms.Form):
    """One choice for each thing that a column can say; then what holds for rows that do not say it."""

    use_required_attribute = False
    fields_of_columns = tuple(field.name for field in Field)
    parts_for_all = forms.TypedMultipleChoiceField(
        label="What they asked for, where the file does not say it",
        help_text="Only what they really asked for.",
        choices=[(part.value, part.label) for part in Part],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    how_for_all = forms.CharField(
        label="How they asked, where the file does not say it",
        help_text="One honest sentence, kept as proof: “On the paper list at our stand, London, "
        "May 2024; the words above it were …”.",
        max_length=LONGEST_HOW,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, one: PeopleImport, table: Table) -> None:
        choice = actions.choice_of(one)
        initial: dict[str, Any] = dict(choice.columns)
        initial |= {"parts_for_all": [p.value for p in Part if p & choice.parts]}
        super().__init__(data, initial=initial | {"how_for_all": choice.how})
        named = [(at, name or f"column {at + 1}") for at, name in enumerate(table.headings)]
        for field in Field:
            self.fields[field.name] = forms.TypedChoiceField(
                label=field.value,
                choices=[("", "not in the file"), *named],
                coerce=int,
                empty_value=None,
                required=field is Field.address,
                error_messages={"required": "Please say where the addresses are."},
            )
            self.fields[field.name].is_conditional = True  # type: ignore[attr-defined]
        self.order_fields([*self.fields_of_columns, "parts_for_all", "how_for_all"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        used = [n for n in map(cleaned.get, self.fields_of_columns) if n is not None]
        if len(used) != len(set(used)):
            raise ValidationError("Each column can say one thing only. Two of yours are the same.")
        if cleaned.get("parts") is None and not cleaned.get("parts_for_all"):
            self.add_error("parts_for_all", "Please tick at least one.")
        return cleaned

    @cached_property
    def choice(self) -> Choice:
        """After `is_valid`."""
        said = self.cleaned_data
        columns = {n: said[n] for n in self.fields_of_columns if said[n] is not None}
        return Choice(columns, Part(sum(said["parts_for_all"])), one_line(said["how_for_all"]))
