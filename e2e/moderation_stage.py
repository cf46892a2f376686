"""The stage of the moderators: Nora can read, Ruth is a founder with an inbox, people have told something.

`python -m e2e.moderation_stage`, run as a process of its own before the site is served, prints it as JSON.
"""

import json
from typing import Any

from e2e.staging import made_by

PASSPHRASE = "tall green kettle morning"
INBOX_PASSPHRASE = "quiet lemon harbour seven"
TOLD: list[dict[str, Any]] = [
    {
        "facts": {"route": "after_primary", "years_since_primary": 6, "places": ["bone", "liver"],
                  "first_place": "bone", "signs": ["s-bone-pain"], "weeks_until_told": 12,
                  "told_first": "gp", "visits": 5, "taken_for": "other", "found_by": "emergency",
                  "year": 2024, "nation": "wales", "age_band": "45_54", "gender": "woman",
                  "teller": "self"},
        "consents": {"count_me": True, "quote_me": True, "write_back": True,
                     "signed_as": "first_name"},
        "story": {"own_signs": "My hip hurt like a toothache in the night.\nI kept dropping my cup.",
                  "taken_for": "Dr Patel said that my pelvis was out.",
                  "wish_known": "That a pain which wakes you is worth a second visit. I went to the "
                                "Royal Infirmary on 3rd March with my husband Dave and nobody looked.",
                  "quotes": ["It woke me every night. Nobody at the Royal Infirmary listened."],
                  "name": "Zoë"},
        "contact": {"email": "zoe@example.org", "name": "Zoë"},
    },
    {
        "facts": {"route": "de_novo", "places": ["lung"], "teller": "died"},
        "consents": {"count_me": True},
        "story": {"own_signs": "She was out of breath on the stairs for weeks and put it down to age."},
    },
    {
        "facts": {"route": "after_primary", "places": ["brain"], "signs": ["s-headache"]},
        "consents": {"count_me": True},
        "story": {"own_signs": "Words went missing in the middle of a sentence."},
    },
]  # fmt: skip


def set_stage(environment: dict[str, str]) -> dict[str, Any]:
    """`sessions`: the cookies of Nora (a moderator) and Ruth (a founder)."""
    made = made_by("e2e.moderation_stage", environment)
    stage: dict[str, Any] = json.loads(made.splitlines()[-1])
    return stage


def _main() -> None:
    import django

    django.setup()
    from django.contrib.auth.models import Group

    from alongside.accounts.models import User
    from alongside.core import sealing
    from alongside.enquiries import keys as inbox_keys
    from alongside.enquiries.models import RecoverySet
    from alongside.experiences import keys
    from tests.signing_in import sign_in

    people = []
    for name, role in (("Nora", "Moderators"), ("Ruth", "Founders")):
        email = f"{name.lower()}@example.org"
        user = User.objects.create_user(username=email, email=email, first_name=name)
        user.groups.add(Group.objects.get(name=role))
        people.append(user)
    nora, ruth = people
    secret = inbox_keys.make_inbox_key(by=ruth, passphrase=INBOX_PASSPHRASE)
    inbox_keys.make_sheets(by=ruth, inbox_secret=secret, given_to=["Ann", "Ben", "Cleo"])
    inbox_keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=ruth)
    _people_tell()
    key = keys.current_key()
    assert key is not None
    opened = sealing.open_key(bytes(key.for_founders), secret)
    row = keys.choose_passphrase(user=nora, passphrase=PASSPHRASE)
    keys.let_in(moderator=row, by=ruth, secret=opened)
    sessions = [sign_in(user).cookies["sessionid"].value for user in people]
    print(json.dumps({"sessions": sessions}))


def _people_tell() -> None:
    """In the order of `TOLD`, hours apart."""
    import secrets
    from datetime import timedelta

    from django.utils import timezone

    from alongside.experiences import actions
    from alongside.experiences.told import AskThisPerson, Contact, Story

    for number, told in enumerate(TOLD):
        actions.receive(
            submission_id=secrets.token_bytes(16),
            facts=actions.Facts(**told["facts"]),
            consents=actions.Consents(wording="1", **told["consents"]),
            story=Story(**told["story"]),
            contact=Contact(**told.get("contact", {})),
            ask=AskThisPerson(),
            now=timezone.now() - timedelta(hours=50 - number * 5),
        )


if __name__ == "__main__":
    _main()
