"""The form with which somebody tells us what she lived through. One page in fifteen short ones."""

from dataclasses import fields, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from alongside.core import limits
from alongside.core.public_forms import PublicForm
from alongside.signs.catalogue import catalogue, merged

from . import consent
from .actions import Consents, Facts, was_received
from .consent_fields import ConsentFields
from .questions import (
    FIRST_YEAR,
    MOST_YEARS,
    AgeBand,
    FoundBy,
    Gender,
    Nation,
    Place,
    Route,
    SignedAs,
    TakenFor,
    Teller,
    ToldFirst,
)
from .share_fields import (
    LONGEST_LINE,
    LONGEST_QUOTE,
    VISIT_CHOICES,
    WEEK_CHOICES,
    line_of,
    many_of,
    number_of,
    one_of,
    whole_number,
    words_of,
)
from .share_pages import PAGES, Shown
from .sign_choices import PlaceOfSigns, signs_by_place
from .told import Story

QUOTES = ("quote_1", "quote_2", "quote_3")
OWN_WORDS = "In your own words"


class ShareForm(ConsentFields, PublicForm):
    """Nothing is needed but one yes, and something to say yes to."""

    door = "share"

    teller = one_of("Who is it about?", Teller.choices)
    route = one_of("When was the secondary breast cancer found?", Route.choices)
    years_since_primary = whole_number(
        "How many years after the first breast cancer, about?",
        least=0,
        most=MOST_YEARS,
        example="4",
    )
    places = many_of("Where had it spread to?", Place.choices)
    first_place = one_of("Where was it found first?", Place.choices)
    signs = many_of("What did you notice first?", ())
    own_signs = words_of("Something else? Or tell it in your own words", rows=4)
    weeks_until_told = number_of(
        "How long was it until you told somebody?",
        WEEK_CHOICES,
        help_text="Four weeks are about a month. 26 weeks are half a year.",
    )
    told_first = one_of("Whom did you tell first?", ToldFirst.choices)
    told_first_words = words_of(OWN_WORDS, rows=2, most=LONGEST_LINE)
    visits = number_of(
        "How many visits was it until somebody sent you on for tests?",
        VISIT_CHOICES,
        help_text="Visits or calls to a GP, a nurse, A&E or anybody else, about this.",
    )
    taken_for = one_of("What were you first told that it was?", TakenFor.choices)
    taken_for_words = words_of(OWN_WORDS, rows=2, most=LONGEST_LINE)
    found_by = one_of("How was it found in the end?", FoundBy.choices)
    found_by_words = words_of(OWN_WORDS, rows=2, most=LONGEST_LINE)
    wish_known = words_of("What do you wish you had known?", rows=8)
    year = whole_number("In which year was it found?", least=FIRST_YEAR, most=2100, example="2021")
    nation = one_of("Where did you live then?", Nation.choices)
    age_band = one_of("How old were you then?", AgeBand.choices)
    gender = one_of("How do you describe yourself?", Gender.choices)
    quote_1 = words_of("Words to show", rows=4, most=LONGEST_QUOTE)
    quote_2 = words_of("More words to show", rows=3, most=LONGEST_QUOTE)
    quote_3 = words_of("And more words to show", rows=3, most=LONGEST_QUOTE)
    signed_as = forms.ChoiceField(
        label="Which name shall stand below them?",
        choices=SignedAs.choices,
        initial=SignedAs.NONE,
        required=False,
        widget=forms.RadioSelect,
    )
    name = line_of("The name to show", most=60, help_text="A first name or another name.")

    def __init__(self, *, request: HttpRequest, **options: Any) -> None:
        super().__init__(request=request, **options)
        self.listed = catalogue()
        self.merged = merged()
        self.fields["signs"].choices = [  # type: ignore[attr-defined]
            *((sign.code, sign.name) for sign in self.listed),
            *((code, code) for code in self.merged),
        ]
        self.fields["signs"].error_messages["invalid_choice"] = (
            "Our list has changed meanwhile. Please look at your signs again."
        )

    def count(self) -> None:
        if not was_received(self.submission_id):
            limits.check_form(self.request, door=self.door)

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and year > timezone.localdate().year:
            raise ValidationError("This year has not come yet.")
        return year

    def clean_signs(self) -> list[str]:
        """Signs that were merged while she wrote count as what they are part of."""
        return list(dict.fromkeys(self.merged.get(c, c) for c in self.cleaned_data["signs"]))

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("route") == Route.DE_NOVO:
            self.drop("years_since_primary", empty=None)
        self._settle_places(told)
        self._settle_quotes(told)
        if not self.errors and not self._says_anything():
            self.add_error(None, "You have skipped everything so far, so there is nothing to send.")
        if not (told.get("count_me") or told.get("quote_me")):
            self.add_error("count_me", consent.NOTHING_AGREED)
        return told

    def _settle_places(self, told: dict[str, Any]) -> None:
        """Where it was found first is one of the places; if there is only one, it is that one."""
        places, first = told.get("places") or [], told.get("first_place")
        if first and first not in places:
            told["places"] = [*places, first]
        elif len(places) == 1:
            told["first_place"] = places[0]

    def _settle_quotes(self, told: dict[str, Any]) -> None:
        if not told.get("quote_me"):  # what may not be shown is not kept
            self.drop(*QUOTES, "name")
            told["signed_as"] = SignedAs.NONE.value
            return
        if not any(told.get(name) for name in QUOTES):
            words = "Please write the words that we may show, or take the tick at “Quote me” away."
            self.ask_for("quote_1", words)
        told["signed_as"] = told.get("signed_as") or SignedAs.NONE.value
        if told["signed_as"] == SignedAs.NONE:
            self.drop("name")
        else:
            self.ask_for("name", "Please write the name, or choose “No name”.")

    def _says_anything(self) -> bool:
        facts = replace(self.facts(), teller="")
        return facts.columns() != Facts().columns() or self.story() != Story()

    # What it comes to

    def facts(self) -> Facts:
        return Facts(**{one.name: self.cleaned_data[one.name] for one in fields(Facts)})

    def story(self) -> Story:
        told = self.cleaned_data
        return Story(
            own_signs=told["own_signs"],
            told_first=told["told_first_words"],
            taken_for=told["taken_for_words"],
            found_by=told["found_by_words"],
            wish_known=told["wish_known"],
            quotes=[told[name] for name in QUOTES if told[name]],
            name=told["name"],
        )

    def consents(self) -> Consents:
        names = ("count_me", "quote_me", "write_back", "signed_as", "wish")
        agreed = {name: self.cleaned_data[name] for name in names}
        return Consents(wording=consent.VERSION, **agreed)

    # What the template asks for

    @property
    def open_page(self) -> str:
        """Where it opens: at the first mistake; where Send is, if there is none; at the first page."""
        if not self.is_bound:
            return PAGES[0].id
        wrong = (page.id for page in PAGES if set(page.fields) & set(self.errors))
        return next(wrong, PAGES[-1].id)

    def pages(self) -> list[Shown]:
        return [
            Shown(page, number, [self[name] for name in page.fields], page.id == self.open_page)
            for number, page in enumerate(PAGES, 1)
        ]

    def groups(self) -> list[PlaceOfSigns]:
        return signs_by_place(self.listed, chosen=set(self["signs"].value() or ()))
