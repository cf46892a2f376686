"""Somebody tells us what she lived through, and gets six words."""

import datetime
import re

import pytest

from alongside.enquiries.models import RecoverySet
from alongside.experiences import actions, consent
from alongside.experiences.models import Experience, ExperienceKey, SealedPart, TakenBack
from alongside.experiences.told import AskThisPerson, Contact, Story
from alongside.signs.models import SignPage
from tests.enquiries.conftest import SAME_ORIGIN, hidden, seen, six_words, title
from tests.experiences.sharing import DOOR, EVERYTHING, LITTLE

pytestmark = pytest.mark.django_db


def only() -> Experience:
    return Experience.objects.get()


def test_all_that_she_told_is_there_and_her_words_are_sealed(contributor, opened):
    response = contributor.share(**EVERYTHING)
    assert "Thank you. It has arrived" in seen(response)
    told = only()
    assert (told.teller, told.route, told.years_since_primary) == ("self", "after_primary", 6)
    assert (told.place_codes, told.first_place) == (["bone", "liver"], "bone")
    assert told.sign_codes == ["s-bone-pain", "s-back-pain"]
    assert (told.weeks_until_told, told.told_first, told.visits) == (5, "gp", 3)
    assert (told.taken_for, told.found_by, told.year) == ("strain", "emergency", 2021)
    assert (told.nation, told.age_band, told.gender) == ("wales", "45_54", "woman")
    assert (told.count_me, told.quote_me, told.write_back) == (True, True, True)
    assert (told.signed_as, told.wish) == ("pen_name", "ask")
    assert told.consent_wording == consent.VERSION and told.consented_at
    read = opened(told)
    assert read.story() == Story(
        own_signs="My hip hurt like a toothache", told_first="the nice one",
        taken_for="wear and tear", found_by="after a fall", wish_known="That it is worth a scan",
        quotes=["It felt like toothache in my hip.", "Ask, and ask again."], name="Wren",
    )  # fmt: skip
    assert read.contact() == Contact(name="Wren B.", email="wren@example.org")
    assert read.ask_this_person() == AskThisPerson(name="My sister", reach="07700 900123")
    for part in SealedPart.objects.all():
        assert b"oothache" not in bytes(part.sealed) and b"ren" not in bytes(part.sealed)


def test_everything_may_be_skipped_but_one_yes(contributor, opened):
    assert contributor.share(route="de_novo", count_me="on").status_code == 200
    told = only()
    assert told.route == "de_novo" and told.teller == told.places == told.nation == ""
    assert told.weeks_until_told is None and told.visits is None and told.year is None
    assert opened(told).story() == Story() and told.words == 0


def test_not_said_is_kept_as_nothing(contributor):
    contributor.share(route="de_novo", teller="-", weeks_until_told="-", visits="-", wish="-",
                      nation="-", count_me="on")  # fmt: skip
    told = only()
    assert (told.teller, told.wish, told.nation) == ("", "", "")
    assert told.weeks_until_told is None and told.visits is None


def test_without_a_yes_it_says_kindly_why_nothing_could_be_done_with_it(contributor):
    response = contributor.share(route="de_novo", wish_known="Ask again.", write_back="on",
                                 email="wren@example.org")  # fmt: skip
    assert response.status_code == 422
    assert "the law does not let us keep it" in seen(response)
    assert "Ask again.</textarea>" in response.content.decode()
    assert not Experience.objects.exists()


def test_nothing_told_is_nothing_to_send(contributor):
    response = contributor.share(teller="self", count_me="on")
    assert "You have skipped everything so far" in seen(response)
    assert not Experience.objects.exists()


def test_words_to_show_are_kept_only_with_her_yes(contributor, opened):
    contributor.share(**LITTLE, quote_1="It hurt.", signed_as="pen_name", name="Wren")
    assert opened(only()).story() == Story()
    assert only().signed_as == "none"


def test_quote_me_without_words_or_name_asks_for_them(contributor):
    response = contributor.share(route="de_novo", quote_me="on", signed_as="first_name")
    assert "Please write the words that we may show" in seen(response)
    assert "Please write the name, or choose “No name”." in seen(response)


