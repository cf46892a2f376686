"""What changes staff accounts."""

from django.contrib.auth.models import Group
from django.db import transaction

from . import invitation
from .models import User


class InvitationGone(Exception):
    """The link was used by somebody else in the meantime."""


@transaction.atomic
def make_first_founder(*, token: str, name: str, email: str, password: str) -> User:
    """Make the first account, a founder who can do everything. Raises InvitationGone if not first."""
    if not invitation.is_valid(token):
        raise InvitationGone
    user = User.objects.create_superuser(username=email, email=email, password=password)
    user.first_name = name
    user.save(update_fields=["first_name"])
    user.groups.add(*Group.objects.filter(name="Founders"))
    transaction.on_commit(invitation.close)
    return user
