"""The stage of the founders' inbox: two founders who are signed in and hold the key, and people who write.

`python -m e2e.inbox_stage`, run as a process of its own before the site is served, prints it as JSON.
"""

import json
from typing import Any

from e2e.staging import made_by

PASSPHRASE = "quiet lemon harbour seven"


def set_stage(environment: dict[str, str]) -> dict[str, Any]:
    """`sessions`: the cookies of Ruth and Maya; `receipts`: in the order of writing."""
    made = made_by("e2e.inbox_stage", environment)
    stage: dict[str, Any] = json.loads(made.splitlines()[-1])
    return stage


def _main() -> None:
    import django

    django.setup()
    from django.contrib.auth.models import Group

    from alongside.accounts.models import User
    from alongside.enquiries import keys
    from alongside.enquiries.models import RecoverySet
    from tests.signing_in import sign_in

    founders = []
    for name in ("Ruth", "Maya"):
        email = f"{name.lower()}@example.org"
        user = User.objects.create_user(username=email, email=email, first_name=name)
        user.groups.add(Group.objects.get(name="Founders"))
        founders.append(user)
    secret = keys.make_inbox_key(by=founders[0], passphrase=PASSPHRASE)
    keys.make_sheets(by=founders[0], inbox_secret=secret, given_to=["Ann", "Ben", "Cleo"])
    keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=founders[0])
    holder = keys.choose_passphrase(user=founders[1], passphrase=PASSPHRASE)
    keys.let_in(holder=holder, by=founders[0], inbox_secret=secret)
    sessions = [sign_in(user).cookies["sessionid"].value for user in founders]
    print(json.dumps({"sessions": sessions, "receipts": _people_write()}))


def _people_write() -> list[str]:
    """The receipt of each, in the order of writing."""
    import secrets
    from datetime import timedelta

    from django.utils import timezone

    from alongside.enquiries.actions import receive
    from alongside.enquiries.words import Details

    now = timezone.now()
    told = [
        ("I was told on Monday. I have two small children and I do not know how to tell them.", "enquiry", 2,
         Details(need="talk", name="Zoë", situation="living", places=["bone", "liver"], region="wales",
                 answer_by="here")),
        ("Could somebody ring me? I sleep badly and would like to hear a voice.", "enquiry", 9,
         Details(need="call", name="Dilys", answer_by="phone", phone="07700 900123",
                 good_times="after four")),
        ("You kept my message longer than you said.", "complaint", 25,
         Details(name="P. Jones", answer_by="email", email="p.jones@example.org")),
        ("My sister Zoë died on Friday. Her address was zoe@example.org. Please do not write to her.",
         "bereavement", 1, Details(name="Her brother")),
        ("I would like to help with the campaign.", "enquiry", 0,
         Details(need="campaign", name="Zoe", email="zoe@example.org", answer_by="email")),
    ]  # fmt: skip
    return [
        receive(
            submission_id=secrets.token_bytes(16),
            details=details,
            message=message,
            consent_wording="1",
            purpose=purpose,
            now=now - timedelta(days=days),
        ).receipt
        for message, purpose, days, details in told
    ]


if __name__ == "__main__":
    _main()
