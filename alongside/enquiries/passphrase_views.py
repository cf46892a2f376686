"""Her inbox passphrase: choose it (which makes the key, if there is none), change it, forget it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.passphrase_forms import ChangePassphraseForm, PassphraseForm
from alongside.accounts.permissions import signed_in
from alongside.core import limits
from alongside.core.passphrases import WrongPassphrase, draw_passphrase

from . import keys
from .founders import name_of
from .key_forms import FirstPassphraseForm
from .key_views import opened
from .models import KeyHolder
from .permissions import for_founders

DOOR = "inbox passphrase"
DRAW = "draw"  # the button that asks for six words


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def choose(request: HttpRequest) -> HttpResponse:
    """The first one makes the key; later ones wait to be let in."""
    user, is_first = signed_in(request), keys.current_key() is None
    if not is_first and _only_she_holds_it(request):
        return redirect("inbox_key_forgotten")
    make = FirstPassphraseForm if is_first else PassphraseForm
    pressed = request.POST.get("press") if request.method == "POST" else None
    form = make(request.POST if pressed and pressed != DRAW else None, user=user)
    if form.is_bound and form.is_valid():
        return _chosen(request, form.cleaned_data["passphrase"], is_first=is_first)
    shown = {
        "form": form,
        "is_first": is_first,
        "drawn": draw_passphrase() if pressed == DRAW else "",
        "holds_now": KeyHolder.objects.filter(user=user, sealed_key__isnull=False).exists(),
    }
    return render(
        request, "enquiries/keys/choose.html", shown, status=422 if form.is_bound else 200
    )


def _only_she_holds_it(request: HttpRequest) -> bool:
    return [one.user_id for one in keys.holders()] == [request.user.pk]


def _chosen(request: HttpRequest, passphrase: str, *, is_first: bool) -> HttpResponse:
    user = signed_in(request)
    if not is_first:
        keys.choose_passphrase(user=user, passphrase=passphrase)
        messages.success(request, "Your passphrase is kept. Now another founder has to let you in.")
        return redirect("inbox_keys")
    try:
        secret = keys.make_inbox_key(by=user, passphrase=passphrase)
    except keys.KeyExists:
        messages.warning(request, "Another founder has made the key in this very moment.")
        return redirect("inbox_keys")
    return opened(request, redirect("inbox_key_sheets"), secret)


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def change(request: HttpRequest) -> HttpResponse:
    """Another passphrase for the same key. Her other browsers are locked."""
    user = signed_in(request)
    if not KeyHolder.objects.filter(user=user).exists():
        return redirect("inbox_key_passphrase")
    form = ChangePassphraseForm(request.POST or None, user=user)
    if form.is_valid() and _change(request, form):
        messages.success(request, "Your inbox passphrase is changed.")
        try:
            secret = keys.unlock(user=user, passphrase=form.cleaned_data["passphrase"])
        except keys.NotLetIn:
            return redirect("inbox_keys")
        return opened(request, redirect("inbox_keys"), secret)
    status = 422 if form.is_bound else 200
    return render(request, "enquiries/keys/change.html", {"form": form}, status=status)


def _change(request: HttpRequest, form: ChangePassphraseForm) -> bool:
    try:
        attempt = limits.slow_down(request, door=DOOR)
        typed = form.cleaned_data
        keys.change_passphrase(user=signed_in(request), old=typed["old"], new=typed["passphrase"])
    except limits.TooMany as error:
        wait = limits.in_words(error.wait_seconds)
        form.add_error("old", f"Please wait {wait}, then try again. Nothing is lost.")
    except WrongPassphrase:
        form.add_error("old", "This is not your passphrase until now. Capitals do not matter.")
    else:
        attempt.was_right()
        return True
    return False


@require_safe
@for_founders
def forgotten(request: HttpRequest) -> HttpResponse:
    """The two ways back: another founder, or two sheets."""
    others = [name_of(one.user) for one in keys.holders() if one.user_id != request.user.pk]
    shown = {"others": others, "sheets": keys.sheets_in_use()}
    return render(request, "enquiries/keys/forgotten.html", shown)


# Half a second for the passphrase, or the whole inbox to open: nobody else shall wait to write meanwhile.
# Each action is a transaction of its own.
for _view in (
    choose,
    change,
):
    _view.opens_transaction = True  # type: ignore[attr-defined]
