"""Moderators' keys: her passphrase, unlock, lock; a founder lets her in, or takes the key from her."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts import audit, open_keys
from alongside.accounts.models import User
from alongside.accounts.passphrase_forms import PassphraseForm
from alongside.accounts.permissions import can_read_enquiries
from alongside.accounts.roles import MODERATORS
from alongside.core import limits
from alongside.core.passphrases import WrongPassphrase, check_phrase, draw_passphrase

from . import keys
from .door import after, door
from .models import Moderator, UnlockedExperiences
from .permissions import for_moderators, signed_in, with_open_experiences

DRAW = "draw"  # the button that asks for six words
WRONG = "This does not open it. Please look at each word, and try again."
LIMIT = "experiences"


@require_POST
@for_moderators
def unlock(request: HttpRequest) -> HttpResponse:
    """Her passphrase opens experiences in this browser; wrong ones slow down and never lock out."""
    user = signed_in(request)
    try:
        attempt = limits.slow_down(request, door=LIMIT)
        secret = keys.unlock(user=user, passphrase=request.POST.get("passphrase", ""))
    except limits.TooMany as error:
        wait = limits.in_words(error.wait_seconds)
        return door(request, problem=f"That was often. Please wait {wait}.", status=429)
    except WrongPassphrase:
        return door(request, problem=WRONG, status=422)
    except keys.NotLetIn:
        return door(request)
    attempt.was_right()
    response = redirect(after(request))
    with transaction.atomic():
        key = keys.current_key()
        open_keys.keep_open(
            request, response, model=UnlockedExperiences, cookie=keys.COOKIE, secret=secret,
            user=user, key=key,
        )  # fmt: skip
        audit.record(actor=user, action="experiences.unlocked", target=f"user:{user.pk}")
    return response


@require_POST
@for_moderators
def lock(request: HttpRequest) -> HttpResponse:
    response = redirect("experiences")
    open_keys.lock(request, response, model=UnlockedExperiences, cookie=keys.COOKIE)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def passphrase(request: HttpRequest) -> HttpResponse:
    """Choose it, or choose another one because she forgot it; then a founder lets her in."""
    user = signed_in(request)
    pressed = request.POST.get("press") if request.method == "POST" else None
    form = PassphraseForm(request.POST if pressed and pressed != DRAW else None, user=user)
    if form.is_bound and form.is_valid():
        keys.choose_passphrase(user=user, passphrase=form.cleaned_data["passphrase"])
        messages.success(request, "Your passphrase is kept. Now a founder has to let you in.")
        return redirect("experiences")
    shown = {
        "form": form,
        "drawn": draw_passphrase() if pressed == DRAW else "",
        "is_let_in": keys.is_let_in(user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "experiences/desk/passphrase.html", shown, status=status)


# Half a second for the passphrase: nobody else shall wait to write meanwhile.
for _view in (unlock, passphrase):
    _view.opens_transaction = True  # type: ignore[attr-defined]


@require_safe
@for_moderators
def moderators(request: HttpRequest) -> HttpResponse:
    """Who can read what people tell us."""
    rows = {row.user_id: row for row in Moderator.objects.all()}
    people = User.objects.filter(is_active=True, groups__name=MODERATORS).order_by("first_name")
    shown = {
        "people": [(user, rows.get(user.pk)) for user in people],
        "key": keys.current_key(),
        "may_let_in": can_read_enquiries(request.user),
    }
    return render(request, "experiences/desk/moderators.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_experiences
def let_in(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """A founder gives her the key, once both have the same four words on their screens."""
    row = get_object_or_404(Moderator.objects.select_related("user"), pk=pk)
    if not can_read_enquiries(request.user):
        messages.warning(request, "A founder has to do this.")
        return redirect("experiences_moderators")
    if keys.is_let_in(row.user):
        messages.info(request, "Nothing is left to do: she is in.")
        return redirect("experiences_moderators")
    phrase, changed = check_phrase(bytes(row.public)), False
    if request.method == "POST":
        if request.POST.get("phrase") == phrase:
            keys.let_in(moderator=row, by=signed_in(request), secret=secret)
            messages.success(request, "She is let in. She can read what people tell us now.")
            return redirect("experiences_moderators")
        changed = True
    shown = {"moderator": row, "phrase": phrase, "changed": changed}
    status = 409 if changed else 200
    return render(request, "experiences/desk/let_in.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_experiences
def remove(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """A founder takes the key from her, and the key is exchanged."""
    row = get_object_or_404(Moderator.objects.select_related("user"), pk=pk)
    if not can_read_enquiries(request.user):
        messages.warning(request, "A founder has to do this.")
        return redirect("experiences_moderators")
    if request.method == "POST":
        with transaction.atomic():
            UnlockedExperiences.objects.filter(user=row.user).delete()
            row.delete()
            keys.exchange(by=signed_in(request), secret=secret)
        messages.success(request, "She cannot read any more, and the key is a new one.")
        return redirect("experiences_moderators")
    return render(request, "experiences/desk/remove.html", {"moderator": row})
