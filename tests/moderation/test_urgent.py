"""Somebody's life may be at risk: the founders are told at once, and the page says what to do."""

from alongside.accounts.models import AuditEntry
from alongside.backoffice.today import today_for
from alongside.core.mail.models import OutboxMessage
from alongside.experiences import actions

from .conftest import Desk, page

SAD = "I do not want to go on. Nobody would miss me."


def test_the_founders_are_told_without_a_word_and_it_stands_first(
    desk, tell, founder, founder_reads, moderator
):
    oldest = tell(story={"own_signs": "The oldest one."}).experience
    one = tell(
        story={"own_signs": SAD}, contact={"email": "her@example.org", "name": "Zoë"}
    ).experience
    desk.open(one)
    at = f"/admin/experiences/{one.pk}/urgent/"
    before = page(desk.client.get(at))
    assert "Ring a founder." in before and "Ring 999" in before and "116 123" in before
    assert "She left an e-mail address and the name Zoë." in before
    assert not OutboxMessage.objects.filter(kind="experiences.urgent").exists()

    after = page(desk.client.post(at, follow=True))
    assert "The founders are told. Ring one of them now as well." in after
    desk.client.post(at)
    mail = OutboxMessage.objects.get(kind="experiences.urgent")
    letter = mail.letter()
    assert letter.to == founder.email and mail.due_at <= mail.created_at
    for word in ("miss me", "Zoë", "her@example.org", "suicide", f"/{one.pk}/"):
        assert word not in letter.subject + letter.text + letter.html
    for user in (founder, moderator):
        line = today_for(user).lines[0]
        assert (line.what, line.count, line.css) == ("Urgent experiences", 1, "first")
    html = founder_reads.get("/admin/experiences/").content.decode()
    assert html.index(f'value="{one.pk}"') < html.index(f'value="{oldest.pk}"')
    assert "flagged_urgent" in AuditEntry.objects.filter(actor=moderator).latest("pk").action


def test_only_a_founder_says_that_it_is_done(desk, tell, founder_reads, moderator):
    one = tell(story={"own_signs": SAD}).experience
    actions.flag_urgent(experience=one, by=moderator)
    done = f"/admin/experiences/{one.pk}/urgent/done/"
    assert desk.client.post(done).status_code == 403
    assert "No. She left no address" in page(
        Desk(founder_reads).open(one) and founder_reads.get(f"/admin/experiences/{one.pk}/urgent/")
    )
    assert "Thank you." in page(founder_reads.post(done, follow=True))
    one.refresh_from_db()
    assert one.urgent_at and one.urgent_done_at and not one.is_urgent
    assert one.state == "waiting"


def test_her_address_is_not_shown_to_who_has_not_opened_it(desk, tell):
    one = tell(story={"own_signs": SAD}, contact={"email": "her@example.org"}).experience
    seen = desk.client.get(f"/admin/experiences/{one.pk}/urgent/").content.decode()
    assert "her@example.org" not in seen and "Open the experience first" in seen
