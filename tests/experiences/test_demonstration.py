"""An operator makes experiences up to show the site, and takes them away again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from alongside.experiences import actions
from alongside.experiences.models import Experience, QuoteShown
from alongside.experiences.told import Story
from alongside.signs.releases import PublishedQuote, Release, current_release
from tests.signs.pages_of_figures import pages_of_figures


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


def test_a_real_release_before_it_is_current_again_and_breaks_no_page(tell, founder, reader):
    for _ in range(12):
        tell(facts={"route": "de_novo"})
    Experience.objects.update(state="accepted")
    real = actions.publish(by=founder)
    said("experiences", "40")
    assert actions.publish(by=founder).is_made_up
    said("clear")
    assert current_release() == real
    assert set(Experience.objects.values_list("first_release", flat=True)) == {real.number}
    pages_of_figures()
    page = reader.get("/signs/being-heard/")
    assert page.status_code == 200 and b"MADE UP FOR" not in page.content


def test_the_quote_that_a_moderator_took_from_a_made_up_one_goes_too(open_inbox, moderator):
    said("experiences", "10")
    waiting = Experience.objects.waiting().first()
    story = Story(quotes=["Nobody ever said this."])
    quote = actions.QuoteToShow(number=0, about="being-heard", words="Nobody ever said this.")
    actions.accept(
        experience=waiting,
        by=moderator,
        seen=actions.last_part(waiting),
        story=story,
        quotes=[quote],
    )
    assert PublishedQuote.objects.filter(words="Nobody ever said this.", is_made_up=True).exists()
    said("clear")
    assert not PublishedQuote.objects.exists() and not Experience.objects.exists()


def test_on_a_real_site_what_is_there_can_be_cleared(settings, open_inbox):
    said("experiences", "10")
    settings.DEMONSTRATION_ALLOWED = False
    assert "12 removed" in said("clear")
    assert not Experience.objects.exists()


@pytest.mark.parametrize("number", ["0", "-3", "99999999"])
def test_a_silly_number_is_refused_in_words(number, db):
    with pytest.raises(CommandError):
        said("experiences", number)
