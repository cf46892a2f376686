"""The stage of letters: Ruth is a founder; people get letters; one is a draft, one has gone out with gaps.

`python -m e2e.letters_stage`, run as a process of its own before the site is served, prints it as JSON.
"""

import json
from typing import Any

from e2e.staging import made_by

PEOPLE = 40
LIST = (
    "Email,First name,Optin time,Confirm time,Source\n"
    "una@example.org,Una,2024-05-03,2024-05-03,Form on our old website\n"
    "bea@example.org,Bea,2024-06-03,,Paper list at our stand\n"
    "nobody,,2024-06-03,,Form\n"
)


def set_stage(environment: dict[str, str]) -> dict[str, Any]:
    """`session`: Ruth's cookie; `draft`, `gone`: numbers of a page and a mailing; `list`: of an import."""
    made = made_by("e2e.letters_stage", environment)
    stage: dict[str, Any] = json.loads(made.splitlines()[-1])
    return stage


def _main() -> None:
    import django

    django.setup()
    from django.contrib.auth.models import Group

    from alongside.accounts.models import User
    from alongside.newsletter.actions import importing
    from alongside.newsletter.contact import mark_of
    from alongside.newsletter.models import Suppressed
    from alongside.newsletter.parts import ContentNote, Part
    from tests.newsletter.letters import make_letter, section, text
    from tests.newsletter.subscribers import at_any_hour, subscribe
    from tests.signing_in import sign_in

    ruth = User.objects.create_user(
        username="ruth@example.org", email="ruth@example.org", first_name="Ruth"
    )
    ruth.groups.add(Group.objects.get(name="Founders"))
    at_any_hour()
    people = [
        subscribe(f"reader{number}@example.org", parts=15 if number % 2 else 9)
        for number in range(PEOPLE)
    ]
    Suppressed.objects.create(mark=mark_of("gone@example.org"), why="bounced")
    draft = make_letter(
        section(text("Good to write to you.")),
        section(text("We met the minister."), heading="Our campaign", part=Part.CAMPAIGN),
        section(text("A trial has begun."), heading="About trials", part=Part.TREATMENTS,
                notes=ContentNote.SCANS),
        title="What we did this winter", live=False,
    )  # fmt: skip
    one = importing.take(LIST.encode(), by=ruth)
    stage = {"draft": draft.pk, "gone": _gone(people), "list": one.pk}
    print(json.dumps(stage | {"session": sign_in(ruth).cookies["sessionid"].value}))


def _gone(people: list[Any]) -> int:
    """A letter of which not everything went well."""
    from django.utils import timezone

    from alongside.newsletter.models import Delivery, Mailing
    from tests.newsletter.letters import make_letter, section, text

    page = make_letter(section(text("Hello.")), title="News of the autumn")
    now = timezone.now()
    mailing = Mailing.objects.create(
        page=page, revision=page.latest_revision, state="done", filled_at=now, finished_at=now,
        left=2, replies=5, visits=130,
    )  # fmt: skip
    came_to = [("failed", "recipient 550 5.1.1"), ("failed", "recipient 552 5.2.2"),
               ("skipped", "paused"), ("unknown", "stopped")]  # fmt: skip
    came_to += [("sent", "")] * (len(people) - len(came_to))
    Delivery.objects.bulk_create(
        Delivery(mailing=mailing, subscriber=who, state=state, why=why, attempts=1, settled_at=now)
        for who, (state, why) in zip(people, came_to, strict=True)
    )
    return mailing.pk


if __name__ == "__main__":
    _main()
