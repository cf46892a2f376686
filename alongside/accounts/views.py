"""Her own account: the links that make one, her second step, her devices, her recovery codes."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LogoutView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from alongside.core.numbers import read_number

from . import actions, first_link, second_step
from .forms import AcceptForm, AddressForm, FirstFounderForm
from .models import Invitation, SignIn
from .permissions import StaffRequest


@never_cache
@sensitive_post_parameters()
def first_founder(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form, or make the account, sign her in and lead on to her second step."""
    if not first_link.is_valid(token):
        raise Http404("This link was used already, or is not ours.")
    form = FirstFounderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.make_first_founder(token=token, **form.cleaned_data)
        except actions.InvitationGone as error:
            raise Http404 from error
        return _come_in(request, user)
    return render(request, "accounts/first_founder.html", {"form": form})


@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link. Looking at it uses nothing up."""
    found = Invitation.find(token)
    if not found:
        return render(request, "accounts/link_gone.html", status=404)
    form = AcceptForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept_invitation(token=token, **form.cleaned_data)
        except (actions.InvitationGone, actions.AddressTaken):
            return render(request, "accounts/link_gone.html", status=404)
        return _come_in(request, user)
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found})


def _come_in(request: HttpRequest, user: Any) -> HttpResponse:
    logout(request)  # whoever was signed in on this device is not any more
    second_step.note_link(request, user)
    login(request, user)
    return redirect("second_step")


@login_required
def choose_second_step(request: HttpRequest) -> HttpResponse:
    """Passkey or app. Until she has one she reaches nothing else."""
    if second_step.has_one(request.user):
        return redirect("mfa_index")
    return render(request, "accounts/second_step.html")


@login_required
def devices(request: HttpRequest) -> HttpResponse:
    """Where she is signed in, and what happened in the last twelve months."""
    own = SignIn.objects.filter(user=request.user.pk)
    context = {
        "here": request.session.get("sign_in"),
        "open": own.filter(failed=False, ended_at=None),
        "history": own[:100],
    }
    return render(request, "accounts/devices.html", context)


@login_required
@require_POST
def end_device(request: StaffRequest) -> HttpResponse:
    """Sign out one device (`device`), or all others."""
    here = request.session.get("sign_in")
    chosen = request.POST.get("device", "")
    if (other := read_number(chosen)) and other != here:
        actions.end_sign_in(user=request.user, sign_in=other)
        messages.success(request, "That device is signed out.")
    elif chosen == "others":
        actions.end_other_sign_ins(user=request.user, but=here)
        messages.success(request, "All other devices are signed out.")
    return redirect("devices")


@login_required
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Her codes, once, when she presses the button: looking at a link must not use them up."""
    own = Authenticator.objects.filter(
        user=request.user.pk, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    if not own:
        raise Http404
    codes: list[str] = []
    if request.method == "POST":
        wrapper, may_see = view_recovery_codes(request)
        codes = wrapper.get_unused_codes() if wrapper and may_see else []
    context = {
        "codes": codes,
        "seen": own.wrap().did_view,
        "left": len(own.wrap().get_unused_codes()),
    }
    return render(request, "mfa/recovery_codes/index.html", context)


@login_required
@reauthentication_required(app="allauth.account")
def address(request: StaffRequest) -> HttpResponse:
    """The address that she signs in with."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_address(user=request.user, **form.cleaned_data)
        except actions.AddressTaken:
            form.add_error("email", "Somebody here signs in with this address already.")
        else:
            messages.success(request, "Your address is changed.")
            return redirect("mfa_index")
    return render(request, "accounts/address.html", {"form": form})


sign_out = never_cache(LogoutView.as_view())


def too_often(request: HttpRequest) -> HttpResponse:
    """429: wait a little. allauth's limits end here; they slow down and lock nobody out."""
    response = render(request, "accounts/too_often.html", status=429)
    response["Retry-After"] = "300"
    return response


class AddApp(ActivateTOTPView):
    """From now on this session has a second step. The code that proved it is used up."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        actions.use_code_once(authenticator=second_step.note_new(self.request, "totp"))
        return response


class AddPasskey(AddWebAuthnView):
    """From now on this session has a second step."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_step.note_new(self.request, "webauthn")
        return response


class RemovePasskey(RemoveWebAuthnView):
    """allauth asks for an app, not for a passkey, whether it may go: the last step may not."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["is_last"] = not get_adapter().can_delete_authenticator(self.object)
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.object):
            raise PermissionDenied
        return super().form_valid(form)
