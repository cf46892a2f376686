"""Write down an enquiry that came by telephone or on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.accounts.permissions import signed_in
from alongside.core.six_words import come_back_address

from . import actions, consent
from .inbox_forms import WriteDownForm
from .permissions import for_key_holders


@require_http_methods(["GET", "HEAD", "POST"])
@for_key_holders
def write_down(request: HttpRequest) -> HttpResponse:
    """The form; then the six words to read out, which stand on this one page and nowhere else."""
    form = WriteDownForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "enquiries/inbox/write_down.html", {"form": form}, status=status)
    try:
        received = actions.write_down(
            by=signed_in(request),
            origin=form.cleaned_data["origin"],
            details=form.details(),
            message=form.cleaned_data["message"],
            consent_wording=consent.SPOKEN.version,
            submission_id=form.submission_id,
        )
    except actions.NotOpenYet:
        form.add_error(None, "The inbox has no key yet, so nothing can be sealed.")
        return render(request, "enquiries/inbox/write_down.html", {"form": form}, status=422)
    except actions.ErasedMeanwhile as erased:
        form.add_error(
            None,
            f"This was kept before, and has been erased since (certificate {erased.certificate.code}). "
            "It was not kept again. To write it down anew, open this page afresh.",
        )
        return render(request, "enquiries/inbox/write_down.html", {"form": form}, status=422)
    shown = {
        "received": received,
        "words": received.receipt.split(),
        "come_back": come_back_address("conversation"),
    }
    return render(request, "enquiries/inbox/written_down.html", shown)
