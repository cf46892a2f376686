"""An editor or moderator looks after the catalogue: signs it lacks, and signs that are one and the same."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from alongside.accounts.models import AuditEntry
from alongside.experiences import actions
from alongside.experiences.collation import collate
from alongside.experiences.models import Experience, UnlistedSign
from alongside.experiences.unlisted import unlisted
from alongside.signs.actions import CannotMerge
from alongside.signs.catalogue import catalogue, merged
from alongside.signs.models import SignPage
from tests.enquiries.conftest import seen

SCREEN = "/admin/experiences/signs/"
BONE, RIB, BACK = "s-bone-pain", "s-rib-pain", "s-back-pain"


@pytest.fixture
def told_of(tell):
    """Somebody told of `words`, which the catalogue does not have."""

    def _told_of(words: str, **facts) -> Experience:
        experience = tell(facts=facts).experience
        Experience.objects.filter(pk=experience.pk).update(state="accepted")
        UnlistedSign.objects.create(experience=experience, words=words)
        return experience

    return _told_of


def sign(code: str) -> SignPage:
    return SignPage.objects.get(brief_id=code)


def public_address(page: SignPage) -> str:
    return page.get_url_parts()[2]


def new_sign(browser, **form):
    typed = {"name": "Metal taste", "place": "general", "urgency": "next-appointment", **form}
    return browser.post(f"{SCREEN}new/", typed, follow=True)


def merge(browser, this: str, into: str):
    form = {"sign": sign(this).pk, "into": sign(into).pk}
    return browser.post(f"{SCREEN}merge/", form, follow=True)


# ── What the catalogue does not have ──


def test_spellings_of_the_same_words_are_one_line(told_of, moderator, signed_in):
    for words in ("metal taste", "Metal-taste.", "métal  taste", "cold feet"):
        told_of(words)
    assert [one.people for one in unlisted()] == [3, 1]
    page = seen(signed_in(moderator).get(SCREEN))
    assert "3 people" in page and "cold feet · 1 person" in page


def test_an_editor_sees_only_what_several_people_told_of(told_of, editor, signed_in):
    for words in ("metal taste", "metal taste", "cold feet"):
        told_of(words)
    browser = signed_in(editor)
    page = seen(browser.get(SCREEN))
    assert "metal taste · 2 people" in page
    assert "cold feet" not in page
    answer = new_sign(browser, words="cold feet")  # nor by asking for it
    assert answer.status_code == 422
    assert not SignPage.objects.filter(title="Metal taste").exists()


def test_one_press_makes_a_draft_and_counts_whoever_told_of_it(told_of, moderator, signed_in):
    people = [told_of("metal taste", signs=[BONE]), told_of("Metal taste")]
    other = told_of("cold feet")
    answer = new_sign(signed_in(moderator), words="metal taste")
    assert "“Metal taste” is a draft now" in seen(answer)
    page = SignPage.objects.get(title="Metal taste")
    assert not page.live and "no clinical source yet" in page.description
    assert set(page.lay_term_lines) == {"metal taste", "Metal taste"}
    assert signed_in(moderator).get(public_address(page)).status_code == 404
    first, second = Experience.objects.filter(pk__in=[p.pk for p in people]).order_by("pk")
    assert first.sign_codes == [BONE, page.code] and second.sign_codes == [page.code]
    assert page.code not in Experience.objects.get(pk=other.pk).signs
    assert [one.words for one in unlisted()] == ["cold feet"]
    assert AuditEntry.objects.get(action="sign.drafted").target == f"page:{page.pk}"


def test_a_draft_counts_nowhere_before_an_editor_publishes_it(told_of, founder):
    for _ in range(12):
        told_of("metal taste")
    page = actions.make_sign(
        words=["metal taste"], name="Metal taste", place="general", urgency="same-day", by=founder
    )
    shown = collate().figures.table("signs")
    assert shown is None or shown.cell(page.code) is None
    page.get_latest_revision().publish()
    assert collate().figures.table("signs").cell(page.code).count == 10


def test_how_soon_is_never_chosen_for_her(told_of, moderator, signed_in):
    told_of("metal taste")
    browser = signed_in(moderator)
    assert "selected>Please choose" in browser.get(SCREEN).content.decode()
    answer = new_sign(browser, words="metal taste", urgency="")
    assert answer.status_code == 422 and "choose how soon" in seen(answer)
    assert 'value="Metal taste"' in answer.content.decode()  # what she typed is still there
    assert not SignPage.objects.filter(title="Metal taste").exists()


def test_two_signs_of_the_same_name_get_addresses_of_their_own(told_of, founder):
    made = []
    for words in ("metal taste", "taste of coins"):
        told_of(words)
        name = {"name": "Metal taste", "place": "general", "urgency": "same-day"}
        made.append(actions.make_sign(words=[words], by=founder, **name))
    assert [page.code for page in made] == ["s-metal-taste", "s-metal-taste-2"]


# ── Two that are the same ──


def test_a_merged_sign_leads_to_the_other_and_its_people_count_there(
    tell, moderator, signed_in, reader
):
    for _ in range(12):
        tell(facts={"signs": [RIB]})
    Experience.objects.update(state="accepted")
    address, target = public_address(sign(RIB)), public_address(sign(BONE))
    assert reader.get(address).status_code == 200
    page = merge(signed_in(moderator), RIB, BONE)
    assert "is a part of" in seen(page)
    answer = reader.get(address)
    assert answer.status_code == 302 and answer["Location"].endswith(target)
    assert RIB not in {one.code for one in catalogue()}
    cells = {cell.key: cell.count for cell in collate().figures.table("signs").cells}
    assert cells == {BONE: 10}
    assert AuditEntry.objects.get(action="sign.merged").target == f"page:{sign(RIB).pk}"


def test_an_emergency_never_leads_to_what_can_wait(moderator, signed_in, reader):
    page = merge(signed_in(moderator), "s-mscc", BACK)
    assert page.status_code == 422
    assert "An emergency can only be a part of another emergency." in seen(page)
    assert reader.get(public_address(sign("s-mscc"))).status_code == 200 and merged() == {}


def test_pressed_twice_or_with_numbers_of_no_sign(moderator, signed_in):
    browser = signed_in(moderator)
    merge(browser, RIB, BONE)
    assert "Our list has changed meanwhile" in seen(merge(browser, RIB, BONE))
    for number in ("9" * 20, "-1", "x"):
        answer = browser.post(f"{SCREEN}merge/", {"sign": number, "into": number})
        assert answer.status_code == 422 and "Our list has changed meanwhile" in seen(answer)
    assert browser.post(f"{SCREEN}{'9' * 20}/apart/").status_code == 404
    assert merged() == {RIB: BONE}


def test_a_draft_is_made_once_however_often_she_presses(told_of, moderator, signed_in):
    told_of("metal taste")
    browser = signed_in(moderator)
    new_sign(browser, words="metal taste")
    assert "Our list has changed meanwhile" in seen(new_sign(browser, words="metal taste"))
    assert SignPage.objects.filter(title="Metal taste").count() == 1


def test_undo_brings_the_page_back_at_its_address(moderator, signed_in, reader):
    browser, address = signed_in(moderator), public_address(sign(RIB))
    merge(browser, RIB, BONE)
    page = browser.post(f"{SCREEN}{sign(RIB).pk}/apart/", follow=True)
    assert "is on the website again" in seen(page)
    assert reader.get(address).status_code == 200
    assert not Redirect.objects.exists() and merged() == {}
    assert RIB in {one.code for one in catalogue()}
    assert AuditEntry.objects.filter(action="sign.taken_apart").count() == 1


def test_undo_never_publishes_what_was_a_draft(told_of, moderator, signed_in, reader):
    told_of("metal taste")
    browser = signed_in(moderator)
    new_sign(browser, words="metal taste")
    page = SignPage.objects.get(title="Metal taste")
    merge(browser, page.code, BONE)
    assert merged() == {page.code: BONE}
    answer = browser.post(f"{SCREEN}{page.pk}/apart/", follow=True)
    assert "is a draft again" in seen(answer)
    assert not sign(page.code).live and merged() == {}
    assert reader.get(public_address(page)).status_code == 404


def test_what_an_editor_was_writing_stays_a_draft_through_merge_and_undo(founder, editor):
    page = sign(RIB)
    was, page.description = page.description, "Half a sentence"
    page.save_revision(user=editor)
    actions.merge(sign=sign(RIB), into=sign(BONE), by=founder)
    assert actions.take_apart(sign=sign(RIB), by=founder)
    page = sign(RIB)
    assert page.live and page.description == was
    assert page.get_latest_revision_as_object().description == "Half a sentence"
    assert page.has_unpublished_changes


def test_a_chain_is_followed_and_counts_under_its_last_sign(founder):
    actions.merge(sign=sign(RIB), into=sign(BONE), by=founder)
    actions.merge(sign=sign(BONE), into=sign(BACK), by=founder)
    assert merged() == {RIB: BACK, BONE: BACK}
    jaundice = sign("s-jaundice")
    assert actions.merge(sign=jaundice, into=sign(RIB), by=founder) == sign(BACK)
    assert sign("s-jaundice").merged_into == BACK


def test_nothing_is_merged_with_itself_twice_or_in_a_circle(founder, moderator, signed_in):
    browser = signed_in(moderator)
    assert merge(browser, BONE, BONE).status_code == 422
    actions.merge(sign=sign(RIB), into=sign(BONE), by=founder)
    with pytest.raises(CannotMerge):  # rib pain is a part of bone pain already
        actions.merge(sign=sign(BONE), into=sign(RIB), by=founder)
    with pytest.raises(CannotMerge):
        actions.merge(sign=sign(RIB), into=sign(BACK), by=founder)
    assert merged() == {RIB: BONE} and sign(BONE).live


def test_nothing_is_merged_into_a_draft(told_of, founder):
    told_of("metal taste")
    draft = actions.make_sign(
        words=["metal taste"], name="Metal taste", place="general", urgency="same-day", by=founder
    )
    with pytest.raises(CannotMerge):  # its people would count nowhere, its address lead nowhere
        actions.merge(sign=sign(RIB), into=draft, by=founder)
    assert sign(RIB).live


# ── Who may ──


@pytest.mark.parametrize("who", ["founder", "moderator", "editor"])
def test_who_may_sees_every_sign_and_its_numbers(who, request, signed_in):
    browser = signed_in(request.getfixturevalue(who))
    SignPage.objects.filter(brief_id=BONE).update(hpo_id="HP:0002653")
    page = seen(browser.get(SCREEN))
    assert "HPO HP:0002653" in page and "no PRO-CTCAE item" in page and sign(RIB).title in page


@pytest.mark.parametrize("who", ["reviewer", "operator", "outsider"])
def test_nobody_else_sees_or_changes_it(who, request, signed_in, told_of):
    told_of("metal taste")
    browser = signed_in(request.getfixturevalue(who))
    page = browser.get(SCREEN)
    assert page.status_code == 403 and b"metal taste" not in page.content
    merge(browser, RIB, BONE)
    new_sign(browser, words="metal taste")
    assert merged() == {} and not SignPage.objects.filter(title="Metal taste").exists()


def test_looking_and_following_links_changes_nothing(signed_in, founder):
    browser = signed_in(founder)
    for address in ("", "new/", "merge/", f"{sign(RIB).pk}/apart/"):
        browser.get(SCREEN + address, {"sign": sign(RIB).pk, "into": sign(BONE).pk})
    assert merged() == {} and not AuditEntry.objects.filter(action__startswith="sign.").exists()
