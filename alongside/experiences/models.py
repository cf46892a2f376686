"""What patients tell us. In the clear: facts to count, from lists, and no name. Sealed: every free word.

Nothing here points to another room, to an account of the public or to an address (promise 8, design 8).
"""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.accounts.open_keys import OpenKey
from alongside.core.freshness import add_months

from .questions import (
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
    Wish,
)

STAFF = settings.AUTH_USER_MODEL


class ExperienceSettings(models.Model):
    """One row: the salt of receipts, and whether a release comes every week by itself."""

    receipt_salt = models.BinaryField(editable=False)
    releases_weekly = models.BooleanField(
        "a release every week, when at least 10 new people came", default=True
    )

    def __str__(self) -> str:
        return "Settings of experiences"


def experience_settings() -> ExperienceSettings:
    """The one row; a migration makes it, with a random salt of its own."""
    return ExperienceSettings.objects.get(pk=1)


# ── Keys ──


class ModerationKey(models.Model):
    """What experiences are sealed to. Its secret half is sealed to the founders' key, and to each
    moderator whom a founder let in. Exchanged whenever the founders' key is, or a moderator goes."""

    public = models.BinaryField()
    for_founders = models.BinaryField(help_text="The secret half, sealed to the founders' key.")
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.ExpressionWrapper(
                    models.Q(retired_at__isnull=True), output_field=models.BooleanField()
                ),
                condition=models.Q(retired_at__isnull=True),
                name="one_live_moderation_key",
            )
        ]

    def __str__(self) -> str:
        return f"Moderation key {self.pk}"


class Moderator(models.Model):
    """A moderator who is no founder: her pair under her own passphrase, and whether she was let in."""

    user = models.OneToOneField(STAFF, on_delete=models.CASCADE, related_name="+")
    public = models.BinaryField()
    locked_secret = models.BinaryField(help_text="Under her passphrase.")
    key = models.ForeignKey(ModerationKey, null=True, on_delete=models.SET_NULL, related_name="+")
    sealed_key = models.BinaryField(
        null=True, help_text="The secret moderation key, sealed to her."
    )
    since = models.DateTimeField(default=timezone.now)

    kept_for = "as long as she is a moderator"

    @classmethod
    def purge(cls, now: datetime) -> int:
        from .keys import withdraw_from_strangers

        return withdraw_from_strangers()

    def __str__(self) -> str:
        return f"Moderator {self.pk}"


