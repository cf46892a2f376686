"""The inbox key and who holds it: make, let in, remove, exchange, recover.

The rule of the house: whoever may read enquiries (`permissions.can_read_enquiries`) *and* holds the key
can read them. An operator can give somebody the role; only a founder with an open inbox, or two
recovery sheets, can give her the key.
"""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.accounts.permissions import can_read_enquiries
from alongside.accounts.roles import FOUNDERS
from alongside.core import installation_key, organisation_key, sealing
from alongside.core.passphrases import (
    Half,
    WrongPassphrase,
    lock_secret,
    make_half,
    open_half,
)

from . import sheets as paper
from .emails import tell_founders
from .models import (
    ConversationKey,
    InboxKey,
    KeyHolder,
    RecoverySet,
    RecoverySheet,
    Rehearsal,
    RehearsalCapsule,
    UnlockedInbox,
    live_key,
)

GIVEN_TO = "trustee"  # purpose of the lock on the names of trustees


class KeyExists(Exception):
    """There is an inbox key already."""


class NotLetIn(Exception):
    """She has chosen a passphrase; a founder with an open inbox has to let her in."""


class WrongSheets(Exception):
    """These sheets are sound, but they belong to an older key."""


class LastHolder(Exception):
    """Without her nobody could unlock the inbox any more."""


def current_key() -> InboxKey | None:
    """The newest key that is not retired, with or without sheets."""
    return InboxKey.objects.filter(retired_at=None).order_by("-pk").first()


def hold_live_key() -> InboxKey | None:
    """The key that takes in conversations; nobody exchanges it before the transaction ends.

    Else a message that arrives while the key is exchanged would be sealed to the old one, for nobody.
    """
    key = live_key()
    while key is not None and not _hold(key):
        key = live_key()  # it was exchanged while we waited for it
    return key


def _hold(key: InboxKey) -> bool:
    if connection.vendor == "sqlite":  # one writer at a time
        return True
    with connection.cursor() as cursor:  # shared: many messages may arrive at once
        table = InboxKey._meta.db_table
        statement = f"SELECT 1 FROM {table} WHERE id = %s AND retired_at IS NULL FOR SHARE"  # noqa: S608
        cursor.execute(statement, [key.pk])
        return cursor.fetchone() is not None


def holders() -> "list[KeyHolder]":
    """Everybody who can unlock the inbox now: active founders who were let in."""
    return list(
        KeyHolder.objects.filter(
            sealed_key__isnull=False, user__is_active=True, user__groups__name=FOUNDERS
        )
        .select_related("user")
        .order_by("pk")
    )


def waiting_to_be_let_in() -> "list[KeyHolder]":
    """Founders who have chosen a passphrase, and cannot read yet."""
    rows = KeyHolder.objects.filter(
        sealed_key=None, user__is_active=True, user__groups__name=FOUNDERS
    )
    return list(rows.select_related("user").order_by("pk"))


def no_longer_founders() -> "list[KeyHolder]":
    """Who was let in once and lost the role or the account since. She cannot unlock any more; what she
    may have kept opens new messages until the key is exchanged."""
    return [one for one in _not_founders() if one.key_id is not None]


def _not_founders() -> "list[KeyHolder]":
    founders = User.objects.filter(is_active=True, groups__name=FOUNDERS)
    rows = KeyHolder.objects.exclude(user__in=founders).select_related("user")
    return list(rows.order_by("pk"))


@transaction.atomic
def withdraw_from_strangers() -> int:
    """Who is a founder no more loses what opens the inbox: a founder again, she has to be let in again.

    That she was let in once stays written down until the key is exchanged (`no_longer_founders`). How
    many there were.
    """
    withdrawn = [one for one in _not_founders() if one.key_id is None or one.sealed_key is not None]
    for holder in withdrawn:
        UnlockedInbox.objects.filter(user=holder.user_id).delete()
        if holder.key_id is None:  # she never was let in: there is nothing to remember
            holder.delete()
            continue
        KeyHolder.objects.filter(pk=holder.pk).update(sealed_key=None)
        audit.record(actor=None, action="inbox_key.withdrawn", target=f"user:{holder.user_id}")
    return len(withdrawn)


# ── The first key, and those who hold it ──


