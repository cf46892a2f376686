"""What we hold about a member of staff, for herself (UK GDPR, articles 15 and 17)."""

from typing import Any

from alongside.core.subject import Erased

from .actions import NotAllowed, erase_account
from .models import Invitation, SignIn, User
from .second_step import steps_of


def export(email: str, opener: Any = None) -> list[dict[str, Any]]:
    """Her account, her open invitation, her sign-ins. Nothing of it is sealed: `opener` is not used."""
    users = User.objects.filter(username=email.lower()).order_by("pk")
    found = [
        {"what": "staff account", "number": user.pk, "name": user.get_full_name(), "email": user.email,
         "shown name": user.shown_name, "shown role": user.shown_role, "active": user.is_active,
         "since": user.date_joined, "roles": list(user.groups.values_list("name", flat=True)),
         "second steps": steps_of(user)}
        for user in users
    ]  # fmt: skip
    invited = Invitation.objects.filter(email=email.lower()).order_by("pk")
    found += [
        {"what": "invitation", **row} for row in invited.values("name", "email", "expires_at")
    ]
    signed_in = SignIn.objects.filter(user__in=users)
    columns = ("at", "how", "device", "failed", "last_seen", "ended_at")
    return found + [{"what": "sign-in", **row} for row in signed_in.values(*columns)]


def erase(email: str, opener: Any = None) -> Erased:
    """Close and empty her account and her invitation; one sentence for each thing that was done."""
    done, left = [], []
    for user in User.objects.filter(username=email.lower()):
        try:
            erase_account(user=user)
        except NotAllowed:
            left.append(
                f"Staff account {user.pk} is the only founder's: not erased. Invite another."
            )
        else:
            done.append(f"Staff account {user.pk} is closed and emptied; its number stays.")
    if Invitation.objects.filter(email=email.lower()).delete()[0]:
        done.append("An open invitation is withdrawn.")
    return Erased(done, left)
