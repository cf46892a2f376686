"""Who is staff: invited, in which role, and no longer."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.accounts import emails, first_link
from alongside.accounts.audit import record
from alongside.accounts.models import OPEN_FOR, Invitation, SignIn, User
from alongside.accounts.roles import FOUNDERS, ROLES


class InvitationGone(Exception):
    """The link was used, withdrawn or has expired in the meantime."""


class AddressTaken(Exception):
    """Somebody who signs in here has this address already."""


class NotAllowed(Exception):
    """She is no founder (any more), or it is about herself: another founder has to do it."""


@transaction.atomic
def make_first_founder(*, token: str, name: str, email: str, password: str) -> User:
    """Make the first account: a founder. Raises InvitationGone if it is not the first.

    She is no superuser: nobody has a right that does not stand in `roles.py`.
    """
    if not first_link.is_valid(token):
        raise InvitationGone
    user = User(username=email, email=email, first_name=name)
    user.set_password(password)
    try:
        _save(user)
    except AddressTaken:  # she pressed twice, and the other press was first
        raise InvitationGone from None
    user.groups.set(Group.objects.filter(name=FOUNDERS))
    record(actor=user, action="account.made", target=f"account:{user.pk}")
    transaction.on_commit(first_link.close)
    return user


@transaction.atomic
def invite(*, by: User, name: str, email: str, roles: Iterable[str]) -> tuple[Invitation, str]:
    """An open invitation and the token of its link, which is nowhere else. Mailed as well.

    An older invitation for the same address stops working. Raises AddressTaken, NotAllowed.
    """
    _founders(by)
    email = email.lower()
    known = User.objects.filter(username=email).first()
    if known and known.is_active:
        raise AddressTaken
    invitation, token = _new_link(by=by, user=known, name=name, email=email, roles=roles)
    record(actor=by, action="invitation.made", target=f"invitation:{invitation.pk}")
    emails.send_invitation(invitation, token, by)
    return invitation, token


def _new_link(
    *, by: User | None, user: User | None, name: str, email: str, roles: Iterable[str]
) -> tuple[Invitation, str]:
    Invitation.objects.filter(email=email).delete()
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        token_hash=Invitation.hash_of(token),
        name=name,
        email=email,
        user=user,
        invited_by=by,
        expires_at=timezone.now() + OPEN_FOR,
    )
    invitation.roles.set(Group.objects.filter(name__in=roles))
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """Its link stops working at once. Raises NotAllowed."""
    _founders(by)
    record(actor=by, action="invitation.withdrawn", target=f"invitation:{invitation.pk}")
    invitation.delete()


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str) -> User:
    """The account of whoever the link was made for, with this password.

    Raises InvitationGone; AddressTaken if somebody took her address since she was invited.
    """
    found = Invitation.find(token)
    invitation = found and Invitation.objects.select_for_update().filter(pk=found.pk).first()
    if not invitation:
        raise InvitationGone
    user = invitation.user or User(username=invitation.email, email=invitation.email)
    # Who has an account keeps the roles that she has now: the link may be older than they are.
    has_roles = user.pk and user.is_active
    roles = list((user.groups if has_roles else invitation.roles).all())
    user.first_name, user.is_active, user.access_removed_at = name, True, None
    user.set_password(password)
    _save(user)
    user.groups.set(roles)
    record(actor=user, action="invitation.accepted", target=f"invitation:{invitation.pk}")
    record(actor=user, action="account.made", target=f"account:{user.pk}")
    invitation.delete()
    return user


@transaction.atomic
def change_roles(*, by: User, user: User, roles: Iterable[str]) -> None:
    """Exactly these roles, and no group that is not a role is touched. Raises NotAllowed."""
    _founders(by, about=user)
    wanted = Group.objects.filter(name__in=set(roles) & set(ROLES))
    before = set(user.groups.filter(name__in=ROLES))
    if before == set(wanted):
        return
    user.groups.remove(*before)
    user.groups.add(*wanted)
    record(actor=by, action="account.roles-changed", target=f"account:{user.pk}")
    emails.send_notice(user, "Your roles were changed.", by=by)


@transaction.atomic
def remove_access(*, by: User, user: User) -> None:
    """At once: she is signed out everywhere, and nothing of how she signed in is left. Raises NotAllowed."""
    _founders(by, about=user)
    user.is_active, user.is_superuser, user.access_removed_at = False, False, timezone.now()
    _forget_how_she_signs_in(user)
    user.groups.clear()
    Invitation.objects.filter(user=user).delete()
    record(actor=by, action="account.access-removed", target=f"account:{user.pk}")
    emails.send_notice(user, "Your access was removed.", by=by)


@transaction.atomic
def make_fresh_link(*, by: User | None, user: User) -> str:
    """For somebody who lost her phone or forgot her password: the token of a link that works once.

    Passkeys, app, recovery codes and password stop working at once; the link lets her choose new
    ones. It is handed over in person and not mailed: a mailbox alone must not open an account.
    `by` is another founder, or None for the operator at the machine. Raises NotAllowed.
    """
    if by:
        _founders(by, about=user)
    _forget_how_she_signs_in(user)
    roles = user.groups.filter(name__in=ROLES).values_list("name", flat=True)
    _, token = _new_link(
        by=by, user=user, name=user.first_name, email=user.email, roles=list(roles)
    )
    record(actor=by, action="account.step-reset", target=f"account:{user.pk}")
    emails.send_notice(user, "Your way of signing in was reset. You get a new link.", by=by)
    return token


@transaction.atomic
def change_address(*, user: User, email: str) -> None:
    """The address that she signs in with; the old one is told. Raises AddressTaken."""
    email, before = email.lower(), user.email
    if User.objects.exclude(pk=user.pk).filter(username=email).exists():
        raise AddressTaken
    user.username = user.email = email
    _save(user)
    record(actor=user, action="account.address-changed", target=f"account:{user.pk}")
    emails.send_notice(user, "The address that you sign in with was changed.", to=before)


@transaction.atomic
def erase_account(*, user: User) -> None:
    """A right that she has (UK GDPR, article 17): nothing of her is left but the number of her account.

    Raises NotAllowed for the only founder: nobody could let another one in.
    """
    others = User.objects.select_for_update().filter(is_active=True, groups__name=FOUNDERS)
    if user.groups.filter(name=FOUNDERS).exists() and not others.exclude(pk=user.pk).exists():
        raise NotAllowed
    user.is_active, user.is_superuser, user.access_removed_at = False, False, timezone.now()
    _forget_how_she_signs_in(user)
    user.groups.clear()
    user.sign_ins.all().delete()
    Invitation.objects.filter(email=user.email).delete()
    User.forget(User.objects.filter(pk=user.pk))
    record(actor=None, action="account.erased", target=f"account:{user.pk}")


def _save(user: User) -> None:
    """Raises AddressTaken, without what the database says of it: that has the address in it."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise AddressTaken from None


def _founders(by: User, *, about: User | None = None) -> None:
    """Lock the founders' rows, so that two of them cannot remove each other at the same moment."""
    founders = User.objects.select_for_update().filter(is_active=True, groups__name=FOUNDERS)
    if by.pk not in {founder.pk for founder in founders} or (about and about.pk == by.pk):
        raise NotAllowed


def _forget_how_she_signs_in(user: User) -> None:
    Authenticator.objects.filter(user_id=user.pk).delete()
    user.set_unusable_password()
    user.save()
    SignIn.open_ones().filter(user=user).update(ended_at=timezone.now())
