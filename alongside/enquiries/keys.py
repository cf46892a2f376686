"""The inbox key and who holds it: make, let in, remove, exchange, recover, rehearse.

The rule of the house: whoever may read enquiries (`permissions.can_read_enquiries`) *and* holds the key
can read them. An operator can give somebody the role; only a founder with an open inbox, or two
recovery sheets, can give her the key.
"""

import secrets as random
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.core import installation_key, sealing

from . import sheets as paper
from .models import (
    ConversationKey,
    InboxKey,
    KeyHolder,
    RecoverySet,
    RecoverySheet,
    Rehearsal,
    RehearsalCapsule,
    UnlockedInbox,
)

GIVEN_TO = "trustee"  # purpose of the lock on the names of trustees
SHORTEST_PASSPHRASE = 15  # characters (NIST SP 800-63B-4 §3.1.1.2: fifteen where it stands alone)


class KeyExists(Exception):
    """There is an inbox key already."""


class WrongPassphrase(Exception):
    """It does not open her half of the key."""


class NotLetIn(Exception):
    """She has chosen a passphrase; a founder with an open inbox has to let her in."""


class WrongSheets(Exception):
    """These sheets are sound, but they belong to an older key."""


class LastHolder(Exception):
    """Without her nobody could unlock the inbox any more."""


def current_key() -> InboxKey | None:
    """The newest key that is not retired, with or without sheets."""
    return InboxKey.objects.filter(retired_at=None).order_by("-pk").first()