def test_an_address_without_write_back_is_not_kept(contributor, opened):
    contributor.share(**LITTLE, email="not an address", ask_reach="07700 900123", wish="keep")
    assert opened(only()).contact() == Contact()
    assert opened(only()).ask_this_person() == AskThisPerson()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"write_back": "on"}, "Please write your e-mail address, or take the tick away above."),
        ({"wish": "ask"}, "Please write how we reach this person"),
        ({"route": "after_primary", "years_since_primary": "six"}, "for example 4."),
        ({"year": "2031"}, "This year has not come yet."),
        ({"year": "62"}, "for example 2021."),
        ({"own_signs": "x" * 8001}, "This is 1 letter too long."),
        ({"signs": ["s-not-there"]}, "Our list has changed meanwhile."),
        ({"weeks_until_told": "4"}, "Select a valid choice"),
    ],
)
def test_a_mistake_is_said_on_its_page_and_nothing_is_lost(contributor, words, says):
    response = contributor.share(**LITTLE | {"wish_known": "Ask again."} | words)
    assert response.status_code == 422
    assert title(response).startswith("Error: ")
    assert says in seen(response)
    html = response.content.decode()
    assert "Ask again.</textarea>" in html
    assert re.search(r'value="self"[^>]* checked', html)
    assert not Experience.objects.exists()


def test_it_opens_at_the_page_with_the_mistake_else_at_the_last(contributor):
    def open_page(response):
        return re.findall(r'class="step[^"]* open" id="([\w-]+)"', response.content.decode())

    assert open_page(contributor.client.get(DOOR)) == ["who"]
    assert open_page(contributor.share(**LITTLE, year="soon")) == ["about"]
    form = contributor.look(DOOR)
    too_fast = contributor.client.post(DOOR, hidden(form) | LITTLE, headers=SAME_ORIGIN)
    assert open_page(too_fast) == ["check"]


def test_where_it_was_found_first_is_one_of_the_places(contributor):
    contributor.share(**LITTLE, places=["bone"], first_place="brain")
    assert only().place_codes == ["bone", "brain"]
    only().delete()
    contributor.share(**LITTLE, places=["liver"])
    assert only().first_place == "liver"
    only().delete()
    contributor.share(**LITTLE, years_since_primary="6")  # from the start: there were none
    assert only().years_since_primary is None


def test_a_sign_that_was_merged_while_she_wrote_counts_as_what_it_is_part_of(contributor):
    form = contributor.look(DOOR)
    SignPage.objects.filter(brief_id="s-back-pain").update(merged_into="s-bone-pain")
    contributor.share(form, **LITTLE, signs=["s-back-pain", "s-bone-pain"])
    assert only().sign_codes == ["s-bone-pain"]
    assert 'value="s-back-pain"' not in contributor.look(DOOR)


def test_signs_stand_in_lists_by_place_in_the_words_that_people_use(contributor):
    html = contributor.look(DOOR)
    bones = html[html.index("<summary>Bones") : html.index("<summary>Brain")]
    assert 'value="s-bone-pain"' in bones and "aching bones" in bones
    listed = re.findall(r'name="signs" value="(s-[\w-]+)"', html)
    assert len(listed) == len(set(listed)) == SignPage.objects.live().count()


def test_the_file_of_the_catalogue_has_words_and_nobody(reader, db):
    response = reader.get("/signs/catalogue.json")
    [sign] = [one for one in response.json()["signs"] if one["code"] == "s-bone-pain"]
    assert set(sign) == {"code", "name", "place", "words"}
    assert sign["place"] == "bone" and "aching bones" in sign["words"]


def test_what_she_reads_first(contributor):
    page = seen(contributor.client.get(DOOR))
    for words in ("about ten minutes", "15 short pages", "Skip whatever you like",
                  "Nothing is sent before the last page", "Page 4 of 15 – 11 left",
                  "What to do about each sign", "Please do not wait for us"):  # fmt: skip
        assert words in page


def test_no_consent_is_ticked_for_her(contributor):
    html = contributor.look(DOOR)
    for name in ("count_me", "quote_me", "write_back"):
        [box] = re.findall(rf'<input type="checkbox" name="{name}"[^>]*>', html)
        assert "checked" not in box
    [chosen] = re.findall(r'<input type="radio"[^>]*checked[^>]*>', html)
    assert 'name="signed_as" value="none"' in chosen


def test_the_thank_you_page_says_what_she_needs_to_know(contributor):
    response = contributor.share(**EVERYTHING)
    page = seen(response)
    assert len(six_words(response).split()) == 6
    assert "127.0.0.1:8000/signs/share/yours/" in page
    assert "an e-mail says only that: there is a question for you" in page
    assert "erased on 25 November 2036" in page
    assert title(response) == "Thank you. Your six words"
    assert response["Cache-Control"] == "no-store" and not response.cookies
    assert "We cannot write to you" in seen(contributor.share())


