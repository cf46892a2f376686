"""The one-time link that makes the first founder's account."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from .actions import InvitationGone, make_first_founder
from .forms import FirstFounderForm
from .invitation import is_valid


@never_cache
@sensitive_post_parameters()
def first_founder(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form, or make the account and sign her in. The link works once."""
    if not is_valid(token):
        raise Http404("This link was used already, or is not ours.")
    form = FirstFounderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = make_first_founder(token=token, **form.cleaned_data)
        except InvitationGone as error:
            raise Http404 from error
        login(request, user)
        return redirect("wagtailadmin_home")
    return render(request, "accounts/first_founder.html", {"form": form})
