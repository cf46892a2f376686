"""The moderation key: made by itself, opened by founders with their inbox, given to moderators by a founder.

Founders need no second passphrase: the secret half is sealed to their own key (`core.organisation_key`),
so their recovery sheets cover it too. It opens nothing that people write to the founders.
"""

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from alongside.accounts import audit, open_keys
from alongside.accounts.models import AuditEntry, User
from alongside.accounts.permissions import can_moderate
from alongside.accounts.roles import MODERATORS
from alongside.core import organisation_key, passphrases, sealing
from alongside.core.passphrases import WrongPassphrase

from .models import ExperienceKey, ModerationKey, Moderator, UnlockedExperiences

COOKIE = "experiences"
WITHDRAWN = "moderation.withdrawn"


class NotOpenYet(Exception):
    """The founders have no key yet: nothing can be taken in."""


class NotLetIn(Exception):
    """She has chosen a passphrase; a founder with an open inbox has to let her in."""


def is_open() -> bool:
    """Whether experiences can be taken in."""
    return organisation_key.keeper().is_open()


def hold_moderation_key() -> ModerationKey:
    """The live key; made if there is none. Call it inside a transaction. Raises NotOpenYet.

    The founders' key is held, so that neither is exchanged before the transaction ends.
    """
    founders = organisation_key.keeper().hold()
    if founders is None:
        raise NotOpenYet
    return current_key() or _make(founders.public)


def current_key() -> ModerationKey | None:
    return ModerationKey.objects.filter(retired_at=None).first()


def _make(founders_public: bytes) -> ModerationKey:
    pair = sealing.make_pair()
    try:
        with transaction.atomic():
            return ModerationKey.objects.create(
                public=pair.public, for_founders=sealing.seal_key(pair.secret, founders_public)
            )
    except IntegrityError:  # somebody else made it in this moment
        return ModerationKey.objects.get(retired_at=None)


# ── Opening it ──


def moderation_secret(request: HttpRequest) -> bytes | None:
    """The key, if this browser has the inbox (a founder) or the experiences (a moderator) open."""
    key = current_key()
    if key is None or not can_moderate(request.user):
        return None
    inbox = organisation_key.keeper().opened(request)
    if inbox is not None:
        return _open_for_founders(key, inbox)
    row, cookie_key = open_keys.row_of(request, UnlockedExperiences, COOKIE)
    if row is None or row.key_id != key.pk or not is_let_in(row.user):
        return None
    return open_keys.secret_of(row, cookie_key, now=timezone.now())


def _open_for_founders(key: ModerationKey, inbox_secret: bytes) -> bytes | None:
    try:
        return sealing.open_key(bytes(key.for_founders), inbox_secret)
    except sealing.CannotOpen:
        return None


def is_let_in(user: User) -> bool:
    rows = Moderator.objects.filter(user=user, sealed_key__isnull=False, key=current_key())
    return rows.exists() and can_moderate(user)


def unlock(*, user: User, passphrase: str) -> bytes:
    """The secret half, for a moderator. Raises passphrases.WrongPassphrase or NotLetIn."""
    row = Moderator.objects.filter(user=user).first()
    if row is None or not can_moderate(user):
        raise NotLetIn
    own = passphrases.open_half(bytes(row.locked_secret), passphrase)
    if row.sealed_key is None or row.key != current_key():
        raise NotLetIn
    try:
        return sealing.open_key(bytes(row.sealed_key), own)
    except sealing.CannotOpen as error:
        raise WrongPassphrase from error


# ── Who has it ──


def choose_passphrase(*, user: User, passphrase: str) -> Moderator:
    """A pair of her own, locked under her passphrase. A founder can let her in from now on."""
    half = passphrases.make_half(passphrase)
    with transaction.atomic():
        row, _ = Moderator.objects.update_or_create(
            user=user,
            defaults={
                "public": half.public,
                "locked_secret": half.locked_secret,
                "key": None,
                "sealed_key": None,
                "since": timezone.now(),
            },
        )
        UnlockedExperiences.objects.filter(user=user).delete()
        audit.record(actor=user, action="moderation.passphrase_chosen", target=f"user:{user.pk}")
    return row


@transaction.atomic
def let_in(*, moderator: Moderator, by: User, secret: bytes) -> None:
    """A founder with an open inbox gives the key to a moderator. `secret`: `moderation_secret`."""
    key = _key_of(secret)
    moderator.key, moderator.since = key, timezone.now()
    moderator.sealed_key = sealing.seal_key(secret, bytes(moderator.public))
    moderator.save()
    audit.record(actor=by, action="moderation.let_in", target=f"user:{moderator.user_id}")


