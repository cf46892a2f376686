"""The page of one experience: what is read, and every form on it, as somebody has filled them in."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from alongside.accounts.models import AuditEntry
from alongside.core import sealing
from alongside.core.numbers import read_number
from alongside.experiences import keys
from alongside.experiences.actions import QuoteToShow
from alongside.experiences.models import Experience
from alongside.experiences.permissions import has_opened
from alongside.experiences.questions import Place
from alongside.signs.catalogue import BEING_HEARD, CatalogueSign, catalogue

from .door import door_words
from .facts import consents_in_words, in_words
from .forms import DeclineForm, LinksForm, QuestionForm, QuoteForm
from .queue import being_read, signals_of
from .reading import Reading, read, suggestions

TAKEN_BACK = "experience.erased"


def find(pk: int) -> Experience:
    """Raises Http404."""
    rows = Experience.objects.select_related("decided_by")
    one = rows.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def just_decided(request: HttpRequest) -> Experience | None:
    """What she has decided before this page, for the way back."""
    pk = read_number(request.GET.get("after", ""))
    return Experience.objects.filter(pk=pk).first() if pk else None


def was_taken_back(request: HttpRequest, pk: int) -> HttpResponse | None:
    """A page that says so, as long as the log knows it; None if it is there, or never was."""
    if Experience.objects.filter(pk=pk).exists():
        return None
    lines = AuditEntry.objects.filter(action=TAKEN_BACK, target=f"experience:{pk}")
    last = lines.order_by("-at").first()
    if last is None:
        return None
    shown = {"number": pk, "at": last.at}
    return render(request, "experiences/moderation/taken_back.html", shown, status=410)


@dataclass
class Desk:
    """An experience that is open on the screen, with its forms."""

    experience: Experience
    reading: Reading = field(repr=False)
    signs: list[CatalogueSign] = field(repr=False)
    links: LinksForm
    quotes: list[tuple[Any, QuoteForm | None]]
    question: QuestionForm
    decline: DeclineForm

    def is_valid(self) -> bool:
        """Looks at every form, so that every mistake is said at once."""
        forms = [self.links, *(form for _, form in self.quotes if form and form.is_bound)]
        return not any(form.errors for form in forms)

    def quotes_to_show(self) -> list[QuoteToShow]:
        """Of valid forms."""
        chosen = [form.to_show() for _, form in self.quotes if form]
        return [quote for quote in chosen if quote]

    def suggested(self) -> list[Any]:
        return suggestions(self.reading.story, besides=self.hers)

    @property
    def hers(self) -> list[str]:
        """Codes of the signs that she chose herself."""
        added = self.experience.signs_added.split()
        return [code for code in self.experience.sign_codes if code not in added]

    def mistakes(self) -> list[Any]:
        """The fields that want another look, for the summary at the top."""
        forms = [
            self.links,
            *(form for _, form in self.quotes if form),
            self.question,
            self.decline,
        ]
        return [one for form in forms for one in form.visible_fields() if one.errors]


def desk_of(
    experience: Experience, secret: bytes, data: QueryDict | None = None, *, press: str = ""
) -> Desk:
    """With `data`, as it was sent by the button `press`. Raises sealing.CannotOpen."""
    reading, signs = read(experience, secret), catalogue()
    seen = {"seen": reading.seen}
    places = _places_for_quotes(experience, signs)
    return Desk(
        experience=experience,
        reading=reading,
        signs=signs,
        links=LinksForm(data, experience=experience, signs=signs, seen=reading.seen),
        quotes=[
            (
                quote,
                None if quote.shown else QuoteForm(
                    data,
                    number=quote.number,
                    original=quote.words,
                    signed=reading.signed,
                    places=places,
                ),
            )
            for quote in reading.quotes
        ],
        question=QuestionForm(data if press == "ask" else None),
        decline=DeclineForm(data if press == "decline" else None, initial=seen),
    )  # fmt: skip


def _places_for_quotes(experience: Experience, signs: list[CatalogueSign]) -> list[Any]:
    """Where a quote may stand: her own signs come first."""
    codes = experience.sign_codes
    hers = [(one.code, one.name) for one in signs if one.code in codes]
    by_place = _by_place([one for one in signs if one.code not in codes])
    groups: list[Any] = [(BEING_HEARD, "What it took to be heard")]
    groups += [("What she noticed", hers)] if hers else []
    return groups + [(place, [(one.code, one.name) for one in some]) for place, some in by_place]


def _by_place(signs: list[CatalogueSign]) -> list[tuple[str, list[CatalogueSign]]]:
    places = dict(Place.choices)
    found: dict[str, list[CatalogueSign]] = {}
    for one in signs:
        found.setdefault(str(places.get(one.place, one.place)), []).append(one)
    return list(found.items())


def show(
    request: HttpRequest,
    experience: Experience,
    desk: Desk | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page: the facts for every moderator, the words for who has opened it."""
    signs = desk.signs if desk else catalogue()
    names = {one.code: one.name for one in signs}
    shown = {
        "experience": experience,
        "facts": in_words(experience, names),
        "consents": consents_in_words(experience),
        "signals": signals_of([experience])[experience.pk],
        "read_by": being_read(user=request.user).get(experience.pk),
        "desk": desk,
        **more,
    }
    if desk:
        shown |= {
            "hers": [names.get(code, code) for code in desk.hers],
            "suggested": desk.suggested(),
            "by_place": _by_place([one for one in signs if one.code not in desk.hers]),
            "mistakes": desk.mistakes(),
        }
    return render(request, "experiences/moderation/experience.html", shown, status=status)


def show_as_far_as_open(request: HttpRequest, experience: Experience, **more: Any) -> HttpResponse:
    """With the words, if this browser has them open and she has opened this one; else without."""
    secret = keys.moderation_secret(request)
    if secret is None:
        return show(request, experience, **door_words(request), **more)
    if not has_opened(request, experience):
        return show(request, experience, is_closed=True, **more)
    try:
        return show(request, experience, desk_of(experience, secret), **more)
    except sealing.CannotOpen:
        return show(request, experience, cannot_be_opened=True, **more)


def to_page(experience: Experience) -> HttpResponse:
    return redirect("experience", experience.pk)
