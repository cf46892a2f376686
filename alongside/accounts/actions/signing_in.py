"""What is noted when somebody signs in or out, and when her ways of signing in change."""

import time
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from alongside.accounts import emails
from alongside.accounts.audit import record
from alongside.accounts.devices import describe
from alongside.accounts.models import SignIn, User

STEP = 30  # seconds for which a code of an app is good (RFC 6238)
ALARM = 5  # wrong codes in a day: whoever types them knows the password
NAMES = {"totp": "app", "webauthn": "passkey", "recovery_codes": "set of recovery codes"}


@transaction.atomic
def note_sign_in(*, user: User, how: str, user_agent: str) -> SignIn:
    """A new line of her history, open until she signs out."""
    record(actor=user, action="account.signed-in", target=f"account:{user.pk}")
    return SignIn.objects.create(user=user, how=how, device=describe(user_agent))


def note_seen(*, sign_in: SignIn) -> None:
    """The day on which this device was last used: one write a day."""
    if sign_in.last_seen != timezone.localdate():
        SignIn.objects.filter(pk=sign_in.pk).update(last_seen=timezone.localdate())


@transaction.atomic
def note_sign_out(*, user: User, sign_in: int | None) -> None:
    """She signed out on this device, or its time was up."""
    if SignIn.open_ones().filter(user=user, pk=sign_in or 0).update(ended_at=timezone.now()):
        record(actor=user, action="account.signed-out", target=f"account:{user.pk}")


@transaction.atomic
def end_sign_in(*, user: User, sign_in: int) -> bool:
    """Sign one of her own devices out from afar. False when it was not signed in."""
    ended = SignIn.open_ones().filter(user=user, pk=sign_in).update(ended_at=timezone.now())
    if ended:
        record(actor=user, action="account.device-signed-out", target=f"account:{user.pk}")
    return bool(ended)


@transaction.atomic
def end_other_sign_ins(*, user: User, but: int | None) -> int:
    """Sign all her devices out but this one; how many there were."""
    others = SignIn.open_ones().filter(user=user).exclude(pk=but or 0)
    ended = others.update(ended_at=timezone.now())
    if ended:
        record(actor=user, action="account.devices-signed-out", target=f"account:{user.pk}")
    return ended


@transaction.atomic
def note_wrong_password(*, email: str) -> None:
    """Somebody typed a wrong password for this address. What was typed is not kept."""
    user = User.objects.filter(username=email.lower()).first()
    record(
        actor=None,
        action="account.password-failed",
        target=f"account:{user.pk}" if user else "",
    )


@transaction.atomic
def note_failed_step(*, user: User, how: str, user_agent: str) -> None:
    """A wrong code or passkey, after the right password. She is told on the fifth in a day."""
    SignIn.objects.create(
        user=user, how=how, device=describe(user_agent), failed=True, ended_at=timezone.now()
    )
    record(actor=None, action="account.step-failed", target=f"account:{user.pk}")
    lately = timezone.now() - timedelta(days=1)
    if user.sign_ins.filter(failed=True, at__gt=lately).count() == ALARM:
        emails.send_notice(
            user,
            f"Somebody typed your password and then {ALARM} wrong codes. If it was not you, "
            "choose a new password now.",
        )


@transaction.atomic
def use_code_once(*, authenticator: Authenticator) -> bool:
    """Take the present 30 seconds of an app: a second use of the same code is refused (RFC 6238 §5.2).

    In the row, under a lock: a cache may forget, and two workers may ask at once.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = int(time.time()) // STEP
    if row.data.get("step", -1) >= step:
        return False
    row.data["step"] = step
    row.save(update_fields=["data"])
    return True


@transaction.atomic
def note_factor_added(*, user: User, kind: str) -> None:
    record(actor=user, action="account.step-added", target=f"account:{user.pk}")
    emails.send_notice(user, f"A new {NAMES[kind]} was added to your account.")


@transaction.atomic
def note_factor_removed(*, user: User, kind: str, sign_in: int | None) -> None:
    """Whoever holds the lost phone may be signed in with it: her other devices are signed out."""
    record(actor=user, action="account.step-removed", target=f"account:{user.pk}")
    end_other_sign_ins(user=user, but=sign_in)
    emails.send_notice(user, f"One {NAMES[kind]} was removed from your account.")


@transaction.atomic
def note_new_codes(*, user: User) -> None:
    record(actor=user, action="account.codes-made", target=f"account:{user.pk}")
    emails.send_notice(user, "New recovery codes were made. The old ones no longer work.")


@transaction.atomic
def note_password_changed(*, user: User, sign_in: int | None) -> None:
    record(actor=user, action="account.password-changed", target=f"account:{user.pk}")
    end_other_sign_ins(user=user, but=sign_in)
    emails.send_notice(user, "Your password was changed.")
