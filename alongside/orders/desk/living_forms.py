"""Chapters, their codes, and mistakes in the book."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from alongside.answers.models import AnswerPage
from alongside.core.models import Source
from alongside.orders.living_book import codes, reading
from alongside.orders.models import Chapter, Erratum, Printing

_MISSING = {"required": "Please fill this in."}


class ChapterForm(forms.ModelForm[Chapter]):
    use_required_attribute = False
    number = forms.IntegerField(
        min_value=0,
        max_value=999,
        help_text="As in the printed book; 0 for what stands before chapter 1. It is printed in the "
        "address, so it can never be changed.",
        error_messages=_MISSING
        | {
            "invalid": "Please write a whole number.",
            "min_value": "Please write 0 or more.",
            "max_value": "Please write 999 or less.",
        },
    )
    answers = forms.MultipleChoiceField(
        label="Answers that belong to it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="In the order of the page Answers.",
    )

    class Meta:
        model = Chapter
        fields = ["number", "title", "answers"]
        error_messages = {"title": _MISSING}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["number"]
        known: Any = self.fields["answers"]
        known.choices = _answers()

    def clean_number(self) -> int:
        number = int(self.cleaned_data["number"])
        if Chapter.objects.filter(number=number).exists():
            raise ValidationError(
                f"There is a chapter {number} already. A number is never used twice, because it "
                "stands on paper."
            )
        return number

    def clean_answers(self) -> list[str]:
        """In the order of the website; those that are not online just now stay, behind the others."""
        chosen = set(self.cleaned_data["answers"])
        listed = [key for _, some in _answers() for key, _ in some]
        hidden = [key for key in self.instance.answers if key not in listed]
        return [key for key in listed if key in chosen] + hidden

    def answer_groups(self) -> list[tuple[str, list[Any], int]]:
        """Name of a group, its boxes, and how many of them are ticked."""
        boxes, groups = iter(self["answers"].subwidgets), []
        for name, some in _answers():
            mine = [next(boxes) for _ in some]
            groups.append((name, mine, sum(bool(box.data["selected"]) for box in mine)))
        return groups


def _answers() -> list[tuple[str, list[tuple[str, str]]]]:
    """All that are online, by group, in the order in which the website shows them."""
    grouped: dict[Any, list[tuple[str, str]]] = {}
    pages = AnswerPage.objects.live().public().select_related("group").order_by("path")
    for page in pages:
        grouped.setdefault(page.group, []).append((str(page.translation_key), page.title))
    groups = sorted(grouped, key=lambda group: (group.sort_order, group.name))
    return [(group.name, grouped[group]) for group in groups]


class CodeForm(forms.Form):
    """How the codes are to be. Sent with GET: it changes nothing."""

    use_required_attribute = False
    printing = forms.ModelChoiceField(
        Printing.objects.none(),
        required=False,
        empty_label="No printing: today’s answers only",
        help_text="The code then shows what changed since this printing.",
    )
    level = forms.ChoiceField(
        label="How much of it may be spoilt", choices=list(codes.LEVELS.items()), initial="m"
    )
    quiet = forms.IntegerField(
        label="White around it",
        min_value=codes.QUIET,
        max_value=20,
        initial=codes.QUIET,
        help_text="In squares of the code. With fewer than 4 telephones may not read it.",
        error_messages={
            "min_value": "Please give it 4 squares or more. With fewer, telephones may not read it."
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data or None)
        field: Any = self.fields["printing"]
        field.queryset = Printing.objects.filter(pk__in=[one.pk for one in reading.printings()])

    @property
    def wish(self) -> codes.Wish:
        """What she chose; what is to be printed for everybody as long as she has chosen nothing."""
        return codes.Wish(**self.cleaned_data) if self.is_bound else codes.Wish()


class ErratumForm(forms.ModelForm[Erratum]):
    use_required_attribute = False

    class Meta:
        model = Erratum
        fields = [
            "chapter", "place", "says", "should_say", "why", "basis", "source", "noted_on", "printings",
        ]  # fmt: skip
        labels = {"noted_on": "Known since"}
        help_texts = {
            "place": "As in the book: page 47, second paragraph. In large print the page is another one.",
            "says": "Word for word.",
            "why": "How you know, in a sentence. No name of a reader.",
            "printings": "None ticked: every copy that was printed until then.",
        }
        widgets = {
            "printings": forms.CheckboxSelectMultiple,
            "basis": forms.RadioSelect,
            "says": forms.Textarea({"rows": 3}),
            "should_say": forms.Textarea({"rows": 3}),
            "why": forms.Textarea({"rows": 2}),
            "noted_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "place": _MISSING,
            "says": _MISSING,
            "should_say": _MISSING,
            "noted_on": _MISSING,
            "basis": {"required": "Please say what it rests on."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["basis"].choices = Erratum.Basis.choices
        fields["source"].queryset = Source.objects.all()
        fields["source"].empty_label = "No source"
        fields["chapter"].empty_label = "No chapter: cover, contents, index"
        fields["printings"].queryset = Printing.objects.filter(
            pk__in=[one.pk for one in reading.printings()]
        ).select_related("edition")

    def clean_noted_on(self) -> Any:
        day = self.cleaned_data["noted_on"]
        if day > timezone.localdate():
            raise ValidationError("This day is yet to come.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("basis") == Erratum.Basis.SOURCE and not cleaned.get("source"):
            self.add_error("source", "Please choose the source, or say that there is none yet.")
        return cleaned