def test_sending_again_shows_the_same_words_and_is_one_experience(contributor, opened):
    form = contributor.look(DOOR)
    first = contributor.share(form, **LITTLE)
    again = contributor.share(form, **LITTLE, own_signs="And my back")
    assert six_words(first) == six_words(again)
    assert "we have it once" in seen(again)
    assert opened(only()).story().own_signs == "And my back"
    assert ExperienceKey.objects.count() == 2


def test_going_back_and_sending_again_loses_no_words(contributor, opened):
    """A browser that goes back often brings the ticks with it, and no words."""
    form, typed = contributor.look(DOOR), ("own_signs", "taken_for_words", "wish_known", "year")
    contributor.share(form, **EVERYTHING)
    ticks = {name: value for name, value in EVERYTHING.items() if name not in typed}
    again = contributor.share(form, **ticks | {"nation": "scotland", "found_by_words": "by luck"})
    assert "What you left empty this time stays as you first wrote it." in seen(again)
    story, experience = opened(only()).story(), only()
    assert [story.own_signs, story.wish_known, story.taken_for] == [
        EVERYTHING[name] for name in ("own_signs", "wish_known", "taken_for_words")
    ]
    assert story.found_by == "by luck"
    assert (experience.nation, experience.year) == ("scotland", 2021)


def test_a_reload_agrees_to_nothing_anew(contributor, opened):
    """She takes back a yes in one tab; then the tab of the thank-you page is restored, and sends again."""
    form = contributor.look(DOOR)
    first = contributor.share(form, **EVERYTHING)
    words = six_words(first)
    change = contributor.do(contributor.come_back(words), "change")
    kept = contributor.do(change, "keep-changes", count_me="on", wish="keep")
    assert "We have kept your changes." in seen(kept)
    reload = contributor.share(form, **EVERYTHING)
    assert six_words(reload) == six_words(first)
    assert "Something has happened with it since, so it stands as it was." in seen(reload)
    experience = only()
    assert (experience.quote_me, experience.write_back, experience.wish) == (False, False, "keep")
    assert opened(experience).contact() == Contact()


def test_a_reload_takes_no_question_and_no_answer_away(contributor, moderator):
    form = contributor.look(DOOR)
    first = contributor.share(form, **LITTLE, own_signs="My back")
    actions.ask(
        experience=only(), by=moderator, question="Which side?", seen=actions.last_part(only())
    )
    page = contributor.come_back(six_words(first))
    contributor.do(page, "answer", answer="The left.")
    contributor.share(form, **LITTLE, own_signs="My back")
    kinds = [part.kind for part in only().parts.order_by("number")]
    assert kinds == ["story", "question", "answer"]


def test_after_half_an_hour_the_same_form_is_another_one(contributor):
    form = contributor.look(DOOR)
    first = contributor.share(form, **LITTLE)
    contributor.clock.shift(datetime.timedelta(hours=1))
    asked = contributor.share(form, **LITTLE)
    assert asked.status_code == 409
    assert "Its six words were shown then" in seen(asked)
    assert six_words(first) in seen(first) and six_words(first) not in seen(asked)
    second = contributor.share(asked, **LITTLE)
    assert six_words(second) != six_words(first)
    assert Experience.objects.count() == 2


def test_a_reload_after_taking_it_back_brings_nothing_back(contributor):
    form = contributor.look(DOOR)
    contributor.share(form, **LITTLE)
    certificate = actions.erase(experience=only(), why=TakenBack.Why.ASKED)
    assert certificate.code in seen(contributor.share(form, **LITTLE))
    assert not Experience.objects.exists()


def test_until_the_founders_have_a_key_it_says_so_and_loses_nothing(contributor):
    form = contributor.look(DOOR)
    RecoverySet.objects.all().delete()
    assert "We cannot take anything in yet" in seen(contributor.client.get(DOOR))
    response = contributor.share(form, **LITTLE, wish_known="Ask again.")
    assert response.status_code == 503
    assert "Nothing was sent, and all that you wrote is still here." in seen(response)
    assert "Ask again.</textarea>" in response.content.decode()
    assert not Experience.objects.exists()


def test_six_in_an_hour_from_one_address_wait(contributor):
    pages = [contributor.look(DOOR) for _ in range(6)]
    said = [contributor.share(page, **LITTLE).status_code for page in pages]
    assert said == [200] * 5 + [429]
    assert contributor.share(pages[0], **LITTLE).status_code == 200  # pressed again is no new one


def test_another_site_can_send_nothing_in_her_name(contributor):
    form = hidden(contributor.look(DOOR)) | LITTLE
    contributor.clock.shift(30)
    response = contributor.client.post(DOOR, form, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert form["ticket"] not in response.content.decode()
    assert not Experience.objects.exists()
