"""Promise 9: no model holds something about a person without an end date and a line in privacy.md."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from alongside.core.retention import models_with_an_end

PRIVACY = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"

KINDS = (models.CharField, models.TextField, models.BinaryField, models.JSONField)

WORDS_OF_THE_SITE = "what editors publish for everybody to read"
NOBODY_IN_IT = {
    "core.Source": "pages and papers that facts rest on",
    "core.SiteSettings": "words that stand on every page",
    "core.PackItem": "keys and digests of the content pack",
    "pages.HomePage": WORDS_OF_THE_SITE,
    "pages.PlainPage": WORDS_OF_THE_SITE,
    "pages.DaysPage": WORDS_OF_THE_SITE,
    "pages.DayPage": WORDS_OF_THE_SITE,
    "pages.Menu": WORDS_OF_THE_SITE,
    "answers.AnswerGroup": WORDS_OF_THE_SITE,
    "answers.AnswersPage": WORDS_OF_THE_SITE,
    "answers.AnswerPage": WORDS_OF_THE_SITE,
    "answers.GlossaryPage": WORDS_OF_THE_SITE,
    "answers.WordPage": WORDS_OF_THE_SITE,
    "signs.SignsPage": WORDS_OF_THE_SITE,
    "signs.PlacePage": WORDS_OF_THE_SITE,
    "signs.SignPage": WORDS_OF_THE_SITE,
    "signs.BeingHeardPage": WORDS_OF_THE_SITE,
    "signs.MethodPage": WORDS_OF_THE_SITE,
    "signs.Release": "figures in which nobody can be picked out (promise 8)",
    "experiences.ExperienceSettings": "a salt, and a switch",
    "experiences.ModerationKey": "the half of a key that everybody may know, and the other half sealed",
    "experiences.TakenBack": "that something was erased; it names nobody",
    "orders.BookPage": WORDS_OF_THE_SITE,
    "orders.BookFile": "which file of the e-book is handed out",
    "newsletter.LettersPage": WORDS_OF_THE_SITE,
    "newsletter.LetterPage": WORDS_OF_THE_SITE,
    "newsletter.BounceMailbox": "how far a mailbox is read",
    "newsletter.NewsletterSettings": "hours and limits, and an address of the organisation's own",
    "enquiries.HelpNumbers": "telephone numbers of helplines, for everybody to read",
    "enquiries.InboxKey": "the half of a key that everybody may know",
    "enquiries.RehearsalCapsule": "opens with words of two sheets, and holds half a key",
    "enquiries.Rehearsal": "that recovery worked on a day",
    "enquiries.ShredCertificate": "that something was erased; it names nobody",
    "enquiries.SilenceAlarm": "that nobody opened a message for two days",
}
"""Models without personal data, each with its reason."""

GOES_WITH = {
    "accounts.User": "a founder deletes the account",
    "newsletter.Consent": "it goes with its subscriber",
    "newsletter.Mailing": "a letter that went out; who ordered it goes with the account",
    "core.Review": "it goes with its page, and the link to the account with the account",
}
"""Personal data that no clock ends, each with what ends it instead."""


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("alongside.")]


def can_hold_a_person(model: type[models.Model]) -> bool:
    return any(
        isinstance(field, KINDS)
        or (isinstance(field, models.ForeignKey) and _is_user(field.related_model))
        for field in model._meta.local_fields
    )


def _is_user(model: object) -> bool:
    return isinstance(model, type) and model._meta.label == settings.AUTH_USER_MODEL  # type: ignore[attr-defined]


def in_privacy_table(text: str) -> set[str]:
    """Labels in the first cell of a row: `` | `app.Model`: … | ``"""
    cells = re.findall(r"^\|([^|]*)\|", text, flags=re.MULTILINE)
    return {label for cell in cells for label in re.findall(r"`([a-z]+\.[A-Z]\w*)`", cell)}


def complaints(model: type[models.Model], table: set[str]) -> list[str]:
    label, found = model._meta.label, []
    if label in NOBODY_IN_IT or not can_hold_a_person(model):
        return []
    if label not in GOES_WITH and model not in models_with_an_end():
        found.append(f"{label} needs `kept_for` and `purge` (core/retention.py)")
    if label not in table:
        found.append(f"{label} needs a row in docs/privacy.md")
    return found


def test_promise_everything_personal_has_an_end_date():
    table = in_privacy_table(PRIVACY.read_text())
    assert "accounts.User" in table
    assert [words for model in ours() for words in complaints(model, table)] == []


def test_the_lists_name_only_what_is_there():
    labels = {model._meta.label for model in ours()}
    assert set(NOBODY_IN_IT) | set(GOES_WITH) <= labels
    assert not set(NOBODY_IN_IT) & {model._meta.label for model in models_with_an_end()}


@pytest.fixture
def forgotten():
    """A model that somebody added and thought no further."""

    class Forgotten(models.Model):
        words = models.TextField()

        class Meta:
            app_label = "enquiries"
            managed = False

        def __str__(self) -> str:
            return "Forgotten"

    yield Forgotten
    del apps.all_models["enquiries"]["forgotten"]
    apps.clear_cache()


def test_a_model_without_a_rule_is_found(forgotten):
    assert complaints(forgotten, set()) == [
        "enquiries.Forgotten needs `kept_for` and `purge` (core/retention.py)",
        "enquiries.Forgotten needs a row in docs/privacy.md",
    ]
    forgotten.kept_for = "a week"
    forgotten.purge = classmethod(lambda cls, now: 0)
    apps.clear_cache()
    assert complaints(forgotten, set()) == ["enquiries.Forgotten needs a row in docs/privacy.md"]
    assert complaints(forgotten, {"enquiries.Forgotten"}) == []


def test_how_long_it_is_kept_is_a_sentence_for_people():
    for model in models_with_an_end():
        assert re.fullmatch(r"[a-z0-9].{5,200}", model.kept_for), model._meta.label
