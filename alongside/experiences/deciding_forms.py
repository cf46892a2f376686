"""The form under an experience: signs in her words, quotes, a question, a reason."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.signs.catalogue import CatalogueSign

from .actions import CORRECTABLE, QuoteToShow
from .models import Experience
from .questions import FoundBy, SignedAs, TakenFor, ToldFirst
from .quoting import NOTES, is_only_cut
from .told import Story

NOT_HER_WORDS = (
    "Something here is not hers word for word. You may only cut, and put "
    f"{', '.join(NOTES[:-1])} or {NOTES[-1]} in the place of what you cut."
)
BEING_HEARD = ("being-heard", "What it took to be heard")
_CHOICES = {"taken_for": TakenFor, "told_first": ToldFirst, "found_by": FoundBy}
_LABELS = {
    "taken_for": "What it was taken for is really",
    "told_first": "Whom she told first is really",
    "found_by": "How it was found is really",
}


class DecideForm(forms.Form):
    """What a moderator found. `story` may be empty: then there is nothing to quote."""

    signs = forms.MultipleChoiceField(
        label="Signs in her words", required=False, widget=forms.CheckboxSelectMultiple
    )
    unlisted = forms.CharField(
        label="Signs that the catalogue does not have",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text="One a line, in two to five plain words, without a name: “metal taste”.",
    )
    question = forms.CharField(
        label="Your question to her",
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text="She reads it when she comes back with her six words.",
    )
    reason = forms.ChoiceField(
        label="Why it is not used",
        required=False,
        choices=[("", "Choose a reason"), *Experience.Reason.choices[:-1]],
        help_text="She reads this reason.",
    )

    def __init__(
        self,
        *args: Any,
        experience: Experience,
        story: Story,
        catalogue: Sequence[CatalogueSign],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.experience, self.story = experience, story
        signs = [(sign.code, sign.name) for sign in catalogue]
        self.fields["signs"].choices = signs  # type: ignore[attr-defined]
        self.quotes = story.quotes if experience.quote_me else []
        for number, words in enumerate(self.quotes):
            self.fields[f"quote{number}"] = forms.CharField(
                label=f"Quote {number + 1}", required=False, max_length=4_000, initial=words,
                widget=forms.Textarea({"rows": 3}),
            )  # fmt: skip
            self.fields[f"about{number}"] = forms.ChoiceField(
                label="It stands on", required=False,
                choices=[("", "Nowhere: do not show it"), BEING_HEARD, *signs],
            )  # fmt: skip
        for name in CORRECTABLE:
            if getattr(experience, name) == "other":
                choices = [("", "Leave it as “something else”"), *_CHOICES[name].choices[:-1]]
                self.fields[name] = forms.ChoiceField(
                    label=_LABELS[name], required=False, choices=choices
                )

    def clean(self) -> None:
        super().clean()
        for number, words in enumerate(self.quotes):
            shown = self.cleaned_data.get(f"quote{number}", "")
            if self.cleaned_data.get(f"about{number}") and not is_only_cut(words, shown):
                self.add_error(f"quote{number}", ValidationError(NOT_HER_WORDS))

    def quote_fields(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for number in range(len(self.quotes)):
            yield self[f"quote{number}"], self[f"about{number}"]

    def correctable(self) -> list[forms.BoundField]:
        return [self[name] for name in CORRECTABLE if name in self.fields]

    def corrected(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in CORRECTABLE}

    def unlisted_signs(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["unlisted"].splitlines() if line.strip()]

    def quotes_to_show(self) -> list[QuoteToShow]:
        name = "" if self.experience.signed_as == SignedAs.NONE else self.story.name
        return [
            QuoteToShow(about, self.cleaned_data[f"quote{number}"].strip(), name)
            for number in range(len(self.quotes))
            if (about := self.cleaned_data.get(f"about{number}"))
        ]