class UnlockedExperiences(OpenKey):
    """The moderation key for one signed-in browser of a moderator."""

    key = models.ForeignKey(ModerationKey, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"Unlocked experiences {self.pk}"


# ── What somebody told us ──


class ExperienceQuerySet(models.QuerySet["Experience"]):
    def waiting(self) -> "ExperienceQuerySet":
        """Nobody has decided yet."""
        return self.filter(state=Experience.State.WAITING)

    def urgent(self) -> "ExperienceQuerySet":
        """A founder has to act, because of a risk to life."""
        return self.filter(urgent_at__isnull=False, urgent_done_at__isnull=True)

    def counted(self) -> "ExperienceQuerySet":
        """What a release counts: accepted, with consent."""
        return self.filter(state=Experience.State.ACCEPTED, count_me=True)

    def new(self) -> "ExperienceQuerySet":
        """Counted, and in no release yet."""
        return self.counted().filter(first_release=None)


class Experience(models.Model):
    """One person's experience: facts from lists, her consents, and where it stands.

    `places` and `signs` are codes with a space between them, in the order of the list: a release reads a
    million rows in seconds that way. Codes of signs are those of the catalogue (`signs.catalogue`).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waits for a moderator"
        ASKED = "asked", "a moderator has a question"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "not used"

    class Reason(models.TextChoices):
        """Why it is not used; shown to the person."""

        NOT_SECONDARY = "not_secondary", "It is not about secondary breast cancer"
        TWICE = "twice", "We have it already"
        NOT_OWN = "not_own", "It does not tell what somebody lived through"
        ADVERT = "advert", "It advertises something"
        IDENTIFIES = "identifies", "It is about other people who could be recognised"
        OVER = "over", "Nobody could decide in time"

    WORDS_KEPT = timedelta(days=90)
    """After the decision. Long enough to undo it, and for her to object."""
    DECLINED_KEPT = timedelta(days=30)
    LONGEST_WAIT = timedelta(days=365)
    YEARS_KEPT = 10

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    urgent_at = models.DateTimeField(null=True, help_text="When it was flagged to the founders.")
    urgent_done_at = models.DateTimeField(null=True)
    death_told_at = models.DateTimeField(null=True, help_text="By somebody with her six words.")
    wish_followed_at = models.DateTimeField(null=True, help_text="What she wished for was done.")

    # Facts to count. Empty: she skipped it.
    teller = models.CharField(max_length=12, choices=Teller, blank=True)
    route = models.CharField(max_length=13, choices=Route, blank=True)
    years_since_primary = models.PositiveSmallIntegerField(null=True)
    places = models.CharField(max_length=80, blank=True)
    first_place = models.CharField(max_length=12, choices=Place, blank=True)
    signs = models.TextField(blank=True)
    signs_added = models.TextField(
        blank=True, help_text="Those of `signs` that a moderator linked to her own words."
    )
    weeks_until_told = models.PositiveSmallIntegerField(null=True)
    told_first = models.CharField(max_length=18, choices=ToldFirst, blank=True)
    visits = models.PositiveSmallIntegerField(null=True)
    taken_for = models.CharField(max_length=16, choices=TakenFor, blank=True)
    found_by = models.CharField(max_length=12, choices=FoundBy, blank=True)
    year = models.PositiveSmallIntegerField(null=True, help_text="In which it was found.")
    nation = models.CharField(max_length=16, choices=Nation, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand, blank=True)
    gender = models.CharField(max_length=5, choices=Gender, blank=True)

    # Consents and wishes.
    count_me = models.BooleanField(default=False)
    quote_me = models.BooleanField(default=False)
    write_back = models.BooleanField(default=False)
    signed_as = models.CharField(max_length=10, choices=SignedAs, default=SignedAs.NONE)
    wish = models.CharField(max_length=9, choices=Wish, blank=True)
    consent_wording = models.CharField(max_length=20, blank=True)
    consented_at = models.DateTimeField(null=True)

    # For the house.
    words = models.PositiveIntegerField(default=0, help_text="How many she wrote.")
    text_mark = models.PositiveIntegerField(
        null=True, db_index=True, help_text="24 bits of a keyed hash of her words: may be the same."
    )
    receipt_mark = models.BinaryField(max_length=16, null=True, unique=True)
    submission_mark = models.BinaryField(max_length=32, null=True, unique=True)
    first_release = models.PositiveIntegerField(
        null=True, help_text="Number of the first release that counted it."
    )
    erase_words_on = models.DateField()
    erase_on = models.DateField()
    is_made_up = models.BooleanField(default=False, help_text="Made up for demonstration.")

    objects = ExperienceQuerySet.as_manager()
    kept_for = (
        "what she wrote: 90 days after the decision, 12 months at the most without one; the facts: "
        "10 years; if it is not used, all of it 30 days"
    )

    class Meta:
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["state", "received_at"]),
            models.Index(fields=["erase_words_on"]),
            models.Index(fields=["erase_on"]),
            models.Index(
                fields=["urgent_at"],
                condition=models.Q(urgent_at__isnull=False, urgent_done_at__isnull=True),
                name="urgent_ones",
            ),
        ]

    @classmethod
    def purge(cls, now: datetime) -> int:
        from .actions import erase_what_is_over

        return erase_what_is_over(now=now)

    def __str__(self) -> str:
        return f"Experience {self.pk}"

    @classmethod
    def end_of_facts(cls, received_on: date) -> date:
        """The day on which the facts are erased, if nothing else happens."""
        return add_months(received_on, 12 * cls.YEARS_KEPT)

    @property
    def place_codes(self) -> list[str]:
        return self.places.split()

    @property
    def sign_codes(self) -> list[str]:
        return self.signs.split()

    @property
    def is_urgent(self) -> bool:
        return self.urgent_at is not None and self.urgent_done_at is None

    @property
    def is_on_behalf(self) -> bool:
        """Somebody close to her or him tells it."""
        return self.teller in (Teller.DIED, Teller.CANNOT_WRITE)


def to_ask() -> ExperienceQuerySet:
    """Who has died, and wished that somebody is asked; nobody has asked yet."""
    told = Experience.objects.filter(death_told_at__isnull=False, wish=Wish.ASK)
    return told.filter(wish_followed_at=None)


class ExperienceKey(models.Model):
    """The two copies of a secret half: for the moderators, and for her six words. Two pairs for each
    experience, because her words go sooner than how to reach her and whom to ask."""

    class Opens(models.TextChoices):
        WORDS = "words", "what she wrote"
        REACH = "reach", "how to reach her, and whom to ask"

    experience = models.ForeignKey(Experience, on_delete=models.CASCADE, related_name="keys")
    opens = models.CharField(max_length=5, choices=Opens)
    public = models.BinaryField()
    moderation_key = models.ForeignKey(ModerationKey, on_delete=models.PROTECT, related_name="+")
    for_moderators = models.BinaryField()
    for_receipt = models.BinaryField(null=True)

    kept_for = "destroyed first when what it opens is erased"

    @classmethod
    def purge(cls, now: datetime) -> int:
        """Nothing: `Experience.purge` destroys it."""
        return 0

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["experience", "opens"], name="one_key_a_purpose")
        ]

    def __str__(self) -> str:
        return f"Key of experience {self.experience_id}"


class SealedPart(models.Model):
    """Something sealed: what she wrote, what was asked and answered, how to reach her, whom to ask."""

    class Kind(models.TextChoices):
        STORY = "story", "what she wrote"  # told.Story as JSON
        QUESTION = "question", "what a moderator asked"
        ANSWER = "answer", "what she answered"
        CONTACT = "contact", "how to reach her"  # told.Contact as JSON
        WISH = "wish", "whom to ask after her death"  # told.AskThisPerson as JSON

    experience = models.ForeignKey(Experience, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()
    submission_mark = models.BinaryField(max_length=32, null=True, unique=True)

    kept_for = "with what its key opens"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return 0

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["experience", "number"], name="one_part_a_number")
        ]

    def __str__(self) -> str:
        return f"Part {self.number} of experience {self.experience_id}"


class QuoteShown(models.Model):
    """That a quote of hers stands on the website, under which number there."""

    experience = models.ForeignKey(Experience, on_delete=models.CASCADE, related_name="quotes")
    published = models.UUIDField(unique=True, help_text="signs.PublishedQuote; no relation.")
    at = models.DateTimeField(default=timezone.now)

    kept_for = "as long as the quote is shown"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return 0

    def __str__(self) -> str:
        return f"Quote of experience {self.experience_id}"


class UnlistedSign(models.Model):
    """A sign that the catalogue does not have, in a few plain words that a moderator wrote down.

    When several people told of it, a founder or editor makes a sign of it: then `code` is set.
    """

    experience = models.ForeignKey(Experience, on_delete=models.CASCADE, related_name="unlisted")
    words = models.CharField(max_length=60, db_index=True, help_text="Small letters, no name.")
    code = models.CharField(max_length=60, blank=True, help_text="Of the sign that was made of it.")

    kept_for = "with its experience"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return 0

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["experience", "words"], name="one_sign_a_person")
        ]

    def __str__(self) -> str:
        return f"Unlisted sign of experience {self.experience_id}"


class TakenBack(models.Model):
    """What is left of an experience: a certificate that it was erased. No content."""

    class Why(models.TextChoices):
        ASKED = "asked", "the person took it back"
        WISHED = "wished", "she had wished it for after her death"
        OVER = "over", "its time was over"
        MODERATOR = "moderator", "a moderator or founder erased it"

    code = models.CharField(max_length=20, unique=True)
    why = models.CharField(max_length=9, choices=Why)
    received_on = models.DateField()
    erased_at = models.DateTimeField(default=timezone.now)
    quotes = models.PositiveSmallIntegerField(default=0, help_text="How many stood on the website.")
    was_counted = models.BooleanField(default=False, help_text="A release had counted it.")
    key_fingerprint = models.CharField(max_length=64, help_text="BLAKE2b of the public half.")
    receipt_fingerprint = models.BinaryField(max_length=32, null=True, unique=True)

    class Meta:
        ordering = ["-erased_at"]

    def __str__(self) -> str:
        return f"Certificate {self.code}"