def waiting_to_be_let_in() -> list[Moderator]:
    """Moderators who chose a passphrase and cannot read yet. Who waits longest comes first."""
    rows = Moderator.objects.select_related("user").order_by("since")
    moderators = rows.filter(user__is_active=True, user__groups__name=MODERATORS).distinct()
    key = current_key()
    return [row for row in moderators if not _opens(row, key)]


def let_in_now() -> list[Moderator]:
    """Moderators who can read with their passphrase."""
    rows = Moderator.objects.select_related("user").order_by("user__first_name", "pk")
    key = current_key()
    return [row for row in rows if _opens(row, key)]


def _opens(row: Moderator, key: ModerationKey | None) -> bool:
    return key is not None and row.sealed_key is not None and row.key_id == key.pk


def left_since_exchange() -> int:
    """How many lost the role since the key is in use. It may be that they had kept it."""
    key = current_key()
    if key is None:
        return 0
    return AuditEntry.objects.filter(action=WITHDRAWN, at__gt=key.made_at).count()


@transaction.atomic
def remove(*, moderator: Moderator, by: User, secret: bytes) -> None:
    """A founder takes it from a moderator, and the key is exchanged: what she may have kept opens nothing.

    Raises as `exchange`.
    """
    UnlockedExperiences.objects.filter(user=moderator.user_id).delete()
    moderator.delete()
    audit.record(actor=by, action="moderation.removed", target=f"user:{moderator.user_id}")
    exchange(by=by, secret=secret)


@transaction.atomic
def withdraw_from_strangers() -> int:
    """Who is a moderator no more loses what opens experiences. How many there were."""
    moderators = User.objects.filter(is_active=True, groups__name=MODERATORS)
    gone = list(Moderator.objects.exclude(user__in=moderators))
    for row in gone:
        UnlockedExperiences.objects.filter(user=row.user_id).delete()
        row.delete()
        action = WITHDRAWN if row.sealed_key else "moderation.passphrase_dropped"
        audit.record(actor=None, action=action, target=f"user:{row.user_id}")
    return len(gone)


# ── Exchanging it ──


def follow_founders_key(old_inbox_secret: bytes, new_inbox_public: bytes) -> None:
    """The founders exchanged their key: ours is exchanged with it. In the caller's transaction."""
    key = _locked_key()
    if key is None:
        return
    secret = _open_for_founders(key, old_inbox_secret)
    if secret is not None:  # else an altered row: new experiences get a new key all the same
        _exchange(key, secret, new_inbox_public)
        return
    _retire(key)


@transaction.atomic
def exchange(*, by: User, secret: bytes) -> None:
    """A new moderation key in place of this one: what somebody may have kept opens nothing new.

    Raises NotOpenYet, or sealing.CannotOpen if `secret` is not the current one.
    """
    founders = organisation_key.keeper().hold()
    if founders is None:
        raise NotOpenYet
    key = _key_of(secret)
    _exchange(key, secret, founders.public)
    audit.record(actor=by, action="moderation.key_exchanged", target=f"moderation_key:{key.pk}")


def _locked_key() -> ModerationKey | None:
    return ModerationKey.objects.select_for_update().filter(retired_at=None).first()


def _key_of(secret: bytes) -> ModerationKey:
    """The live key, locked. Raises NotOpenYet, or sealing.CannotOpen if this is not its secret half."""
    key = _locked_key()
    if key is None:
        raise NotOpenYet
    if sealing.pair_of(secret).public != bytes(key.public):
        raise sealing.CannotOpen
    return key


def _exchange(key: ModerationKey, secret: bytes, founders_public: bytes) -> None:
    withdraw_from_strangers()
    _retire(key)
    pair = sealing.make_pair()
    new = ModerationKey.objects.create(
        public=pair.public, for_founders=sealing.seal_key(pair.secret, founders_public)
    )
    for row in Moderator.objects.filter(key=key, sealed_key__isnull=False):
        row.key, row.sealed_key = new, sealing.seal_key(pair.secret, bytes(row.public))
        row.save()
    _seal_all_to(new, old=key, old_secret=secret)


def _retire(key: ModerationKey) -> None:
    key.retired_at = timezone.now()
    key.save(update_fields=["retired_at"])
    UnlockedExperiences.objects.filter(key=key).delete()


def _seal_all_to(new: ModerationKey, *, old: ModerationKey, old_secret: bytes) -> None:
    rows = ExperienceKey.objects.select_for_update().filter(moderation_key=old)
    for pk, sealed in list(rows.values_list("pk", "for_moderators")):
        try:
            own = sealing.open_key(bytes(sealed), old_secret)
        except sealing.CannotOpen:  # no reason to leave all others to the old key
            continue
        ExperienceKey.objects.filter(pk=pk).update(
            for_moderators=sealing.seal_key(own, bytes(new.public)), moderation_key=new
        )