def make_inbox_key(*, by: User, passphrase: str) -> bytes:
    """Make the key and let `by` in. Returns its secret half. Raises KeyExists."""
    half, pair = make_half(passphrase), sealing.make_pair()
    with transaction.atomic():
        if current_key():
            raise KeyExists
        key = InboxKey.objects.create(public=pair.public)
        _let_in(_keep_half(by, half), key, pair.secret)
        audit.record(actor=by, action="inbox_key.made", target=f"inbox_key:{key.pk}")
    return pair.secret


def choose_passphrase(*, user: User, passphrase: str) -> KeyHolder:
    """A pair of her own, locked under her passphrase. She can be let in from now on.

    Whoever forgot her passphrase does the same again, and is let in again. Raises LastHolder when
    nobody would be left who could do that: then it takes two sheets.
    """
    half = make_half(passphrase)
    with transaction.atomic():
        _locked_key()  # one after the other: else two who do this at once leave nobody
        if [one.user_id for one in holders()] == [user.pk]:
            raise LastHolder
        return _keep_half(user, half)


def _keep_half(user: User, half: Half) -> KeyHolder:
    holder, _ = KeyHolder.objects.update_or_create(
        user=user,
        defaults={
            "public": half.public,
            "locked_secret": half.locked_secret,
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
    key = key_of(inbox_secret)
    _let_in(holder, key, inbox_secret)
    audit.record(actor=by, action="inbox_key.let_in", target=f"user:{holder.user_id}")
    tell_founders("let_in", now=timezone.now(), kind="enquiries.let_in", soon=True)


def _let_in(holder: KeyHolder, key: InboxKey, inbox_secret: bytes) -> None:
    if holder.sealed_key is None:
        holder.since = timezone.now()
    holder.key = key
    holder.sealed_key = sealing.seal_key(inbox_secret, bytes(holder.public))
    holder.save()


def key_of(inbox_secret: bytes) -> InboxKey:
    """The current key, if this is its secret half; nobody exchanges it before the transaction ends.

    Raises WrongSheets.
    """
    key = _locked_key()
    if key is None or not _belongs(inbox_secret, key):
        raise WrongSheets
    return key


def _locked_key() -> InboxKey | None:
    return InboxKey.objects.select_for_update().filter(retired_at=None).order_by("-pk").first()


def _belongs(inbox_secret: bytes, key: InboxKey) -> bool:
    return bytes(key.public) == sealing.pair_of(inbox_secret).public


def unlock(*, user: User, passphrase: str) -> bytes:
    """The secret inbox key. Takes about half a second. Raises WrongPassphrase or NotLetIn."""
    holder = KeyHolder.objects.filter(user=user).first()
    if holder is None or not can_read_enquiries(user):
        raise NotLetIn
    own = open_half(bytes(holder.locked_secret), passphrase)
    if holder.sealed_key is None:
        raise NotLetIn
    return sealing.open_key(bytes(holder.sealed_key), own)


def change_passphrase(*, user: User, old: str, new: str) -> None:
    """Raises WrongPassphrase. Other browsers of hers are locked."""
    holder = KeyHolder.objects.get(user=user)
    locked = lock_secret(open_half(bytes(holder.locked_secret), old), new)
    with transaction.atomic():
        row = KeyHolder.objects.select_for_update().filter(pk=holder.pk).first()
        if row is None or bytes(row.locked_secret) != bytes(holder.locked_secret):
            raise WrongPassphrase  # it was changed in another browser meanwhile
        row.locked_secret, row.passphrase_set_at = locked, timezone.now()
        row.save(update_fields=["locked_secret", "passphrase_set_at"])
        UnlockedInbox.objects.filter(user=user).delete()
        audit.record(actor=user, action="inbox_key.passphrase_changed", target=f"user:{user.pk}")


@transaction.atomic
def remove_holder(*, holder: KeyHolder, by: User, inbox_secret: bytes) -> bytes:
    """Take the key from a founder, and exchange it: what she may have kept opens nothing new.

    Returns the new secret half; new sheets have to be printed. Raises LastHolder.
    """
    _locked_key()
    if not [one for one in holders() if one.pk != holder.pk]:
        raise LastHolder
    UnlockedInbox.objects.filter(user=holder.user).delete()
    audit.record(actor=by, action="inbox_key.removed", target=f"user:{holder.user_id}")
    holder.delete()
    return exchange(by=by, inbox_secret=inbox_secret)


@transaction.atomic
def exchange(*, by: User, inbox_secret: bytes) -> bytes:
    """A new inbox key in place of this one: every conversation is sealed to it, every holder gets it.

    Who is not a founder any more gets nothing, and her half goes. Returns the new secret half; the old
    one opens nothing in this database any more. 2,000 conversations take about a second. Those that it
    cannot open, because somebody has altered a row, are left as they are: `left_behind`.
    Raises WrongSheets if `inbox_secret` is not the current key.
    """
    old = key_of(inbox_secret)
    pair = sealing.make_pair()
    new = InboxKey.objects.create(public=pair.public)
    _seal_all_to(new, old=old, old_secret=inbox_secret)
    for stranger in no_longer_founders():
        stranger.delete()
    for holder in holders():
        _let_in(holder, new, pair.secret)
    organisation_key.exchanged(inbox_secret, pair.public)
    UnlockedInbox.objects.filter(key=old).delete()
    _carry_sheets_over(old, new)
    old.retired_at = timezone.now()
    old.save()
    audit.record(actor=by, action="inbox_key.exchanged", target=f"inbox_key:{new.pk}")
    return pair.secret


def _seal_all_to(new: InboxKey, *, old: InboxKey, old_secret: bytes) -> None:
    """Every conversation of the old key, one by one. In the transaction of the caller."""
    public = bytes(new.public)
    rows = ConversationKey.objects.select_for_update().filter(inbox_key=old)
    for pk, sealed in list(rows.values_list("pk", "for_founders")):
        try:
            own = sealing.open_key(bytes(sealed), old_secret)
        except sealing.CannotOpen:  # no reason to leave all others to the old key
            continue
        ConversationKey.objects.filter(pk=pk).update(
            for_founders=sealing.seal_key(own, public), inbox_key=new
        )


def left_behind() -> list[int]:
    """Numbers of the conversations that an exchange could not open. Only six words open them now."""
    rows = ConversationKey.objects.filter(inbox_key__retired_at__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


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
    key = key_of(inbox_secret)
    words = paper.split(inbox_secret)
    key.recovery_sets.filter(confirmed_at=None).delete()  # begun and left
    made = RecoverySet.objects.create(key=key, identifier=paper.identifier_of(words[0]))
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


def sheets_in_use() -> RecoverySet | None:
    """The newest sheets of the current key that are on paper and were read back."""
    sets = RecoverySet.objects.filter(key=current_key(), confirmed_at__isnull=False)
    return sets.filter(sheets__isnull=False).distinct().order_by("-pk").first()


def given_to(sheet: RecoverySheet) -> str:
    """The name of the trustee, or nothing if it cannot be read any more."""
    try:
        return installation_key.unlock(bytes(sheet.given_to_locked), purpose=GIVEN_TO)
    except installation_key.Unreadable:
        return ""


def are_of(used: RecoverySet | None, sheets: Sequence[str]) -> bool:
    """Whether these sheets are of this set: older ones of the same key prove nothing about it."""
    return used is not None and used.identifier == paper.identifier_of(sheets[0])


def note_rehearsal(*, kind: str, works: bool, numbers: str, by: User) -> None:
    """That the sheets in use were tried, and what came of it. In the transaction of the caller."""
    row = Rehearsal.objects.create(kind=kind, succeeded=works, sheets=numbers)
    if works and (used := sheets_in_use()):
        used.reminded_at = None
        used.save(update_fields=["reminded_at"])
    action = "sheets.rehearsed" if works else "sheets.rehearsal_failed"
    audit.record(actor=by, action=action, target=f"rehearsal:{row.pk}")


def recover(*, by: User, sheets: Sequence[str], passphrase: str) -> bytes:
    """Two sheets give the key back: `by` chooses a new passphrase and is let in.

    If they are of the set in use, it counts as a rehearsal. Returns the secret half. Raises
    sheets.NotASheet, or WrongSheets.
    """
    secret, now_used = paper.join(sheets), current_key()
    if now_used is None or not _belongs(secret, now_used):
        raise WrongSheets
    half = make_half(passphrase)
    with transaction.atomic():
        key = key_of(secret)
        _let_in(_keep_half(by, half), key, secret)
        if are_of(sheets_in_use(), sheets):
            whole = Rehearsal.Kind.WHOLE_SHEETS
            note_rehearsal(kind=whole, works=True, numbers="", by=by)
        audit.record(actor=by, action="inbox_key.recovered", target=f"inbox_key:{key.pk}")
        tell_founders("inbox_recovered", now=timezone.now(), kind="enquiries.recovered", soon=True)
    return secret
