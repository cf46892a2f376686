"""An operator makes experiences up to show the site, and takes them away again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from alongside.experiences import actions
from alongside.experiences.models import Experience, QuoteShown
from alongside.signs.releases import PublishedQuote, Release


def said(*command: str) -> str:
    out = StringIO()
    call_command("demo", *command, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_made_up_people_come_and_go(tell, founder):
    real = tell(facts={"route": "de_novo"}).experience
    Experience.objects.update(state="accepted")
    assert "40 experiences were made up" in said("experiences", "40")
    made_up = Experience.objects.filter(is_made_up=True)
    assert made_up.filter(state="accepted").count() == 40
    assert made_up.waiting().count() == 2  # for a moderator to try
    assert PublishedQuote.objects.filter(is_made_up=True).count() == 3
    actions.publish(by=founder)
    assert Release.objects.get().is_made_up
    assert "42 removed" in said("clear")
    assert list(Experience.objects.all()) == [real]
    assert not (Release.objects.exists() or PublishedQuote.objects.exists())
    assert not QuoteShown.objects.exists()
    real.refresh_from_db()
    assert real.first_release is None  # that release never was
    assert "nothing that was made up" in said("clear")


def test_a_real_site_makes_nothing_up(settings, db):
    settings.DEMONSTRATION_ALLOWED = False
    with pytest.raises(CommandError, match="real site"):
        said("experiences", "5")
    assert not Experience.objects.exists()


@pytest.mark.parametrize("number", ["0", "-3", "99999999"])
def test_a_silly_number_is_refused_in_words(number, db):
    with pytest.raises(CommandError):
        said("experiences", number)
