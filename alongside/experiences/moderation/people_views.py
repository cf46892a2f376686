"""Who can read what people tell us: a moderator's passphrase, letting her in, removing her."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.models import User
from alongside.accounts.passphrase_forms import PassphraseForm
from alongside.accounts.permissions import can_let_moderators_in, signed_in
from alongside.accounts.roles import MODERATORS
from alongside.core import organisation_key
from alongside.core.passphrases import check_phrase, draw_passphrase
from alongside.experiences import keys
from alongside.experiences.models import Moderator
from alongside.experiences.permissions import for_founders, for_moderators

from .door import door

DRAW = "draw"  # the button that asks for six words


class ModeratorPassphraseForm(PassphraseForm):
    name = "passphrase"


@require_safe
@for_moderators
def people(request: HttpRequest) -> HttpResponse:
    """Who can read, who waits to be let in, and what is left to do."""
    let_in = {row.user_id for row in keys.let_in_now()}
    waiting = {row.user_id: row for row in keys.waiting_to_be_let_in()}
    moderators = User.objects.filter(is_active=True, groups__name=MODERATORS).distinct()
    shown = {
        "is_founder": can_let_moderators_in(request.user),
        "people": [
            {
                "name": name_of(user),
                "row": waiting.get(user.pk),
                "user_pk": user.pk,
                "can_read": user.pk in let_in,
                "is_founder": can_let_moderators_in(user),
            }
            for user in moderators.order_by("first_name", "pk")
        ],
        "rows": {row.user_id: row.pk for row in keys.let_in_now()},
        "left": keys.left_since_exchange(),
        "mine": Moderator.objects.filter(user=request.user.pk).first(),
        "is_open": keys.moderation_secret(request) is not None,
    }
    return render(request, "experiences/moderation/people.html", shown)


def name_of(user: Any) -> str:
    """Her name; never an address."""
    return user.get_full_name() or f"Moderator {user.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def passphrase(request: HttpRequest) -> HttpResponse:
    """She chooses one, or another one after she forgot it; then a founder lets her in (again)."""
    user = signed_in(request)
    if can_let_moderators_in(user):
        messages.info(request, "You are a founder: your inbox passphrase opens this too.")
        return redirect("experiences")
    pressed = request.POST.get("press") if request.method == "POST" else None
    form = ModeratorPassphraseForm(request.POST if pressed and pressed != DRAW else None, user=user)
    if form.is_bound and form.is_valid():
        keys.choose_passphrase(user=user, passphrase=form.cleaned_data["passphrase"])
        messages.success(request, "Your passphrase is kept. Now a founder has to let you in.")
        return redirect("experiences")
    shown = {
        "form": form,
        "drawn": draw_passphrase() if pressed == DRAW else "",
        "can_read_now": keys.is_let_in(user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "experiences/moderation/passphrase.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def let_in(request: HttpRequest, number: int) -> HttpResponse:
    """A moderator gets the key, once both have the same four words on their screens."""
    if organisation_key.keeper().opened(request) is None:
        return door(request)
    row = get_object_or_404(Moderator.objects.select_related("user"), pk=number)
    if row not in keys.waiting_to_be_let_in():
        messages.info(
            request, "Nothing is left to do: she is in already, or no moderator any more."
        )
        return redirect("experiences_people")
    phrase, changed = check_phrase(bytes(row.public)), False
    if request.method == "POST":
        if request.POST.get("phrase") == phrase:
            return _let_in(request, row)
        changed = True
    shown = {"name": name_of(row.user), "phrase": phrase, "changed": changed, "row": row}
    status = 409 if changed else 200
    return render(request, "experiences/moderation/let_in.html", shown, status=status)


def _let_in(request: HttpRequest, row: Moderator) -> HttpResponse:
    with transaction.atomic():
        keys.hold_moderation_key()  # the first one: nobody has told anything yet
        secret = keys.moderation_secret(request)
        if secret is None:
            return door(request)
        keys.let_in(moderator=row, by=signed_in(request), secret=secret)
    messages.success(request, "She is let in. She can read with her passphrase now.")
    return redirect("experiences_people")


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take it from a moderator, and exchange the key."""
    secret = keys.moderation_secret(request)
    if secret is None:
        return door(request)
    row = get_object_or_404(Moderator.objects.select_related("user"), pk=number)
    if request.method == "POST":
        keys.remove(moderator=row, by=signed_in(request), secret=secret)
        messages.success(request, "She cannot read any more, and the key is a new one.")
        return redirect("experiences_people")
    return render(request, "experiences/moderation/remove.html", {"name": name_of(row.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def exchange(request: HttpRequest) -> HttpResponse:
    """A new key, when somebody has left or a telephone is lost."""
    secret = keys.moderation_secret(request)
    if secret is None:
        return door(request)
    if request.method == "POST":
        keys.exchange(by=signed_in(request), secret=secret)
        messages.success(request, "The key is a new one. Everybody who could read still can.")
        return redirect("experiences_people")
    return render(request, "experiences/moderation/exchange.html")


# Half a second for the passphrase, or every experience sealed anew: nobody else shall wait to write
# meanwhile. Each action is a transaction of its own.
for _view in (passphrase, remove, exchange):
    _view.opens_transaction = True  # type: ignore[attr-defined]
