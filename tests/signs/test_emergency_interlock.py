"""Words that come close to an emergency do not go live without telling people to ring: at no door."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from alongside.core.actions import ask_for_review
from alongside.core.forms import AS_IT_IS
from alongside.core.pack import Pack
from alongside.core.tasks import look_for_work
from alongside.signs.actions import publish_quote, take_away_quotes
from alongside.signs.interlock import EMERGENCIES, overlaps
from alongside.signs.models import PlacePage, SignPage
from tests.editor_form import PRESSED, form_of, press, said
from tests.unchanged_pages import body_of

pytestmark = pytest.mark.django_db

SAID = {
    "mscc": ("My legs have gone numb", "I can’t wee", "a tight band round my ribs", "wet myself"),
    "neutropenic-sepsis": ("A fever of 38 on chemo", "shivering in bed", "temperature above 37.5"),
    "high-calcium": ("so thirsty all day", "muddled and being sick", "the calcium was too high"),
    "svco": ("my face was swollen", "veins stood out on my chest", "my collar felt tight"),
    "seizure": (
        "she had a fit",
        "convulsions",
        "he jerked and passed out",
        "went blank for a minute",
    ),
    "pe": ("suddenly I could not breathe", "sharp pain in my chest", "a clot on the lung"),
    "bleeding": ("It would not stop bleeding", "coughed up blood", "black sticky poo"),
}
HARMLESS = (
    "An ache in my hip that came back every night.", "I was tired and could not sleep.",
    "The blood test was normal.", "I keep fit and eat well.", "A small lump under my arm.",
    "My appetite went, and I lost weight.", "Hiccups that keep coming back.", "Itching all over.",
    "The pain is worse when I sit.", "My voice went hoarse and stayed so.",
)  # fmt: skip
NUMB = {"description": "A deep ache in one place. Sometimes the legs feel weak."}


@pytest.mark.parametrize("code", [emergency.code for emergency in EMERGENCIES])
def test_each_of_the_seven_is_heard_in_what_people_say(code):
    for words in SAID[code]:
        assert code in [emergency.code for emergency in overlaps(words)], words


def test_harmless_words_bring_no_block():
    assert {words: overlaps(words) for words in HARMLESS if overlaps(words)} == {}


def test_the_blocks_say_what_their_signs_say(pack_path):
    signs = {sign["id"]: sign for sign in Pack(pack_path).signs}
    assert len(EMERGENCIES) == 7
    for emergency in EMERGENCIES:
        sign = signs[emergency.sign_code]
        assert (emergency.name, emergency.do) == (sign["name"], sign["action"])
        for sentence in emergency.when.rstrip(".").split(". "):
            assert sentence in sign["description"]


def test_no_live_page_comes_close_without_the_block():
    pages = [*SignPage.objects.live(), *PlacePage.objects.live()]
    carrying = [page for page in pages if overlaps(page.own_words())]
    assert len(carrying) > 30
    for page in carrying:
        assert page.call_now, page.url
        body = body_of(page.url)
        for emergency in overlaps(page.own_words()):
            assert body.index(f'id="call-now-{emergency.code}"') < body.index('class="voices'), (
                page.url
            )
            assert body.index(emergency.do.split("&")[0]) < body.index('class="voices'), page.url


def test_a_block_says_first_what_to_do_then_why():
    body = body_of("/signs/bone/")
    for emergency in blocks_of(body):
        block = body.partition(f'id="call-now-{emergency.code}"')[2].partition("</li>")[0]
        do, when = (block.index(words.split("&")[0]) for words in (emergency.do, emergency.when))
        assert do < when


def blocks_of(body):
    shown = [one for one in EMERGENCIES if f'id="call-now-{one.code}"' in body]
    assert len(shown) > 1
    return shown


def test_a_page_without_such_words_has_no_block():
    assert 'id="call-now' not in body_of("/signs/bone/bone-pain/")


@pytest.fixture
def sign() -> SignPage:
    return SignPage.objects.get(brief_id="s-bone-pain")


def _is_unchanged(sign: SignPage) -> bool:
    return "legs feel weak" not in SignPage.objects.get(pk=sign.pk).description


@pytest.mark.parametrize("button", ["publish", "submit"])
def test_the_editor_is_told_which_words_and_what_to_do(button, sign, founder, signed_in):
    response = press(signed_in(founder), sign, button, **NUMB)
    html = response.content.decode()
    assert "“legs … weak” (Pressure on the spinal cord (MSCC))" in html
    assert "Tick this box" in html
    assert "Sometimes the legs feel weak." in html
    assert _is_unchanged(sign)
    assert not SignPage.objects.get(pk=sign.pk).workflow_in_progress


def test_what_search_alone_reads_counts_too(sign, founder, signed_in):
    html = press(
        signed_in(founder), sign, "publish", asked="boan pain\nshe had a fit"
    ).content.decode()
    assert "“a fit” (A fit (seizure))" in html
    assert SignPage.objects.get(pk=sign.pk).asked == sign.asked


def test_with_the_box_ticked_it_goes_live_and_says_whom_to_ring(sign, founder, signed_in, reader):
    press(signed_in(founder), sign, "publish", call_now="on", **NUMB)
    assert not _is_unchanged(sign)
    body = reader.get(sign.url).content.decode()
    assert body.index('id="call-now-mscc"') < body.index("What clinical sources say")
    assert 'href="/signs/bone/mscc/"' in body


def test_a_draft_may_wait_without_the_block(sign, editor, signed_in):
    assert "has been updated" in said(press(signed_in(editor), sign, "save", **NUMB))
    assert _is_unchanged(sign)


def test_it_cannot_be_scheduled(sign, founder, signed_in):
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    press(signed_in(founder), sign, "publish", go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}", **NUMB)
    assert not sign.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_what_was_scheduled_past_the_form_does_not_go_live(sign):
    sign.description = NUMB["description"]
    revision = sign.save_revision(clean=False)
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()
    look_for_work()
    assert _is_unchanged(sign)
    with pytest.raises(ValidationError):
        call_command("publish_scheduled")
    assert _is_unchanged(sign)


def test_it_is_not_put_to_the_reviewers_and_not_approved(
    sign, editor, reviewer, founder, signed_in
):
    press(signed_in(editor), sign, "save", **NUMB)
    check = reverse("check_page", args=[sign.pk])
    assert "legs … weak" in said(signed_in(editor).post(check, {"press": "ask"}, follow=True))
    page = SignPage.objects.get(pk=sign.pk)
    ask_for_review(page, editor)
    told = said(signed_in(reviewer).post(check, {"press": "approve"}, follow=True))
    assert "“legs … weak” (Pressure on the spinal cord (MSCC))" in told
    press(signed_in(founder), sign, "approve")
    assert _is_unchanged(sign)
    assert not page.reviews.exists()


def test_it_is_not_published_with_many_others(sign, editor, founder, signed_in):
    press(signed_in(editor), sign, "save", **NUMB)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    one = f"{address}?id={sign.pk}&next=/admin/"
    told = said(signed_in(founder).post(one, {"include_descendants": ""}, follow=True))
    assert "Nothing was published." in told
    assert "“legs … weak”" in told
    assert _is_unchanged(sign)


def test_no_program_publishes_it_either(sign):
    sign.description = NUMB["description"]
    with pytest.raises(ValidationError, match="legs … weak"):
        sign.save_revision(clean=False).publish()
    with pytest.raises(ValidationError):
        sign.save()
    new = SignPage(title="A fit", slug="a-fit", urgency="same-day", action="Ring.", urgency_reason="Soon.",
                   description="She had a fit.")  # fmt: skip
    with pytest.raises(ValidationError):
        sign.get_parent().add_child(instance=new)
    assert _is_unchanged(sign)


def _new_sign(**fields) -> SignPage:
    return SignPage(
        urgency="same-day",
        action="Ring.",
        urgency_reason="Soon.",
        description="It hurts.",
        **fields,
    )


def test_a_draft_from_what_people_told_us_carries_the_block_from_the_start(sign):
    page = _new_sign(title="Legs went numb", live=False)
    sign.get_parent().add_child(instance=page)
    page.save_revision().publish()
    assert SignPage.objects.get(title="Legs went numb").call_now


@pytest.mark.parametrize("button", ["save", "publish"])
def test_an_editor_who_writes_a_new_sign_is_asked(button, sign, founder, signed_in):
    place = sign.get_parent()
    address = reverse("wagtailadmin_pages:add", args=["signs", "signpage", place.pk])
    form = form_of(_new_sign(title="Legs went numb", slug="numb")) | PRESSED[button]
    html = signed_in(founder).post(address, form, follow=True).content.decode()
    made = SignPage.objects.filter(slug="numb").first()
    if button == "publish":
        assert "“Legs … numb” (Pressure on the spinal cord (MSCC))" in html
        assert made is None
    else:
        assert made is not None
        assert (made.live, made.call_now) == (False, False)


def test_the_block_cannot_be_taken_off_a_place_that_needs_it(founder, signed_in):
    place = PlacePage.objects.get(slug="general")
    assert place.call_now
    html = press(signed_in(founder), place, "publish", call_now="").content.decode()
    assert "(Fever or feeling ill while on cancer treatment)" in html
    assert PlacePage.objects.get(pk=place.pk).call_now


def test_a_block_that_an_editor_wants_shows_all_seven(sign, founder, signed_in, reader):
    press(signed_in(founder), sign, "publish", call_now="on")
    body = reader.get(sign.url).content.decode()
    assert body.count('class="flag" id="call-now-') == 7


def test_words_of_patients_bring_the_block_and_take_it_along(sign, reader):
    words = "One morning my legs went numb."
    quote = publish_quote(about=sign.code, words=words, signed_as="", on_behalf=False)
    assert not sign.call_now
    for address in (sign.url, sign.get_parent().url):
        body = reader.get(address).content.decode()
        assert body.index('id="call-now-mscc"') < body.index(words)
    take_away_quotes(quote)
    assert 'id="call-now-mscc"' not in reader.get(sign.url).content.decode()


def test_an_emergency_whose_own_words_were_changed_keeps_the_fixed_ones(founder, signed_in, reader):
    page = SignPage.objects.get(brief_id="s-mscc")
    assert reader.get(page.url).content.decode().count('id="call-now-mscc"') == 1
    changed = {"action": "Ring your team on Monday.", AS_IT_IS: "on"}
    press(signed_in(founder), page, "publish", **changed)
    body = reader.get(page.url).content.decode().partition("<h1")[2]
    assert body.index("Ring your 24-hour cancer helpline at once.") < body.index(
        "Ring your team on Monday."
    )
    assert Page.objects.get(pk=page.pk).live
