"""Two recovery sheets give the inbox back, even when nobody holds the key any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alongside.accounts.permissions import signed_in
from alongside.core import limits

from . import keys
from .key_forms import RecoverForm
from .key_views import opened
from .permissions import for_founders
from .sheets import NotASheet

DOOR = "recovery sheets"


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def recover(request: HttpRequest) -> HttpResponse:
    """The words of two sheets and a new passphrase."""
    form = RecoverForm(request.POST or None, user=signed_in(request))
    if form.is_valid() and (secret := _recover(request, form)):
        messages.success(request, "The inbox is yours again, and it is open in this browser.")
        return opened(request, redirect("inbox_keys"), secret)
    shown = {
        "form": form,
        "sheets": keys.sheets_in_use(),
        "has_key": keys.current_key() is not None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "enquiries/keys/recover.html", shown, status=status)


def _recover(request: HttpRequest, form: RecoverForm) -> bytes | None:
    try:
        attempt = limits.slow_down(request, door=DOOR)
        secret = keys.recover(
            by=signed_in(request), sheets=form.sheets(), passphrase=form.cleaned_data["passphrase"]
        )
    except limits.TooMany as error:
        form.add_error(None, f"Please wait {limits.in_words(error.wait_seconds)}, then try again.")
    except NotASheet as error:
        form.add_error(None, str(error))
    except keys.WrongSheets:
        form.add_error(None, _older_sheets())
    else:
        attempt.was_right()
        return secret
    return None


def _older_sheets() -> str:
    used = keys.sheets_in_use()
    if used is None:
        return "These sheets are right, but the key that they open is no longer in use."
    made_on = timezone.localdate(used.made_at)
    return (
        "These sheets are right, but they are older ones, of a key that is no longer in use. Please take "
        f"sheets of set {used.pk}, made on {made_on:%-d %B %Y}. It stands under the heading."
    )


# Half a second for the passphrase, or the whole inbox to open: nobody else shall wait to write meanwhile.
# Each action is a transaction of its own.
for _view in (recover,):
    _view.opens_transaction = True  # type: ignore[attr-defined]