def holders() -> "list[KeyHolder]":
    """Everybody who can unlock the inbox now."""
    return list(
        KeyHolder.objects.filter(sealed_key__isnull=False, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )


# ── The first key, and those who hold it ──


@transaction.atomic
def make_inbox_key(*, by: User, passphrase: str) -> bytes:
    """Make the key and let `by` in. Returns its secret half. Raises KeyExists."""
    if current_key():
        raise KeyExists
    pair = sealing.make_pair()
    key = InboxKey.objects.create(public=pair.public)
    holder = choose_passphrase(user=by, passphrase=passphrase)
    _let_in(holder, key, pair.secret)
    audit.record(actor=by, action="inbox_key.made", target=f"inbox_key:{key.pk}")
    return pair.secret


@transaction.atomic
def choose_passphrase(*, user: User, passphrase: str) -> KeyHolder:
    """A pair of her own, locked under her passphrase. She can be let in from now on.

    Whoever forgot her passphrase does the same again, and is let in again.
    """
    pair = sealing.make_pair()
    holder, _ = KeyHolder.objects.update_or_create(
        user=user,
        defaults={
            "public": pair.public,
            "locked_secret": sealing.lock_with_words(pair.secret, passphrase),
            "key": None,
            "sealed_key": None,
            "passphrase_set_at": timezone.now(),
        },
    )
    UnlockedInbox.objects.filter(user=user).delete()
    audit.record(actor=user, action="inbox_key.passphrase_chosen", target=f"user:{user.pk}")
    return holder


@transaction.atomic
def let_in(*, holder: KeyHolder, by: User, inbox_secret: bytes) -> None:
    """A founder with an open inbox gives the key to another one."""
    key = _key_of(inbox_secret)
    _let_in(holder, key, inbox_secret)
    audit.record(actor=by, action="inbox_key.let_in", target=f"user:{holder.user_id}")


def _let_in(holder: KeyHolder, key: InboxKey, inbox_secret: bytes) -> None:
    holder.key, holder.since = key, timezone.now()
    holder.sealed_key = sealing.seal_key(inbox_secret, bytes(holder.public))
    holder.save()


def _key_of(inbox_secret: bytes) -> InboxKey:
    key = current_key()
    if key is None or bytes(key.public) != sealing.pair_of(inbox_secret).public:
        raise WrongSheets
    return key


def unlock(*, user: User, passphrase: str) -> bytes:
    """The secret inbox key. Takes about half a second. Raises WrongPassphrase or NotLetIn."""
    holder = KeyHolder.objects.filter(user=user).first()
    if holder is None:
        raise NotLetIn
    own = _own_secret(holder, passphrase)
    if holder.sealed_key is None:
        raise NotLetIn
    return sealing.open_key(holder.sealed_key, own)


def _own_secret(holder: KeyHolder, passphrase: str) -> bytes:
    try:
        return sealing.unlock_with_words(bytes(holder.locked_secret), passphrase)
    except sealing.CannotOpen as error:
        raise WrongPassphrase from error


@transaction.atomic
def change_passphrase(*, user: User, old: str, new: str) -> None:
    """Raises WrongPassphrase. Other browsers of hers are locked."""
    holder = KeyHolder.objects.select_for_update().get(user=user)
    holder.locked_secret = sealing.lock_with_words(_own_secret(holder, old), new)
    holder.passphrase_set_at = timezone.now()
    holder.save()
    UnlockedInbox.objects.filter(user=user).delete()
    audit.record(actor=user, action="inbox_key.passphrase_changed", target=f"user:{user.pk}")


@transaction.atomic
def remove_holder(*, holder: KeyHolder, by: User, inbox_secret: bytes) -> bytes:
    """Take the key from a founder, and exchange it: what she may have kept opens nothing new.

    Returns the new secret half; new sheets have to be printed. Raises LastHolder.
    """
    if not [one for one in holders() if one.pk != holder.pk]:
        raise LastHolder
    UnlockedInbox.objects.filter(user=holder.user).delete()
    audit.record(actor=by, action="inbox_key.removed", target=f"user:{holder.user_id}")
    holder.delete()
    return exchange(by=by, inbox_secret=inbox_secret)


@transaction.atomic
def exchange(*, by: User, inbox_secret: bytes) -> bytes:
    """A new inbox key in place of this one: every conversation is sealed to it, every holder gets it.

    Returns the new secret half. The old one opens nothing in this database any more.
    Raises WrongSheets if `inbox_secret` is not the current key.
    """
    old = _key_of(inbox_secret)
    pair = sealing.make_pair()
    new = InboxKey.objects.create(public=pair.public)
    rows = ConversationKey.objects.select_for_update().filter(inbox_key=old)
    for row in rows.iterator(chunk_size=500):
        secret = sealing.open_key(row.for_founders, inbox_secret)
        row.for_founders, row.inbox_key = sealing.seal_key(secret, pair.public), new
        row.save(update_fields=["for_founders", "inbox_key"])
    for holder in KeyHolder.objects.filter(sealed_key__isnull=False):
        _let_in(holder, new, pair.secret)
    UnlockedInbox.objects.filter(key=old).delete()
    _carry_sheets_over(old, new)
    old.retired_at = timezone.now()
    old.save()
    audit.record(actor=by, action="inbox_key.exchanged", target=f"inbox_key:{new.pk}")
    return pair.secret


def _carry_sheets_over(old: InboxKey, new: InboxKey) -> None:
    """The old sheets open nothing any more: they are forgotten, and the screens ask for new ones.

    An empty confirmed set keeps the form open meanwhile: the founders hold the key.
    """
    had_sheets = old.recovery_sets.filter(confirmed_at__isnull=False).exists()
    old.recovery_sets.all().delete()
    if had_sheets:
        RecoverySet.objects.create(key=new, confirmed_at=timezone.now())


# ── Recovery sheets ──


@transaction.atomic
def make_sheets(*, by: User, inbox_secret: bytes, given_to: Sequence[str]) -> list[str]:
    """Three new sheets. Their words are returned, and kept nowhere. Older ones still open the key
    until it is exchanged, but are not rehearsed any more. Raises WrongSheets."""
    key = _key_of(inbox_secret)
    words = paper.split(inbox_secret)
    made = RecoverySet.objects.create(key=key)
    for number, name in enumerate(given_to, 1):
        RecoverySheet.objects.create(
            recovery_set=made,
            number=number,
            given_to_locked=installation_key.lock(name, purpose=GIVEN_TO),
        )
    RehearsalCapsule.objects.bulk_create(
        RehearsalCapsule(
            recovery_set=made,
            first=one.first,
            second=one.second,
            first_places=one.first_places,
            second_places=one.second_places,
            locked=one.locked,
        )
        for one in paper.make_capsules(words, bytes(key.public))
    )
    audit.record(actor=by, action="sheets.made", target=f"recovery_set:{made.pk}")
    return words


@transaction.atomic
def confirm_sheets(*, recovery_set: RecoverySet, by: User) -> None:
    """They are on paper and were read back: the inbox may take in messages."""
    recovery_set.confirmed_at = timezone.now()
    recovery_set.save()
    RecoverySet.objects.filter(key=recovery_set.key).exclude(pk=recovery_set.pk).delete()
    audit.record(actor=by, action="sheets.confirmed", target=f"recovery_set:{recovery_set.pk}")


def given_to(sheet: RecoverySheet) -> str:
    """The name of the trustee, or nothing if it cannot be read any more."""
    try:
        return installation_key.unlock(sheet.given_to_locked, purpose=GIVEN_TO)
    except installation_key.Unreadable:
        return ""


@transaction.atomic
def recover(*, by: User, sheets: Sequence[str], passphrase: str) -> bytes:
    """Two sheets give the key back: `by` chooses a new passphrase and is let in.

    Returns the secret half. Raises sheets.NotASheet, or WrongSheets.
    """
    secret = paper.join(sheets)
    key = _key_of(secret)
    _let_in(choose_passphrase(user=by, passphrase=passphrase), key, secret)
    Rehearsal.objects.create(kind=Rehearsal.Kind.WHOLE_SHEETS, succeeded=True, sheets="")
    audit.record(actor=by, action="inbox_key.recovered", target=f"inbox_key:{key.pk}")
    return secret


# ── Rehearsals ──


def next_capsule() -> RehearsalCapsule | None:
    """What the next rehearsal asks for: the one that was used longest ago, or never."""
    key = current_key()
    capsules = list(
        RehearsalCapsule.objects.filter(
            recovery_set__key=key, recovery_set__confirmed_at__isnull=False
        )
    )
    never = [one for one in capsules if one.used_at is None]
    if never:
        return never[random.randbelow(len(never))]
    return min(capsules, key=lambda one: one.used_at or timezone.now(), default=None)


@transaction.atomic
def rehearse(*, capsule: RehearsalCapsule, by: User, words: Sequence[str]) -> bool:
    """Two trustees read out the words that were asked for. Proved by opening what only they open.

    Raises sheets.NotASheet for a word that is on no list (that is a slip, and no result).
    """
    try:
        opened = paper.open_capsule(bytes(capsule.locked), words)
        works = opened == bytes(capsule.recovery_set.key.public)
    except sealing.CannotOpen:
        works = False
    if works:
        capsule.used_at = timezone.now()
        capsule.save(update_fields=["used_at"])
    _note_rehearsal(Rehearsal.Kind.A_FEW_WORDS, works, f"{capsule.first}, {capsule.second}", by)
    return works


@transaction.atomic
def rehearse_whole_sheets(*, by: User, sheets: Sequence[str]) -> bool:
    """Two whole sheets are typed in, and the key that they give is compared. It is not kept.

    Raises sheets.NotASheet.
    """
    try:
        _key_of(paper.join(sheets))
        works = True
    except WrongSheets:
        works = False
    _note_rehearsal(Rehearsal.Kind.WHOLE_SHEETS, works, "", by)
    return works


def _note_rehearsal(kind: str, works: bool, numbers: str, by: User) -> None:
    row = Rehearsal.objects.create(kind=kind, succeeded=works, sheets=numbers)
    action = "sheets.rehearsed" if works else "sheets.rehearsal_failed"
    audit.record(actor=by, action=action, target=f"rehearsal:{row.pk}")
