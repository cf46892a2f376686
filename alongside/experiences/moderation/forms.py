"""What a moderator fills in on the page of an experience."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from alongside.core.typed_text import clean_text
from alongside.experiences.actions import Links, QuoteToShow
from alongside.experiences.cutting import problem_with, tidy
from alongside.experiences.models import Experience
from alongside.experiences.questions import FoundBy, TakenFor, ToldFirst
from alongside.signs.catalogue import CatalogueSign

NOWHERE = "nowhere"
MOST_UNLISTED = 5
LONGEST_UNLISTED = 60
LONGEST_QUESTION = 1_000
_PLAIN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ -])*")


class LinksForm(forms.Form):
    """Her own words → signs, and choices."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    signs = forms.MultipleChoiceField(required=False)
    unlisted = forms.CharField(
        label="A sign that the catalogue does not have",
        help_text="A few plain words, one sign a line. No name, no place.",
        required=False,
        max_length=MOST_UNLISTED * (LONGEST_UNLISTED + 2),
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )
    taken_for = forms.ChoiceField(
        label="What it was first taken for", choices=TakenFor.choices, required=False
    )
    told_first = forms.ChoiceField(
        label="Whom she told first", choices=ToldFirst.choices, required=False
    )
    found_by = forms.ChoiceField(
        label="How it was found in the end", choices=FoundBy.choices, required=False
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        experience: Experience,
        signs: Sequence[CatalogueSign],
        seen: int,
        **options: Any,
    ) -> None:
        added = experience.signs_added.split()
        initial = {
            "seen": seen,
            "signs": added,
            "unlisted": "\n".join(experience.unlisted.values_list("words", flat=True)),
            **{name: getattr(experience, name) for name in ("taken_for", "told_first", "found_by")},
        }
        super().__init__(data, initial=initial, **options)
        hers = [code for code in experience.sign_codes if code not in added]
        self.fields["signs"].choices = [  # type: ignore[attr-defined]
            (one.code, one.name) for one in signs if one.code not in hers
        ]
        for name in ("taken_for", "told_first", "found_by"):
            if getattr(experience, name) != "other":  # what she chose herself stays
                del self.fields[name]

    def clean_unlisted(self) -> list[str]:
        lines = clean_text(self.cleaned_data["unlisted"]).splitlines()
        words = [" ".join(line.split()).casefold() for line in lines if line.strip()]
        if len(words) > MOST_UNLISTED:
            raise ValidationError(f"At most {MOST_UNLISTED} signs, please.")
        for line in words:
            if len(line) > LONGEST_UNLISTED:
                raise ValidationError(f"“{line[:20]}…” is too long: a few words are enough.")
            if not _PLAIN.fullmatch(line):
                raise ValidationError(f"“{line}”: plain words only, without numbers and signs.")
        return list(dict.fromkeys(words))

    def movable(self) -> list[forms.BoundField]:
        return [
            self[name] for name in ("taken_for", "told_first", "found_by") if name in self.fields
        ]

    def chosen_signs(self) -> list[str]:
        """The codes that are ticked now, whether sent or from the database."""
        return [str(code) for code in self["signs"].value() or []]

    def links(self) -> Links:
        moved = {field.name: self.cleaned_data[field.name] for field in self.movable()}
        return Links(
            signs=self.cleaned_data["signs"], unlisted=self.cleaned_data["unlisted"], moved=moved
        )


class QuoteForm(forms.Form):
    """One quote: cut what could show who it is, and say where it stands."""

    words = forms.CharField(
        label="What readers see",
        help_text="You may only cut. Write […] where you cut, or what stood there: "
        "[name], [hospital], [place], [date], [age], [job], [number].",
        widget=forms.Textarea({"rows": 4, "data-preview": ""}),
    )
    about = forms.ChoiceField(label="Where it stands", initial=NOWHERE)
    without_name = forms.BooleanField(label="Leave out the name under it", required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        number: int,
        original: str,
        signed: str,
        places: Sequence[Any],
    ) -> None:
        prefix = f"quote{number}"
        sent = data if data is not None and f"{prefix}-words" in data else None
        super().__init__(sent, prefix=prefix, initial={"words": original})
        self.number, self.original, self.signed = number, original, signed
        self.fields["about"].choices = [(NOWHERE, "Nowhere: do not show it"), *places]  # type: ignore[attr-defined]
        if not signed:
            del self.fields["without_name"]

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("about") == NOWHERE:
            self.errors.pop("words", None)
        elif problem := problem_with(self.original, self.cleaned_data.get("words", "")):
            self.errors.pop("words", None)
            self.add_error("words", problem)

    def shown(self) -> str:
        """What it looks like now."""
        return tidy(str(self["words"].value() or ""))

    def signature(self) -> str:
        return "" if self.signed and self["without_name"].value() else self.signed

    def to_show(self) -> QuoteToShow | None:
        """None if it is not to be shown. Of a valid form."""
        if not self.is_bound or self.cleaned_data["about"] == NOWHERE:
            return None
        return QuoteToShow(
            number=self.number,
            words=self.cleaned_data["words"],
            about=self.cleaned_data["about"],
            with_name=not self.cleaned_data.get("without_name", False),
        )


class QuestionForm(forms.Form):
    """One question for her."""

    question = forms.CharField(
        label="Your question",
        help_text="She reads it with her six words. Ask one thing, kindly, and say that she need not answer.",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Please write what you want to ask."},
    )

    def clean_question(self) -> str:
        return clean_text(self.cleaned_data["question"])


class DeclineForm(forms.Form):
    """Why it is not used. She is shown this."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label="Why? She is shown this",
        choices=[one for one in Experience.Reason.choices if one[0] != Experience.Reason.OVER],
        widget=forms.RadioSelect,
        error_messages={"required": "Please choose why."},
    )
