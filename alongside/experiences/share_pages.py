"""The order of the short pages: what each asks, and with which template."""

from dataclasses import dataclass

from django.forms import BoundField


@dataclass(frozen=True)
class PageOfForm:
    """id: of its section, where `#id` leads. fields: in their order; the heading asks for the first."""

    id: str
    heading: str
    fields: tuple[str, ...]
    body: str = "fields"

    @property
    def template(self) -> str:
        return f"experiences/share/{self.body}.html"


PAGES = (
    PageOfForm("who", "Who is it about?", ("teller",), "who"),
    PageOfForm(
        "found-when",
        "When was the secondary breast cancer found?",
        ("route", "years_since_primary"),
        "route",
    ),
    PageOfForm("places", "Where had it spread to?", ("places", "first_place"), "places"),
    PageOfForm("first-signs", "What did you notice first?", ("signs", "own_signs"), "signs"),
    PageOfForm("weeks", "How long was it until you told somebody?", ("weeks_until_told",)),
    PageOfForm("told", "Whom did you tell first?", ("told_first", "told_first_words")),
    PageOfForm("visits", "How many visits until somebody sent you on for tests?", ("visits",)),
    PageOfForm(
        "taken-for", "What were you first told that it was?", ("taken_for", "taken_for_words")
    ),
    PageOfForm("found-how", "How was it found in the end?", ("found_by", "found_by_words")),
    PageOfForm("wish-known", "What do you wish you had known?", ("wish_known",), "wish_known"),
    PageOfForm("about", "A little about you", ("year", "nation", "age_band", "gender"), "about"),
    PageOfForm(
        "quotes",
        "Words that we may show",
        ("quote_1", "quote_2", "quote_3", "signed_as", "name"),
        "quotes",
    ),
    PageOfForm(
        "consents",
        "What we may do with it",
        ("count_me", "quote_me", "write_back", "email", "contact_name"),
        "consents",
    ),
    PageOfForm("wishes", "My wishes", ("wish", "ask_name", "ask_reach"), "wishes"),
    PageOfForm("check", "Check everything", ()),
)


@dataclass(frozen=True)
class Shown:
    """A page as it is shown: with its number, its fields, and whether the form opens there."""

    page: PageOfForm
    number: int
    fields: list[BoundField]
    is_open: bool

    of = len(PAGES)

    @property
    def left(self) -> int:
        return self.of - self.number

    @property
    def before(self) -> str:
        return PAGES[self.number - 2].id if self.number > 1 else ""

    @property
    def after(self) -> str:
        return PAGES[self.number].id if self.left else ""
