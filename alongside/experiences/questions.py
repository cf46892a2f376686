"""What people are asked: the choices and bands, in the order of the page. Published tables use the same."""

from django.db import models


class Teller(models.TextChoices):
    SELF = "self", "I live with it, and this is about me"
    DIED = "died", "Somebody close to me, who has died"
    CANNOT_WRITE = "cannot_write", "Somebody close to me, who cannot write it herself or himself"


class Route(models.TextChoices):
    AFTER_PRIMARY = "after_primary", "After primary breast cancer"
    DE_NOVO = "de_novo", "From the start (de novo)"


class Place(models.TextChoices):
    """Places of spread; the values are the slugs of the places' pages."""

    BONE = "bone", "Bones"
    BRAIN = "brain", "Brain"
    LIVER = "liver", "Liver"
    LUNG = "lung", "Lungs"
    SKIN = "skin", "Skin"
    LYMPH_NODES = "lymph-nodes", "Lymph nodes"
    ABDOMEN = "abdomen", "Tummy (abdomen)"
    GENERAL = "general", "Somewhere else, or not sure"


class ToldFirst(models.TextChoices):
    FAMILY = "family", "Family or a friend"
    GP = "gp", "A GP"
    NURSE = "nurse", "A breast care nurse"
    HOSPITAL = "hospital", "A hospital doctor or cancer team"
    EMERGENCY = "emergency", "111, 999 or A&E"
    PHARMACIST = "pharmacist", "A pharmacist"
    OTHER_PROFESSIONAL = "other_professional", "A dentist, physiotherapist or other professional"
    NOBODY = "nobody", "Nobody: it was found before anybody was told"
    OTHER = "other", "Somebody else"


class TakenFor(models.TextChoices):
    CANCER = "cancer", "Possible spread of cancer, from the start"
    ARTHRITIS = "arthritis", "Arthritis"
    STRAIN = "strain", "A muscle strain, or a bad back"
    SCIATICA = "sciatica", "Sciatica, or a trapped nerve"
    CHEST_INFECTION = "chest_infection", "A chest infection or virus"
    ASTHMA = "asthma", "Asthma or allergy"
    ANXIETY = "anxiety", "Anxiety, stress or depression"
    MENOPAUSE = "menopause", "Menopause"
    PREGNANCY = "pregnancy", "Pregnancy, or having had a baby"
    GALLSTONES = "gallstones", "Gallstones"
    STOMACH = "stomach", "Indigestion, reflux or irritable bowel (IBS)"
    MIGRAINE = "migraine", "Migraine or tension headache"
    EAR = "ear", "An ear problem or vertigo"
    SIDE_EFFECT = "side_effect", "A side effect of treatment"
    AGE = "age", "Getting older, or being tired"
    BENIGN_BREAST = "benign_breast", "A harmless breast change, or mastitis"
    NO_REASON = "no_reason", "Nobody gave a reason"
    OTHER = "other", "Something else"


class FoundBy(models.TextChoices):
    GP_TESTS = "gp_tests", "Tests that a GP asked for"
    TEAM_SCAN = "team_scan", "A scan that my cancer team asked for because of this"
    ROUTINE = "routine", "A routine check or scan"
    OTHER_SCAN = "other_scan", "A scan or test for something else"
    EMERGENCY = "emergency", "In A&E, or an emergency admission"
    WITH_PRIMARY = "with_primary", "At the same time as the breast cancer"
    PRIVATE = "private", "A scan that I paid for"
    OTHER = "other", "Another way"


class Nation(models.TextChoices):
    ENGLAND = "england", "England"
    SCOTLAND = "scotland", "Scotland"
    WALES = "wales", "Wales"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"
    ELSEWHERE = "elsewhere", "Outside the UK"


class AgeBand(models.TextChoices):
    UNDER_35 = "under_35", "Under 35"
    TO_44 = "35_44", "35 to 44"
    TO_54 = "45_54", "45 to 54"
    TO_64 = "55_64", "55 to 64"
    TO_74 = "65_74", "65 to 74"
    OVER_75 = "75_over", "75 or over"


class Gender(models.TextChoices):
    WOMAN = "woman", "Woman"
    MAN = "man", "Man"
    OTHER = "other", "In another way"


class Wish(models.TextChoices):
    """What happens to her words after she has died."""

    KEEP = "keep", "Keep them as they are"
    ANONYMISE = "anonymise", "Keep them without any name"
    WITHDRAW = "withdraw", "Take them away"
    ASK = "ask", "Ask this person"


class SignedAs(models.TextChoices):
    """How a quote is signed."""

    NONE = "none", "No name"
    FIRST_NAME = "first_name", "My first name"
    PEN_NAME = "pen_name", "Another name that I choose"


WEEKS = (
    (0, "Within a week"),
    (2, "1 to 2 weeks"),
    (4, "3 to 4 weeks"),
    (12, "5 to 12 weeks"),
    (26, "13 to 26 weeks"),
    (52, "27 to 52 weeks"),
    (None, "More than a year"),
)
"""Weeks from noticing to telling somebody: (the last week of the band, its label)."""

VISITS = ((0, "None"), (1, "1"), (2, "2"), (3, "3 or 4"), (5, "5 to 9"), (10, "10 or more"))
"""Visits before somebody referred her: (the first number of the band, its label)."""

MOST_WEEKS, MOST_VISITS, MOST_YEARS = 1_040, 99, 60
FIRST_YEAR = 1970


def weeks_band(weeks: int) -> int:
    """The place in `WEEKS` of so many whole weeks."""
    return next(i for i, (last, _) in enumerate(WEEKS) if last is None or weeks <= last)


def visits_band(visits: int) -> int:
    """The place in `VISITS` of so many visits."""
    return sum(visits >= first for first, _ in VISITS) - 1
